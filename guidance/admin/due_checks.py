"""What somebody has to check again: facts, pages of advice and notes, the most overdue first."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.admin.utils import quote
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Locale

from guidance.models import (
    CountryNote,
    DestinationPage,
    GuidePage,
    QuestionPage,
    SituationPage,
)
from portal.reference.models import EmergencyNumber, Fact

SOON = timedelta(days=30)
CHECKED_PAGES = (GuidePage, SituationPage, QuestionPage, DestinationPage)


@dataclass(frozen=True)
class DueCheck:
    """Something live whose check is overdue or due soon; `checked_by` may be empty."""

    title: str
    kind: str
    check_again_by: date
    checked_on: date | None
    checked_by: str
    edit_url: str

    @property
    def is_overdue(self) -> bool:
        """Whether its date has passed."""
        return self.check_again_by < timezone.localdate()

    @property
    def state(self) -> str:
        """Overdue or due soon, in the editor's language."""
        return _("Overdue") if self.is_overdue else _("Due soon")


def due_checks() -> list[DueCheck]:
    """Return what is overdue or due within 30 days, by date. Seven queries.

    The source language alone: dates are the same in both.
    """
    rows = [*_facts(), *_notes(), *(row for model in CHECKED_PAGES for row in _pages(model))]
    return sorted(rows, key=lambda row: (row.check_again_by, row.kind, row.title))


def count_overdue() -> int:
    """Return how many checks are overdue. Six queries."""
    yesterday = timezone.localdate() - timedelta(days=1)
    models = (Fact, CountryNote, *CHECKED_PAGES)
    return sum(_due(model, by=yesterday).count() for model in models)


def _due(model, by: date | None = None) -> QuerySet:
    by = by or timezone.localdate() + SOON
    return model.objects.filter(live=True, locale=Locale.get_default(), check_again_by__lte=by)


def _facts() -> list[DueCheck]:
    lines = set(EmergencyNumber.objects.filter(live=True).values_list("fact_id", flat=True))
    return [
        DueCheck(
            title=str(fact),
            # The number that somebody calls in danger is not one fact among many.
            kind=_("Emergency number") if fact.pk in lines else capfirst(fact._meta.verbose_name),
            check_again_by=fact.check_again_by,
            checked_on=fact.checked_on,
            checked_by=_name(fact.checked_by),
            edit_url=_snippet_url(fact),
        )
        for fact in _due(Fact).select_related("checked_by")
    ]


def _notes() -> list[DueCheck]:
    return [
        DueCheck(
            title=str(note),
            kind=capfirst(note._meta.verbose_name),
            check_again_by=note.check_again_by,
            checked_on=note.checked_on,
            checked_by="",
            edit_url=_snippet_url(note),
        )
        for note in _due(CountryNote).select_related("guide", "country")
    ]


def _pages(model) -> list[DueCheck]:
    return [
        DueCheck(
            title=page.get_admin_display_title(),
            kind=capfirst(page._meta.verbose_name),
            check_again_by=page.check_again_by,
            checked_on=page.checked_on,
            checked_by=_name(page.checked_by),
            edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        )
        for page in _due(model).defer_streamfields().select_related("checked_by")
    ]


def _name(user) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _snippet_url(snippet) -> str:
    return reverse(snippet.snippet_viewset.get_url_name("edit"), args=[quote(snippet.pk)])
