"""What stands inside every file before its rows: where it is from, and what was asked for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.open_data.licence import Licence
from portal.core.open_data.tables import Table


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
            *map(str, self.table.marks),
        ]
