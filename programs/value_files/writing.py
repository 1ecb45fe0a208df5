"""Indicator values out of the database, into CSV and XLSX: the same columns that are read.

No cell can begin a formula: a text that could stands behind an apostrophe, which is taken away
again when the file is imported.
"""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import IO

from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from programs.models import IndicatorValue
from programs.value_files.cells import FORMULA_START, GUARDED
from programs.value_files.columns import COLUMNS

CHUNK = 2000
# Spreadsheets keep 15 digits of a number.
EXACT_DIGITS = 15
_LOOKED_UP = {
    "indicator": "indicator__key",
    "program": "program__slug",
    "district": "district__name_en",
}
_FIELDS = tuple(_LOOKED_UP.get(name, name) for name in COLUMNS)


def cells_of(value: IndicatorValue) -> list:
    """Return a value's cells as an export writes them."""
    return [_tidy(_plain(value, name)) for name in COLUMNS]


def rows_of(values: QuerySet[IndicatorValue]) -> Iterator[list]:
    """Yield the cells of values, a few thousand in memory at a time."""
    for row in values.values_list(*_FIELDS).iterator(chunk_size=CHUNK):
        yield [_tidy(cell) for cell in row]


def csv_lines(values: QuerySet[IndicatorValue]) -> Iterator[bytes]:
    """Yield a CSV file piece by piece, in UTF-8 with the mark that Excel needs for Bangla."""
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield b"\xef\xbb\xbf" + writer.writerow(COLUMNS).encode()
    for piece in _pieces(rows_of(values)):
        yield "".join(writer.writerow([_for_csv(cell) for cell in row]) for row in piece).encode()


def xlsx_file(values: QuerySet[IndicatorValue]) -> IO[bytes]:
    """Return an open temporary file with a workbook; it is gone when it is closed."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("values")
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    headings = [WriteOnlyCell(sheet, name) for name in COLUMNS]
    for heading in headings:
        heading.font = bold
    sheet.append(headings)
    for row in rows_of(values):
        sheet.append([_for_xlsx(cell) for cell in row])
    file = tempfile.TemporaryFile(prefix="okup-values-")  # noqa: SIM115 - the answer closes it
    try:
        workbook.save(file)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


class _Echo:
    """Gives back what the CSV writer writes."""

    def write(self, text: str) -> str:
        return text


def _pieces(rows: Iterable[list]) -> Iterator[list[list]]:
    piece = []
    for row in rows:
        piece.append(row)
        # The first ones at once, so that a download begins.
        if len(piece) == 200:
            yield piece
            piece = []
    yield piece


def _plain(value: IndicatorValue, name: str):
    if name == "indicator":
        return value.indicator.key
    if name == "program":
        return value.program.slug if value.program else None
    if name == "district":
        return value.district.name_en if value.district else None
    return getattr(value, name)


def _tidy(cell):
    """Numbers without empty decimals, nothing for nothing, and no text that could be a formula."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return cell.quantize(Decimal(1)) if cell == cell.to_integral_value() else cell.normalize()
    if isinstance(cell, str):
        return guarded(cell)
    return cell


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    dangerous = FORMULA_START.match(text) or FORMULA_START.match(text.lstrip())
    return f"'{text}" if dangerous or GUARDED.match(text) else text


def _for_csv(cell) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return cell.isoformat() if isinstance(cell, date) else cell


def _for_xlsx(cell):
    if cell == "":
        return None
    if isinstance(cell, Decimal) and len(cell.as_tuple().digits) > EXACT_DIGITS:
        return format(cell, "f")
    return ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell
