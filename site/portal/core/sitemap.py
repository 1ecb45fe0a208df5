"""The sitemap: pages from the tree, and paths that other floors register."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape

from portal.core.site_frame import in_language

# Fewer than the protocol allows, so that a file stays far below its 50 MB.
URLS_A_FILE = 40_000
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
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
    rows = pages.order_by("path").values_list(
        "translation_key", "locale__language_code", "url_path", "last_published_at"
    )
    for key, code, url_path, changed in rows:
        # A stored path begins with the home page's slug.
        path = in_language(f"/{url_path.split('/', 2)[2]}", code)
        versions[key][code] = (path, changed)
    for by_language in versions.values():
        entries += _entries(by_language)
    for paths in _registered_lists:
        for by_language in paths():
            entries += _entries({code: (path, None) for code, path in by_language.items()})
    return entries


def sitemap_texts(entries: list[SitemapEntry]) -> list[str]:
    """Return sitemaps of at most `URLS_A_FILE` addresses each, as the protocol wants them.

    https://www.sitemaps.org/protocol.html: 50,000 addresses and 50 MB at most. The twins of an
    address stand beside it (hreflang).
    """
    parts = range(0, max(len(entries), 1), URLS_A_FILE)
    return [_sitemap_text(entries[start : start + URLS_A_FILE]) for start in parts]


def sitemap_index(addresses: Iterable[str]) -> str:
    """Return the index of several sitemaps."""
    lines = "".join(f"<sitemap><loc>{escape(each)}</loc></sitemap>\n" for each in addresses)
    return f'{_XML}<sitemapindex xmlns="{_SITEMAPS}">\n{lines}</sitemapindex>\n'


def _sitemap_text(entries: list[SitemapEntry]) -> str:
    head = f'{_XML}<urlset xmlns="{_SITEMAPS}" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    return head + "".join(map(_url, entries)) + "</urlset>\n"


def _url(entry: SitemapEntry) -> str:
    changed = ""
    if entry.changed:
        moment = timezone.localtime(entry.changed).isoformat("T", "seconds")
        changed = f"<lastmod>{moment}</lastmod>"
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(twin)}"/>'
        for code, twin in _with_default(entry.twins)
    )
    return f"<url><loc>{escape(entry.url)}</loc>{changed}{links}</url>\n"


def _with_default(twins) -> Iterable[tuple[str, str]]:
    """Twins, and the source language's once more for everybody else."""
    for code, twin in twins:
        yield code, twin
        if code == settings.LANGUAGE_CODE:
            yield "x-default", twin


def _entries(by_language: dict[str, tuple[str, datetime | None]]) -> list[SitemapEntry]:
    twins = tuple(
        (code, settings.SITE_URL + path) for code, (path, _changed) in by_language.items() if path
    )
    return [
        SitemapEntry(url=settings.SITE_URL + path, changed=changed, twins=twins)
        for path, changed in by_language.values()
        if path
    ]
