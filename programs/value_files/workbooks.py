"""XLSX workbooks, from bytes to rows of cells, opened only when they are known to be harmless."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from programs.value_files.cells import FORMULA, Cell, Unreadable, is_empty
from programs.value_files.problems import FileRefusedError, Problem, problem
from programs.value_files.reading import MACROS, MEGABYTE, Table, table_of

# 100,000 rows take about 100 MB of XML; what claims to be more is a bomb or no table.
LARGEST_OPENED = 250 * MEGABYTE
# Read into memory as a whole, unlike the sheet.
LARGEST_PART = 60 * MEGABYTE
MOST_PARTS = 2000
# Of a table with 19 columns. What lies further right is not looked at.
WIDEST = 100
LAST_ROW = 1_048_576
MOST_MERGED = 50
SHEET = "values"

BROKEN = _("The workbook cannot be opened. Save it again as .xlsx.")
BOMB = _("Unpacked, the workbook is larger than %(limit)s MB. It is not opened.")
NOT_A_WORKBOOK = _("This is no workbook of the kind .xlsx. Save it again as .xlsx.")
NO_SHEET = _("There is no sheet with cells in the workbook.")
FAR_BELOW = _("There are cells below the last row that a workbook can have.")
MERGED = _("The cells %(range)s are merged. Unmerge them and fill in each of them.")
SHEET_READ = _("Sheet “%(name)s” was read.")
SHEETS_LEFT = _(
    "Sheet “%(name)s” was read and no other. To have another read, name it “values” or put it"
    " first."
)
PER_CENT_FORMAT = _(
    "The cell is formatted as per cent. Format it as a number, and write 53 for 53 per cent."
)
CELL_ERROR = _("The spreadsheet itself shows an error here: %(value)s.")
TRUTH = _("TRUE or FALSE stands where a text or number belongs.")
TIME_OF_DAY = _("A time of day stands where a number or day belongs.")


def open_workbook(content: bytes) -> Table:
    """Open a workbook. Raises FileRefusedError for whatever is no plain table."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_dangerous(archive)
        workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet, read_as = _chosen(workbook)
        expected = sheet.max_row or 0
        sheet.reset_dimensions()
        merged = list(_merged_ranges(workbook, sheet))
        table = table_of(_records(sheet), expected, read_as)
    except (FileRefusedError, MemoryError):
        raise
    except Exception:  # whatever openpyxl stumbles over in a damaged file
        raise FileRefusedError(BROKEN) from None
    table.problems += merged
    table.day_zero = workbook.epoch.date()
    return table


def unpacked_size(content: bytes) -> int:
    """Return how large a file is once it is opened; a file that is no archive is so already."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile:
        return len(content)


def _refuse_dangerous(archive: zipfile.ZipFile) -> None:
    """Judge by the table of contents: no part gives more than it says there when it is read."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    size = sum(part.file_size for part in parts)
    whole = sum(part.file_size for part in parts if not part.filename.startswith("xl/worksheets/"))
    if size > LARGEST_OPENED or whole > LARGEST_PART or len(parts) > MOST_PARTS:
        raise FileRefusedError(BOMB, limit=LARGEST_OPENED // MEGABYTE)
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise FileRefusedError(NOT_A_WORKBOOK)
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in names):
        raise FileRefusedError(MACROS)


def _chosen(workbook) -> tuple[object, list[Problem]]:
    """Return the sheet named “values”, else the first."""
    sheets = workbook.worksheets
    if not sheets:
        raise FileRefusedError(NO_SHEET)
    sheet = next((each for each in sheets if each.title.strip().casefold() == SHEET), sheets[0])
    message = SHEETS_LEFT if len(sheets) > 1 else SHEET_READ
    return sheet, [problem(message, name=sheet.title)]


def _merged_ranges(workbook, sheet) -> Iterator[Problem]:
    """Yield each merged range: all its cells but one are empty, which would read as nothing."""
    with workbook._archive.open(sheet._worksheet_path) as source:
        rest, count = b"", 0
        while chunk := source.read(MEGABYTE):
            text = rest + chunk
            for found in re.finditer(
                rb"""<(?:\w+:)?mergeCell\s[^>]*ref=["']([A-Z0-9:]+)["']""", text
            ):
                name = found[1].decode("ascii")
                first_column, first_row, _last_column, _last_row = range_boundaries(name)
                yield problem(
                    MERGED, row=first_row, column=get_column_letter(first_column), range=name
                )
                count += 1
                if count == MOST_MERGED:
                    return
            # A tag may lie on the border of two chunks; one that has ended is not found again.
            last = text.rfind(b"<")
            rest = text[last:] if b">" not in text[last:] and len(text) - last < 200 else b""


def _records(sheet) -> Iterator[tuple[int, list[Cell]]]:
    try:
        for number, cells in enumerate(sheet.iter_rows(max_col=WIDEST), start=1):
            if number > LAST_ROW:
                raise FileRefusedError(FAR_BELOW, row=number)
            row = [_plain(cell) for cell in cells]
            while row and is_empty(row[-1]):
                row.pop()
            yield number, row
    except (FileRefusedError, MemoryError):
        raise
    except Exception:  # whatever openpyxl stumbles over in a damaged file
        raise FileRefusedError(BROKEN) from None


def _plain(cell) -> Cell:
    value = cell.value
    if value is None or value == "":
        return None
    if cell.data_type == "f":
        return Unreadable(FORMULA, str(getattr(value, "text", None) or value))
    if cell.data_type == "e":
        return Unreadable(CELL_ERROR, str(value))
    if isinstance(value, bool):
        return Unreadable(TRUTH)
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return Unreadable(PER_CENT_FORMAT) if "%" in str(cell.number_format) else value
    return value if isinstance(value, date) else Unreadable(TIME_OF_DAY)
