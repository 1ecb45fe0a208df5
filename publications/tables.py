"""The table of publications for spreadsheets and programs.

The names of the table and its columns are addresses that others build on: they never change, and
are the same in both languages.
"""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.open_data.columns import choice, day, text, web, whole
from portal.core.open_data.tables import Rows, Table
from publications.citations.record import Citation
from publications.filters import PublicationFilter
from publications.harvested import Chosen, citations_in_batches
from publications.models import PublicationPage

# Stands between several names in one cell.
BETWEEN = "; "
MARKS = (
    _("An empty cell means that it is not known or not stated."),
    _("The licence of each publication stands in its row. It is not the licence of this table."),
)

PUBLICATIONS = Table(
    name="publications",
    title=_("Publications"),
    about=_("Publications, news and events, one row each, the newest first."),
    filter_class=PublicationFilter,
    examples=("kind=policy_brief", "year=2019"),
    marks=MARKS,
    columns=(
        text("publication", _("Publication"), _("Its name in addresses: /publications/<name>/.")),
        text("identifier", _("Identifier"), _("The same in both languages; stays for ever.")),
        choice("kind", _("Kind"), _("What kind of publication it is."), PublicationPage.Kind),
        text("title", _("Title"), _("In the language of the table, where it is translated.")),
        text("subtitle", _("Subtitle"), _("May be empty.")),
        text("language", _("Language of the words"), _("bn or en.")),
        text("other_title", _("Title in the other language"), _("Empty where none is written.")),
        text("original_language", _("Language of the original"), _("bn, en, or bn-en for both.")),
        whole("year", _("Year"), _("Four digits.")),
        whole("month", _("Month"), _("1 to 12; empty where it is not known.")),
        whole("day", _("Day"), _("Day of the month; empty where it is not known.")),
        day("event_start", _("First day"), _("Of events.")),
        day("event_end", _("Last day"), _("Of events that take several days.")),
        text("place", _("Place"), _("Where it was published or took place.")),
        text("authors", _("Authors"), _("People and organisations, with “; ” between them.")),
        text("publishers", _("Publishers"), _("With “; ” between them.")),
        text("partners", _("Partners"), _("With “; ” between them.")),
        text("funders", _("Funders"), _("With “; ” between them.")),
        text("topics", _("Topics"), _("Keys with spaces between them.")),
        text("countries", _("Countries"), _("Two letters each, with spaces between them.")),
        text("isbn", "ISBN", _("Empty where there is none.")),
        text("doi", "DOI", _("Empty where there is none.")),
        choice("licence", _("Licence"), _("As SPDX names it."), PublicationPage.Licence),
        text("summary", _("Summary"), _("In the language of the title.")),
        web("file", _("First file"), _("Empty where no file is on the site.")),
        web("url", _("Address of the page"), _("The publication on this site.")),
        day("updated", _("Last changed"), _("The day on which the page was last published.")),
    ),
)


def rows_of(chosen: Chosen) -> Rows:
    """Return the rows of the table for chosen publications."""
    return Rows(
        rows=_rows(chosen), count=len(chosen.keys), updated=chosen.updated, state=chosen.state
    )


def _rows(chosen: Chosen) -> Iterator[tuple]:
    for batch in citations_in_batches(chosen):
        yield from (_row(citation) for citation in batch)


def _row(citation: Citation) -> tuple:
    return (
        citation.slug,
        citation.identifier,
        citation.kind,
        citation.title,
        citation.subtitle,
        citation.language,
        citation.other_title,
        citation.original_language,
        citation.year,
        citation.month,
        citation.day,
        citation.start_date,
        citation.end_date,
        citation.place,
        BETWEEN.join(name.literal for name in citation.authors),
        BETWEEN.join(citation.publishers),
        BETWEEN.join(citation.partners),
        BETWEEN.join(funder.name for funder in citation.funders),
        " ".join(citation.topic_keys),
        " ".join(citation.country_codes),
        citation.isbn,
        citation.doi,
        citation.licence,
        citation.summary,
        citation.files[0].address if citation.files else "",
        citation.address,
        timezone.localtime(citation.changed).date() if citation.changed else None,
    )
