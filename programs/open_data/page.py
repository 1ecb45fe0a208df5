"""The tables as the page describes them, for people and for search engines."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.core.open_data.licence import Licence
from portal.core.open_data.tables import Table
from programs.figures import public_values
from programs.iati.publisher import Publisher
from programs.iati.readiness import all_readiness
from programs.open_data.datasets import MEDIA_TYPES, dataset, files_of_all_tables, what_is_told
from programs.open_data.rows import last_change
from programs.open_data.tables import TABLES

# What may stand behind the name of a filter.
_ACCEPTED = {
    "year": _("a year of four digits, such as 2019"),
    "program": _("a name from the column “program”"),
    "indicator": _("a key from the table of indicators"),
    "district": _("a code from a column “district”"),
    "topic": _("a key from the column “topics” of the programmes"),
    "partner": _("a key from the column “organisation” of the partners"),
}


@dataclass(frozen=True)
class DescribedFilter:
    """A filter with what may stand behind its name: codes, or words that say where to look."""

    name: str
    label: str
    codes: tuple[tuple[str, str], ...]
    accepts: str


@dataclass(frozen=True)
class DescribedTable:
    """A table with its addresses, its filters, and when it was last changed."""

    table: Table
    csv: str
    json: str
    filters: list[DescribedFilter]
    examples: list[str]
    updated: datetime | None


def described_tables() -> list[DescribedTable]:
    """Return every table in words of the active language."""
    described = []
    for table in TABLES.values():
        csv, json = (
            reverse("programs:data_file", args=[table.name, form]) for form in MEDIA_TYPES
        )
        described.append(
            DescribedTable(
                table=table,
                csv=csv,
                json=json,
                filters=_filters(table),
                examples=[f"{csv}?{example}" for example in table.examples],
                updated=last_change(table.name),
            )
        )
    return described


def _filters(table: Table) -> list[DescribedFilter]:
    found = []
    for name, each in table.filter_class.base_filters.items():
        choices = each.extra.get("choices", ())
        found.append(
            DescribedFilter(
                name=name,
                label=str(each.label),
                codes=tuple((code, str(label)) for code, label in choices),
                accepts=str(_ACCEPTED.get(name, "")),
            )
        )
    return found


def structured_data(tables: list[DescribedTable], licence: Licence, address: str) -> dict:
    """Return the schema.org `Dataset` of all tables."""
    period = public_values().aggregate(first=Min("period_start"), last=Max("period_end"))
    return dataset(
        name=gettext("Programmes, indicators and figures of OKUP"),
        description=what_is_told(),
        address=address,
        licence=licence,
        files=files_of_all_tables(),
        period=(period["first"], period["last"]),
        updated=max((each.updated for each in tables if each.updated), default=None),
    )


def iati_files() -> list[dict]:
    """Return the addresses of the IATI files, and whether anything stands there yet."""
    publisher = Publisher.known()
    known = not publisher.missing()
    has_activities = known and any(each.is_ready for each in all_readiness(publisher))
    return [
        {"path": reverse("programs:iati_activities"), "published": has_activities},
        {"path": reverse("programs:iati_organisation"), "published": known},
    ]
