"""A publication as what every way of citing it needs to know, loaded in bulk.

A record is in the language that its words are really in: an English page that nobody has
translated yet gives the Bangla record, with the Bangla page's address. What is not known is left
empty, and whoever writes a record leaves it out.
"""

import mimetypes
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import override

from portal.core.inputs import clean_text
from portal.core.translation_state import annotate_translated
from publications.citations.rows import Beside, FileRow, PersonRow, related_rows
from publications.licences import licence_name, licence_url
from publications.models import PublicationFile, PublicationPage
from publications.public import page_address, public_publications

# Letters that XML cannot hold, beside those that are cleaned away as control characters.
_NO_LETTERS = dict.fromkeys((0xFFFE, 0xFFFF))


@dataclass(frozen=True)
class Name:
    """Who wrote or edited. People have `family` and `given` where both are known apart."""

    literal: str
    family: str = ""
    given: str = ""
    is_organisation: bool = False


@dataclass(frozen=True)
class Funder:
    """Who paid, with the sentence that it asks for; it may be empty."""

    name: str
    disclaimer: str


@dataclass(frozen=True)
class CitedFile:
    """A file of a publication. `language` is bn, en, bn-en or empty; `size` is in bytes.

    `is_original` is false for what was made from the site's page, and for annexes: reference
    managers would keep it as the publication itself.
    """

    address: str
    media_type: str
    is_original: bool
    language: str
    size: int | None
    pages: int | None


@dataclass(frozen=True)
class Citation:
    """A publication in the words of one language.

    `identifier` is the translation key that both languages share. `other_title` is the title in
    the other language, where that is written. Dates of events are days in Dhaka's time.
    """

    pk: int
    identifier: str
    slug: str
    language: str
    address: str
    kind: str
    kind_name: str
    title: str
    subtitle: str
    other_title: str
    other_language: str
    original_language: str
    summary: str
    authors: tuple[Name, ...]
    editors: tuple[Name, ...]
    publishers: tuple[str, ...]
    partners: tuple[str, ...]
    funders: tuple[Funder, ...]
    year: int | None
    month: int | None
    day: int | None
    place: str
    start_date: date | None
    end_date: date | None
    isbn: str
    doi: str
    licence: str
    licence_name: str
    licence_address: str
    topics: tuple[str, ...]
    topic_keys: tuple[str, ...]
    countries: tuple[str, ...]
    country_codes: tuple[str, ...]
    files: tuple[CitedFile, ...]
    first_published: datetime | None
    changed: datetime | None

    @property
    def key(self) -> str:
        """The name by which bibliographies refer to it: the same for ever, ASCII."""
        return f"{self.slug}-{self.language}"

    @property
    def original_pdfs(self) -> list[str]:
        """Addresses of the publication itself as PDF."""
        return [
            file.address
            for file in self.files
            if file.is_original and file.media_type == "application/pdf"
        ]

    @property
    def full_title(self) -> str:
        """Title and subtitle."""
        return f"{self.title}: {self.subtitle}" if self.subtitle else self.title

    @property
    def date_iso(self) -> str:
        """The date as far as it is known: 2019, 2019-10, 2019-12-18."""
        known = [f"{self.year:04}" if self.year else "", *self._month_and_day()]
        return "-".join(part for part in known if part)

    def _month_and_day(self) -> list[str]:
        return [f"{part:02}" if part else "" for part in (self.month, self.day)]

    @property
    def funding(self) -> str:
        """Who paid, in a line, each with the sentence that it asks for."""
        return " ".join(
            f"{funder.name}: {funder.disclaimer}" if funder.disclaimer else f"{funder.name}."
            for funder in self.funders
        )


def plain_line(text: str) -> str:
    """Return a text as one line that every format can hold: no control letters, no breaks."""
    if not text.isprintable():
        # Also what is printable may be there: Bangla's joiners are no printable letters.
        text = clean_text(text).translate(_NO_LETTERS)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def with_translation_state(pages):
    """Return a queryset of publications with what `citations_of` reads, and nothing else."""
    return annotate_translated(pages).select_related("locale").only(*_FIELDS)


_FIELDS = (
    "translation_key",
    "locale__language_code",
    "slug",
    "title",
    "url_path",
    "first_published_at",
    "last_published_at",
    *("subtitle", "summary", "kind", "original_language", "year", "month", "day", "place"),
    *("start_date", "start_time", "end_date", "end_time", "licence", "isbn", "doi"),
)


def citations_of(pages: Iterable[PublicationPage]) -> list[Citation]:
    """Return the records of publications, in their order. The same queries for one or hundreds.

    Pages whose relations are in memory (a preview) keep them.
    """
    pages = list(pages)
    if not pages:
        return []
    beside = related_rows(pages)
    versions = _versions({page.translation_key for page in pages})
    kinds = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            kinds[language] = {kind: str(name) for kind, name in PublicationPage.Kind.choices}
    found = []
    for page in pages:
        language = _language_of_words(page)
        found.append(_citation(page, language, kinds[language], beside[page.pk], versions))
    return found


def citation_of(page: PublicationPage) -> Citation:
    """Return the record of one publication."""
    return citations_of([page])[0]


def _language_of_words(page: PublicationPage) -> str:
    own = page.locale.language_code
    if own == settings.LANGUAGE_CODE:
        return own
    if hasattr(page, "is_translated"):
        return own if page.is_translated else settings.LANGUAGE_CODE
    return page.content_language


@dataclass(frozen=True)
class _Version:
    title: str
    subtitle: str
    url_path: str


def _versions(keys: set) -> dict[tuple, _Version]:
    """Titles and paths of what is written, by translation key and language."""
    rows = annotate_translated(
        public_publications().filter(translation_key__in=keys, alias_of=None)
    ).values_list(
        "translation_key",
        "locale__language_code",
        "title",
        "subtitle",
        "url_path",
        "is_translated",
    )
    return {
        (key, language): _Version(plain_line(title), plain_line(subtitle), path)
        for key, language, title, subtitle, path, is_translated in rows
        if is_translated
    }


def _citation(
    page: PublicationPage, language: str, kinds: dict[str, str], beside: Beside, versions
) -> Citation:
    own = versions.get((page.translation_key, language))
    other_language = "en" if language == "bn" else "bn"
    other = versions.get((page.translation_key, other_language))
    title, subtitle = plain_line(page.title), plain_line(page.subtitle)
    other_title = _titled(other.title, other.subtitle) if other else ""
    organisations = {
        role: [plain_line(row.names[language]) for row in beside.organisations if row.role == role]
        for role in ("author", "publisher", "partner")
    }
    topics, countries = (
        [names[language] for names in each if language in names]
        for each in (beside.topics, beside.countries)
    )
    return Citation(
        pk=page.pk,
        identifier=str(page.translation_key),
        slug=page.slug,
        language=language,
        address=page_address(own.url_path, language) if own else _own_address(page),
        kind=page.kind,
        kind_name=kinds[page.kind],
        title=title,
        subtitle=subtitle,
        other_title="" if other_title == _titled(title, subtitle) else other_title,
        other_language=other_language,
        original_language=page.original_language,
        summary=plain_line(page.summary),
        authors=(
            *_people(beside.people, "author", language),
            *(Name(name, is_organisation=True) for name in organisations["author"]),
        ),
        editors=_people(beside.people, "editor", language),
        publishers=tuple(organisations["publisher"]),
        partners=tuple(organisations["partner"]),
        funders=tuple(
            Funder(plain_line(row.names[language]), plain_line(row.disclaimers[language]))
            for row in beside.organisations
            if row.role == "funder"
        ),
        year=page.year,
        month=page.month if page.year else None,
        day=page.day if page.year and page.month else None,
        place=plain_line(page.place),
        start_date=page.start_date,
        end_date=page.end_date,
        isbn=page.isbn.strip(),
        doi=plain_line(page.doi),
        licence=page.licence,
        licence_name=_licence_name(page.licence, language),
        licence_address=licence_url(page.licence),
        topics=tuple(plain_line(name) for _code, name in topics),
        topic_keys=tuple(code for code, _name in topics),
        countries=tuple(plain_line(name) for _code, name in countries),
        country_codes=tuple(code for code, _name in countries),
        files=tuple(_file(row) for row in beside.files),
        first_published=page.first_published_at,
        changed=page.last_published_at,
    )


def _licence_name(code: str, language: str) -> str:
    if not code:
        return ""
    with override(language):
        return licence_name(code)


def _titled(title: str, subtitle: str) -> str:
    return f"{title}: {subtitle}" if subtitle else title


def _own_address(page: PublicationPage) -> str:
    # A page that is not live yet: its preview.
    return page_address(page.url_path, page.locale.language_code) if page.url_path else ""


def _people(people: list[PersonRow], role: str, language: str) -> tuple[Name, ...]:
    """People in the letters of the language. Only Latin names are known in two parts."""
    found = []
    for person in people:
        if person.role != role:
            continue
        family, given = plain_line(person.family_name), plain_line(person.given_name)
        if language == "en" and family:
            found.append(Name(f"{given} {family}".strip(), family, given))
        else:
            found.append(Name(plain_line(person.name_bn) if language == "bn" else given))
    return tuple(found)


def _file(row: FileRow) -> CitedFile:
    return CitedFile(
        address=f"{settings.SITE_URL}{row.path}",
        media_type=mimetypes.guess_type(row.path)[0] or "application/octet-stream",
        is_original=row.kind == PublicationFile.Kind.ORIGINAL,
        language=row.language,
        size=row.size,
        pages=row.pages,
    )
