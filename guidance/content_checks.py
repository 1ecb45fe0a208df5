"""What editors should look at in the pages of advice and the notes on countries.

Nothing here is shown to readers or keeps anybody from saving: findings stand beside the editor,
on previews, in a report and in `manage.py check_content`. An *error* is something that readers
would miss or be misled by; a *warning* is something to improve, or a date that has come.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guidance import text_checks
from guidance.models import CountryNote, GuidePage, GuideRecording
from guidance.models.checked_page import CheckedPage
from guidance.recordings import is_older
from guidance.text_checks import ERROR, WARNING
from portal.core.numerals import format_day
from portal.reference.fact_tokens import fact_keys
from portal.reference.models import Fact

# Days before a check is due in which editors are reminded of it.
DUE_SOON = timedelta(days=30)

SEVERITIES = {ERROR: _("Error"), WARNING: _("Warning")}
# Page fields of plain text, and whether facts are filled in there.
_PLAIN_FIELDS = {
    "title": False,
    "summary": False,
    "why": True,
    "door": False,
    "door_note": False,
    "seo_title": False,
    "search_description": False,
}


@dataclass(frozen=True)
class Finding:
    """One thing to look at. Label and message are translated when they are shown."""

    severity: str
    field: object
    message: object
    excerpt: str = ""

    @property
    def is_error(self) -> bool:
        """Whether readers would miss something or be misled."""
        return self.severity == ERROR

    @property
    def severity_label(self):
        """The severity in words."""
        return SEVERITIES[self.severity]

    def __str__(self):
        parts = [f"{self.severity_label}: {self.field}: {self.message}"]
        return " · ".join([*parts, f"“{self.excerpt}”"] if self.excerpt else parts)


@dataclass(frozen=True)
class _Text:
    """A text of a page: one paragraph, list item or field."""

    label: object
    text: str
    shows_facts: bool = True
    # Sources name dates, sections and titles: only their letters and digits are looked at.
    is_prose: bool = True


def content_findings(page) -> list[Finding]:
    """Return the findings of one page of advice or note on a country, errors first.

    The instance may be a draft in memory. Two queries at most.
    """
    return next(findings_of([page]))[1]


def findings_of(pages: Iterable) -> Iterator[tuple[object, list[Finding]]]:
    """Yield each page or note with its findings. Two queries for all of them together."""
    pages = list(pages)
    known = _KnownFacts(pages)
    recordings = _recordings_of(pages)
    for page in pages:
        found = [*_text_findings(page), *known.findings(page), *_page_findings(page)]
        if isinstance(page, CheckedPage):
            found += _recording_findings(page, recordings.get(page.pk, []))
        yield page, sorted(dict.fromkeys(found), key=lambda finding: not finding.is_error)


def live_pages() -> list:
    """Return what is checked: all live pages of advice and notes on countries, both languages.

    One query for each type of page. English pages that only repeat the Bangla words are left out.
    """
    found: list = []
    for model in checked_models():
        pages = model.objects.live().filter(alias_of__isnull=True)
        found += pages.select_related("locale").order_by("path")
    notes = CountryNote.objects.filter(live=True)
    return found + list(notes.select_related("locale", "guide", "country"))


def checked_models() -> list[type[CheckedPage]]:
    """Return the types of pages of advice."""
    return [model for model in apps.get_models() if issubclass(model, CheckedPage)]


# --- Texts -----------------------------------------------------------------------------


def _text_findings(page) -> Iterator[Finding]:
    locale = page.locale.language_code
    foreign = 0
    for text in _texts_of(page):
        for piece in text_checks.plain_pieces(text.text):
            language = text_checks.language_of(piece, locale)
            foreign += locale == "en" and language == "bn" and text.is_prose
            for problem in _problems(text, piece, language):
                yield Finding(problem.severity, text.label, problem.message, problem.excerpt)
    if foreign:
        yield Finding(WARNING, _("Translation"), _("Some of this is still in Bangla."))


def _problems(text: _Text, piece: str, language: str) -> Iterator[text_checks.Problem]:
    bijoy = list(text_checks.bijoy_problems(piece))
    if bijoy:
        # Nothing else is true of gibberish.
        yield from bijoy
        return
    yield from text_checks.token_problems(piece, allowed=text.shows_facts)
    yield from text_checks.digit_problems(piece, language)
    if text.is_prose:
        yield from text_checks.figure_problems(piece)
        yield from text_checks.sentence_problems(piece, language)


def _texts_of(page) -> Iterator[_Text]:
    if isinstance(page, CountryNote):
        yield _Text(_label(page, "text"), page.text)
        yield _Text(_label(page, "source"), page.source, shows_facts=False, is_prose=False)
        return
    for name, shows_facts in _PLAIN_FIELDS.items():
        if getattr(page, name, ""):
            yield _Text(_label(page, name), getattr(page, name), shows_facts)
    for name in page.text_fields:
        for text in _stream_texts(list(getattr(page, name).raw_data)):
            yield _Text(_label(page, name), text)
    for source in page.sources.raw_data:
        name = (source["value"] or {}).get("name", "")
        yield _Text(_label(page, "sources"), name, shows_facts=False, is_prose=False)


def _stream_texts(value) -> Iterator[str]:
    """Yield every text of a raw stream value, however its blocks are nested."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _stream_texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("id", "type", "url"):
                yield from _stream_texts(item)


def _label(page, name: str):
    return page._meta.get_field(name).verbose_name


# --- Facts -----------------------------------------------------------------------------


class _KnownFacts:
    """The facts that some pages embed, in boxes and sentences. One query, or none."""

    def __init__(self, pages: list):
        self._boxes = {id(page): list(_boxes_of(page)) for page in pages}
        self._tokens = {id(page): list(_tokens_of(page)) for page in pages}
        chosen = {pk for boxes in self._boxes.values() for _label, pk in boxes}
        keys = {key for tokens in self._tokens.values() for _label, key in tokens}
        self._by_key: dict[tuple, Fact] = {}
        self._by_translation: dict[tuple, Fact] = {}
        self._by_pk: dict[int, Fact] = {}
        if chosen or keys:
            same = Fact.objects.filter(pk__in=chosen).values("translation_key")
            for fact in Fact.objects.filter(Q(translation_key__in=same) | Q(key__in=keys)):
                self._by_pk[fact.pk] = fact
                self._by_key[fact.key, fact.locale_id] = fact
                self._by_translation[fact.translation_key, fact.locale_id] = fact

    def findings(self, page) -> Iterator[Finding]:
        """Yield what is wrong with the facts that a page embeds."""
        for label, key in self._tokens[id(page)]:
            fact = self._by_key.get((key, page.locale_id))
            if fact is None:
                message = _("This dated fact does not exist in this language.")
                yield Finding(ERROR, label, message, f"{{fact:{key}}}")
            else:
                yield from _fact_findings(label, fact)
        for label, pk in self._boxes[id(page)]:
            chosen = self._by_pk.get(pk)
            if chosen is None:
                yield Finding(ERROR, label, _("A box holds a dated fact that was deleted."))
                continue
            fact = self._by_translation.get((chosen.translation_key, page.locale_id))
            if fact is None:
                message = _("This dated fact has no version in this language yet.")
                yield Finding(WARNING, label, message, chosen.label)
            yield from _fact_findings(label, fact or chosen)


def _boxes_of(page) -> Iterator[tuple[object, int]]:
    for name in getattr(page, "text_fields", ()):
        for block in getattr(page, name).raw_data:
            if block["type"] == "fact" and block["value"]:
                yield _label(page, name), block["value"]


def _tokens_of(page) -> Iterator[tuple[object, str]]:
    for text in _texts_of(page):
        if text.shows_facts:
            for key in fact_keys(text.text):
                yield text.label, key


def _fact_findings(label, fact: Fact) -> Iterator[Finding]:
    excerpt = f"{fact.label} ({fact.key})"
    if fact.publish_rule == Fact.Publish.NO:
        yield Finding(ERROR, label, _("This dated fact is held back: readers miss it."), excerpt)
    elif not fact.live:
        yield Finding(ERROR, label, _("This dated fact is not published."), excerpt)
    yield from _date_findings(
        label,
        fact.check_again_by,
        _("The check of this fact was due on {day}: readers see “check first”."),
        _("The check of this fact is due on {day}."),
        excerpt,
    )
    if fact.kind == Fact.Kind.HOTLINE:
        for number in filter(None, dict.fromkeys([fact.value, fact.dial])):
            if not text_checks.is_well_formed_phone(number, fact.country):
                message = format_lazy(
                    _("This telephone number cannot be dialled as it is written: {number}"),
                    number=number,
                )
                yield Finding(ERROR, label, message, excerpt)


def _date_findings(label, day, overdue, soon, excerpt: str = "") -> Iterator[Finding]:
    today = timezone.localdate()
    if day is None or day > today + DUE_SOON:
        return
    message = overdue if day < today else soon
    yield Finding(WARNING, label, format_lazy(message, day=_written(day)), excerpt)


_written = lazy(lambda day: format_day(day, get_language() or settings.LANGUAGE_CODE), str)


# --- What is missing -------------------------------------------------------------------


def _page_findings(page) -> Iterator[Finding]:
    yield from _date_findings(
        _("Trust"),
        page.check_again_by,
        _("The check of this page was due on {day}."),
        _("The check of this page is due on {day}."),
    )
    if isinstance(page, CountryNote):
        if not page.source:
            yield Finding(ERROR, _label(page, "source"), _("No source is named."))
        return
    if not page.sources.raw_data:
        yield Finding(ERROR, _label(page, "sources"), _("No source is named."))
    if not page.summary.strip():
        message = _("The one sentence that says what to do is missing.")
        yield Finding(ERROR, _label(page, "summary"), message)
    if isinstance(page, GuidePage):
        yield from _gaps_of_guide(page)


def _gaps_of_guide(page: GuidePage) -> Iterator[Finding]:
    """Yield what a step should have and this one has not."""
    if not page.why.strip():
        yield Finding(WARNING, _label(page, "why"), _("It is not said why this matters."))
    blocks = [block for name in page.text_fields for block in getattr(page, name).raw_data]
    kinds = {block["type"] for block in blocks}
    has_steps = any(block["type"] == "paragraph" and "<ol" in block["value"] for block in blocks)
    body = _label(page, "body")
    if "checklist" not in kinds and not has_steps:
        yield Finding(WARNING, body, _("There is neither a checklist nor numbered steps."))
    if "warning" not in kinds:
        yield Finding(WARNING, body, _("There is no warning."))
    if not page.who_to_ask.raw_data:
        yield Finding(WARNING, _label(page, "who_to_ask"), _("It is not said who to ask."))


def _recordings_of(pages: list) -> dict[int, list[GuideRecording]]:
    keys = [page.pk for page in pages if isinstance(page, CheckedPage) and page.pk]
    found: dict[int, list[GuideRecording]] = {}
    if keys:
        for recording in GuideRecording.objects.filter(guide__in=keys):
            found.setdefault(recording.guide_id, []).append(recording)
    return found


def _recording_findings(page, recordings: list[GuideRecording]) -> Iterator[Finding]:
    label = GuideRecording._meta.verbose_name
    if isinstance(page, GuidePage) and not recordings:
        yield Finding(WARNING, label, _("There is no recording for those who do not read."))
    for recording in recordings:
        if is_older(recording, page):
            message = _("The words have changed since this was recorded.")
            yield Finding(WARNING, label, message, str(recording.get_part_display()))
