"""The table of recommendations for spreadsheets and programs.

The names of the table and its columns are addresses that others build on: they never change, and
are the same in both languages.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count, Max, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core.open_data.columns import choice, day, text, web, whole
from portal.core.open_data.tables import Rows, Table
from publications.models import Recommendation
from publications.models.recommendations import Status
from publications.recommendation_filters import RecommendationFilter
from publications.recommendations import Asked, shown

ROWS_AT_ONCE = 200
RECOMMENDATIONS = Table(
    name="recommendations",
    title=_("What we asked for, and what came of it"),
    about=_("Recommendations of publications, one row each, with their newest evidence."),
    filter_class=RecommendationFilter,
    examples=("addressee=ministry", "status=adopted"),
    marks=(
        _("An empty cell means that it is not known or not stated."),
        _("“open” without evidence says only that nothing is known to us."),
    ),
    columns=(
        text("recommendation", _("Recommendation"), _("Its name in addresses.")),
        text("publication", _("Publication"), _("Its name in addresses: /publications/<name>/.")),
        text("publication_title", _("Title"), _("In the language of the table.")),
        whole("year", _("Year of the publication"), _("Four digits.")),
        text("source_page", _("Page of the publication"), _("As printed; may be empty.")),
        choice("addressee", _("To whom"), _("As a group."), Recommendation.Addressee),
        text("addressed_to", _("To whom, as printed"), _("In the language of the table.")),
        text("text", _("What is asked"), _("In the language of the table.")),
        text("topic", _("Topic"), _("Its key; may be empty.")),
        choice("status", _("What came of it"), _("What the newest evidence says."), Status),
        whole("evidence_count", _("Pieces of evidence"), _("All that the page of it shows.")),
        day("evidence_day", _("Day of the newest evidence"), _("Empty without evidence.")),
        text("evidence", _("Newest evidence"), _("In the language of the table.")),
        text("evidence_source", _("Source of the newest evidence"), _("Who says so.")),
        web("evidence_url", _("Address of that source"), _("May be empty.")),
        web("url", _("Address of the page"), _("The recommendation on this site.")),
    ),
)


def rows_of(found: QuerySet[Recommendation]) -> Rows:
    """Return the rows of recommendations in their order, in the active language."""
    state = found.order_by().aggregate(
        rows=Count("pk", distinct=True),
        changed=Max("changed_at"),
        pieces=Count("evidence"),
        newest=Max("evidence__id"),
        published=Max("publication__last_published_at"),
    )
    return Rows(
        rows=_rows(found, get_language()),
        count=state["rows"],
        updated=state["changed"],
        state=repr(state),
    )


def _rows(found: QuerySet[Recommendation], language: str) -> Iterator[tuple]:
    keys = list(found.values_list("pk", flat=True))
    for start in range(0, len(keys), ROWS_AT_ONCE):
        yield from _batch(keys[start : start + ROWS_AT_ONCE], language)


def _batch(keys: list[int], language: str) -> list[tuple]:
    # A server asks for the rows when another language may be active.
    with translation.override(language):
        found = shown(Recommendation.objects.filter(pk__in=keys))
        by_key = {each.record.pk: each for each in found}
        return [_row(by_key[key]) for key in keys if key in by_key]


def _row(asked: Asked) -> tuple:
    record, newest = asked.record, asked.evidence[0] if asked.evidence else None
    shown_page = asked.publication or record.publication
    return (
        record.key,
        record.publication.slug,
        shown_page.title,
        record.publication.year,
        record.source_page,
        record.addressee,
        record.addressed_to,
        record.text,
        record.topic.key if record.topic else "",
        asked.status.value,
        len(asked.evidence),
        newest.day if newest else None,
        newest.text if newest else "",
        newest.source if newest else "",
        newest.url if newest else "",
        settings.SITE_URL + reverse("publications:recommendation", args=[record.key]),
    )
