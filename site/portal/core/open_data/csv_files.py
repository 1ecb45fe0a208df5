"""A table as CSV, written as it is read.

UTF-8 with a byte order mark, so that spreadsheets read Bangla. First come lines that begin with
`# `: what the file is, and last of them the columns' names in the language of the file. Then a
line of names for machines, the same in both languages, and the rows. Texts are always quoted,
and no text can begin like a formula.
"""

import re
from collections.abc import Iterator
from itertools import islice

from portal.core.open_data.head import Head
from portal.core.open_data.numbers import plain_number

BYTE_ORDER_MARK = "\ufeff"
END = "\r\n"
ROWS_AT_ONCE = 200
# What a spreadsheet may take for the beginning of a formula, wide forms included.
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
# What could end a cell of an unquoted line.
_SEPARATORS = re.compile(r"[,;\t\r\n]+ ?")


def csv_pieces(head: Head, rows) -> Iterator[str]:
    """Yield the file piece by piece, the first of which is all that stands before the rows."""
    columns = head.table.columns
    labels = [str(column.label) for column in columns]
    lines = [
        *(_comment(line) for line in head.lines()),
        _comment(labels[0]) + "".join(f",{text_cell(each)}" for each in labels[1:]),
        ",".join(column.name for column in columns),
    ]
    yield BYTE_ORDER_MARK + "".join(line + END for line in lines)
    cells = [_CELLS.get(column.kind, text_cell) for column in columns]
    rows = iter(rows)
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield "".join(
            ",".join([cell(value) for cell, value in zip(cells, row, strict=True)]) + END
            for row in batch
        )


def _comment(line: str) -> str:
    return f"# {_SEPARATORS.sub(' ', line)}"


def text_cell(text: str | None) -> str:
    """Return a text as a cell: quoted, and with an apostrophe where it begins like a formula."""
    if not text:
        return ""
    if _FORMULA.match(text):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"'


def _number_cell(value) -> str:
    return "" if value is None else plain_number(value)


def _day_cell(value) -> str:
    return value.isoformat() if value else ""


def _truth_cell(value) -> str:
    return "" if value is None else str(value).lower()


_CELLS = {
    "number": _number_cell,
    "integer": _number_cell,
    "date": _day_cell,
    "boolean": _truth_cell,
}
