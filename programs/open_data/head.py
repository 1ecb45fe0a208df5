"""What stands inside every file before its rows: where it is from, and what was asked for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import OpenDataSettings
from programs.open_data.tables import Table

# How figures are marked. Also on the page that describes the tables.
MARKS = (
    gettext_lazy(
        "Totals and parts are as the source printed them. Where the printed parts do not make the"
        " printed total, parts_add_up is false. Nothing is corrected."
    ),
    gettext_lazy("An empty cell means that the source does not say. It never means zero."),
    gettext_lazy(
        "Where may_count_twice is true, one person may have been counted several times. Do not add"
        " such values up."
    ),
)


@dataclass(frozen=True)
class Licence:
    """What the organisation allows. Without a name nothing was stated yet."""

    name: str
    url: str

    @classmethod
    def stated(cls) -> "Licence":
        """Return the licence that the settings state. One query."""
        stored = OpenDataSettings.load()
        return cls(stored.licence_name.strip(), stored.licence_url)

    @property
    def words(self) -> str:
        """The licence as a line of text."""
        if not self.name:
            return _("not stated yet")
        return f"{self.name} <{self.url}>" if self.url else self.name


@dataclass(frozen=True)
class Head:
    """A file's own description. Addresses are whole, `address` with its filters."""

    table: Table
    publisher: str
    language: str
    licence: Licence
    address: str
    documentation: str
    filters: dict[str, str]
    count: int
    updated: datetime | None

    @property
    def updated_text(self) -> str:
        """The moment of the last change, in Dhaka's time; empty where none is known."""
        return timezone.localtime(self.updated).isoformat("T", "seconds") if self.updated else ""

    def lines(self) -> list[str]:
        """Return the description as lines of text, in the active language."""
        filters = "; ".join(f"{name}={value}" for name, value in self.filters.items())
        return [
            f"{self.publisher}: {self.table.title}",
            _("Table: %(name)s") % {"name": self.table.name},
            _("Read from: %(address)s") % {"address": self.address},
            _("Description: %(address)s") % {"address": self.documentation},
            _("Filters: %(filters)s") % {"filters": filters or _("none (the whole table)")},
            _("Rows: %(count)s") % {"count": self.count},
            _("Last updated: %(moment)s") % {"moment": self.updated_text or _("not known")},
            _("Licence: %(licence)s") % {"licence": self.licence.words},
            *map(str, MARKS),
        ]
