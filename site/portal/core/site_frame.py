"""The header and footer as templates need them: read in bulk, remembered for each language."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache
from django.utils import translation
from wagtail.models import Locale, Page

from portal.core.models import SiteFrame


@dataclass(frozen=True)
class MenuLink:
    """A link of a menu. `path` already carries the language."""

    label: str
    path: str


@dataclass(frozen=True)
class Frame:
    """Names, menus and footer of one language. Empty texts stay hidden."""

    name: str = ""
    short_name: str = ""
    tagline: str = ""
    help_label: str = ""
    call_label: str = ""
    footer_text: str = ""
    email: str = ""
    telephone: str = ""
    postal_address: str = ""
    website: str = ""
    social_handle: str = ""
    menu: tuple[MenuLink, ...] = field(default_factory=tuple)
    footer_menu: tuple[MenuLink, ...] = field(default_factory=tuple)


TEXTS = (
    "name",
    "short_name",
    "tagline",
    "help_label",
    "call_label",
    "footer_text",
    "email",
    "telephone",
    "postal_address",
    "website",
    "social_handle",
)


def _cache_key(language: str) -> str:
    return f"site-frame:{language}"


def site_frame(language: str | None = None) -> Frame:
    """Return the frame in a language, or in the source language while it is not translated.

    At most three queries, none once remembered.
    """
    language = language or translation.get_language() or settings.LANGUAGE_CODE
    frame = cache.get(_cache_key(language))
    if frame is None:
        frame = _load(language)
        cache.set(_cache_key(language), frame)
    return frame


def forget_site_frame() -> None:
    """Read the frame anew at the next request: called when it or a page changes."""
    cache.delete_many([_cache_key(code) for code, _name in settings.LANGUAGES])


def _load(language: str) -> Frame:
    rows = SiteFrame.objects.filter(live=True).select_related("locale").order_by("-pk")
    by_language: dict[str, SiteFrame] = {}
    for row in rows:
        by_language.setdefault(row.locale.language_code, row)
    row = by_language.get(language) or by_language.get(settings.LANGUAGE_CODE)
    if row is None:
        return Frame()
    links = [block.value for block in (*row.menu, *row.footer_menu)]
    paths = _page_paths(links, language)
    return Frame(
        **{name: getattr(row, name) for name in TEXTS},
        menu=_menu(row.menu, paths, language),
        footer_menu=_menu(row.footer_menu, paths, language),
    )


def _menu(stream, page_paths: dict[int, str], language: str) -> tuple[MenuLink, ...]:
    links = []
    for block in stream:
        page, path = block.value["page"], block.value["path"]
        if page is not None:
            path = page_paths.get(page.pk)
        elif path:
            path = in_language(path, language)
        if path:
            links.append(MenuLink(label=block.value["label"], path=path))
    return tuple(links)


def _page_paths(links, language: str) -> dict[int, str]:
    """Map the keys of the chosen pages to the paths of their live versions in the language."""
    chosen = {link["page"].translation_key: link["page"].pk for link in links if link["page"]}
    if not chosen:
        return {}
    locale = Locale.objects.get(language_code=language)
    pages = Page.objects.filter(translation_key__in=chosen, locale=locale, live=True)
    with translation.override(language):
        return {chosen[page.translation_key]: page.get_url() for page in pages}


def in_language(path: str, language: str) -> str:
    """Return the address of a Bangla path in a language: /help/ gives /en/help/ in English."""
    if language == settings.LANGUAGE_CODE or not path.startswith("/"):
        return path
    return f"/{language}{path}"
