"""The sitemap: pages from the tree, and paths that other floors register."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation

from portal.core.site_frame import in_language

_registered_paths: list[str] = []
_registered_lists: list[Callable[[], Iterable[dict[str, str]]]] = []


@dataclass(frozen=True)
class SitemapEntry:
    """An absolute address, its last change (absent for views) and its twins by language."""

    url: str
    changed: datetime | None
    twins: tuple[tuple[str, str], ...]


def register_path(path: str) -> None:
    """List a Django view's Bangla path in the sitemap, in every language."""
    if path not in _registered_paths:
        _registered_paths.append(path)


def register_list(paths: Callable[[], Iterable[dict[str, str]]]) -> None:
    """List addresses below a page that no page of the tree has: each its paths by language."""
    if paths not in _registered_lists:
        _registered_lists.append(paths)


def sitemap_entries(pages) -> list[SitemapEntry]:
    """Return the entries of registered paths, of pages (a Page queryset) and below them."""
    entries = []
    for path in _registered_paths:
        entries += _entries(
            {code: (in_language(path, code), None) for code, _name in settings.LANGUAGES}
        )
    versions = defaultdict(dict)
    for page in pages.select_related("locale").order_by("path"):
        code = page.locale.language_code
        with translation.override(code):
            versions[page.translation_key][code] = (
                page.get_url(),
                page.last_published_at,
            )
    for by_language in versions.values():
        entries += _entries(by_language)
    for paths in _registered_lists:
        for by_language in paths():
            entries += _entries({code: (path, None) for code, path in by_language.items()})
    return entries


def _entries(by_language: dict[str, tuple[str, datetime | None]]) -> list[SitemapEntry]:
    twins = tuple(
        (code, settings.SITE_URL + path) for code, (path, _changed) in by_language.items() if path
    )
    return [
        SitemapEntry(url=settings.SITE_URL + path, changed=changed, twins=twins)
        for path, changed in by_language.values()
        if path
    ]
