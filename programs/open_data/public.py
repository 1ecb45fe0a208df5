"""What of the programmes everybody may see, in the words of a language."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from wagtail.models import Page

from portal.core.site_frame import in_language
from portal.core.translation_state import annotate_translated
from programs.models import ProgramPage


@dataclass(frozen=True)
class PublicProgram:
    """A programme that is live and restricted to nobody, in words of one language.

    `language` is the one that the words are really in: what is not translated yet is in Bangla.
    """

    pk: int
    slug: str
    title: str
    short_title: str
    summary: str
    language: str
    url: str
    published: datetime | None


def public_pages(language: str = settings.LANGUAGE_CODE):
    """Return the programmes of a language that everybody may see."""
    return ProgramPage.objects.live().public().filter(locale__language_code=language)


def public_programs(language: str) -> dict[int, PublicProgram]:
    """Return what everybody may see, by the key of the Bangla page. Three queries at most."""
    words = ("title", "short_title", "summary", "url_path", "last_published_at")
    source = public_pages().order_by("path").values_list("pk", "translation_key", "slug", *words)
    translated = {}
    if language != settings.LANGUAGE_CODE:
        pages = annotate_translated(public_pages(language))
        translated = {
            key: (is_translated, rest)
            for key, is_translated, *rest in pages.values_list(
                "translation_key", "is_translated", *words
            )
        }
    found = {}
    for pk, key, slug, *own in source:
        is_translated, other = translated.get(key, (False, None))
        title, short_title, summary, url_path, published = other if is_translated else own
        found[pk] = PublicProgram(
            pk=pk,
            slug=slug,
            title=title,
            short_title=short_title,
            summary=summary,
            language=language if is_translated else settings.LANGUAGE_CODE,
            # An English page that only repeats the Bangla one's words is a page all the same.
            url=page_address(*((other[3], language) if other else (url_path, "bn"))),
            published=published,
        )
    return found


def page_address(url_path: str, language: str) -> str:
    """Return the whole address of a page: its stored path begins with the home page's slug."""
    return settings.SITE_URL + in_language(f"/{url_path.split('/', 2)[2]}", language)


def document_addresses(keys, language: str) -> dict[int, str]:
    """Return the addresses of public pages by key, in a language where they have one."""
    pages = Page.objects.live().public().filter(pk__in=keys)
    rows = list(pages.values_list("pk", "translation_key", "url_path", "locale__language_code"))
    others = {}
    if language != settings.LANGUAGE_CODE and rows:
        twins = Page.objects.live().public().filter(locale__language_code=language)
        others = dict(
            twins.filter(translation_key__in=[row[1] for row in rows]).values_list(
                "translation_key", "url_path"
            )
        )
    return {
        pk: page_address(*((others[key], language) if key in others else (path, code)))
        for pk, key, path, code in rows
    }
