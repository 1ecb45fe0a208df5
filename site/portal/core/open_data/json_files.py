"""A table as JSON, written as it is read: one object, its rows last."""

import json
from collections.abc import Iterator
from itertools import islice

from portal.core.open_data.csv_files import ROWS_AT_ONCE
from portal.core.open_data.head import Head
from portal.core.open_data.numbers import plain_number
from portal.core.open_data.tables import Table

# Texts keep their letters; quotes and control letters are escaped.
_quoted = json.encoder.encode_basestring


def json_pieces(head: Head, rows) -> Iterator[str]:
    """Yield the file piece by piece, the first of which is all that stands before the rows."""
    description = json.dumps(_description(head), ensure_ascii=False)
    yield description[:-1] + ', "rows": ['
    names = [f"{_quoted(column.name)}: " for column in head.table.columns]
    cells = [_CELLS.get(column.kind, _quoted) for column in head.table.columns]
    rows = iter(rows)
    between = "\n"
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield between + ",\n".join(
            "{"
            + ", ".join(
                [name + cell(value) for name, cell, value in zip(names, cells, row, strict=True)]
            )
            + "}"
            for row in batch
        )
        between = ",\n"
    yield "\n]}\n"


def _description(head: Head) -> dict:
    licence = head.licence
    return {
        "table": head.table.name,
        "title": str(head.table.title),
        "about": str(head.table.about),
        "publisher": head.publisher,
        "language": head.language,
        "licence": {"name": licence.name, "url": licence.url or None} if licence.name else None,
        "licence_note": licence.words,
        "updated": head.updated_text or None,
        "address": head.address,
        "documentation": head.documentation,
        "filters": head.filters,
        "row_count": head.count,
        "notes": [str(mark) for mark in head.table.marks],
        "columns": columns_as_data(head.table),
    }


def columns_as_data(table: Table) -> list[dict]:
    """Return the columns of a table with their words in the active language."""
    return [
        {
            "name": column.name,
            "label": str(column.label),
            "about": str(column.about),
            "type": column.kind,
            **(
                {"codes": {code: str(label) for code, label in column.choices}}
                if column.choices
                else {}
            ),
        }
        for column in table.columns
    ]


def _number(value) -> str:
    return "null" if value is None else plain_number(value)


def _day(value) -> str:
    return f'"{value.isoformat()}"' if value else "null"


def _truth(value) -> str:
    return "null" if value is None else str(value).lower()


_CELLS = {"number": _number, "integer": _number, "date": _day, "boolean": _truth}
