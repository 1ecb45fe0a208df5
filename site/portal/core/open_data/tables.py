"""What a table is, whichever room it belongs to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import django_filters

from portal.core.open_data.columns import Column

CHUNK = 2000
# The first is small: whoever waits sees the table begin.
FIRST_CHUNK = 200


class NoFilter(django_filters.FilterSet):
    """For tables that are always whole: any name in the address is refused."""


@dataclass(frozen=True)
class Table:
    """A table: its name in addresses, its words, its columns and the filters it understands.

    Names of tables and columns are addresses that others build on: they never change, and are the
    same in both languages. `examples` are queries that show what can be asked, `marks` are
    sentences on how to read the rows.
    """

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    filter_class: type[django_filters.FilterSet]
    examples: tuple[str, ...] = field(default_factory=tuple)
    marks: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Rows:
    """The rows that were asked for. `state` changes whenever what they show does."""

    rows: Iterable[tuple]
    count: int
    updated: datetime | None
    state: str


def in_chunks(rows) -> Iterator[tuple]:
    """Yield the rows of a `values_list` that begins with the key, a chunk in memory at a time.

    Each chunk is what follows the last key of the one before: no cursor stays open, the first
    rows come at once on every database, and memory does not grow with the table.
    """
    rows = rows.order_by("pk")
    last, size = 0, min(FIRST_CHUNK, CHUNK)
    while chunk := list(rows.filter(pk__gt=last)[:size]):
        yield from chunk
        if len(chunk) < size:
            return
        last, size = chunk[-1][0], CHUNK
