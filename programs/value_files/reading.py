"""A file of values, from bytes to rows of cells: which kind it is, how a CSV is read.

What cannot be read with certainty is refused: a guess would stand on a public page as a figure.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from pathlib import PurePath

from django.utils.translation import gettext_lazy as _

from programs.value_files.cells import Cell, is_empty
from programs.value_files.columns import EMPTY_FILE, heading_problems, known_among, name_of
from programs.value_files.problems import FileRefusedError, Problem, problem

MEGABYTE = 1024 * 1024
LARGEST_FILE = 20 * MEGABYTE
MOST_ROWS = 100_000
CSV_ENDINGS = (".csv", ".tsv", ".txt")
ENDINGS = (*CSV_ENDINGS, ".xlsx")
_DELIMITERS = ",;\t|"
_BOMS = (
    # The longer ones first: UTF-32's mark begins with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

TOO_LARGE = _("The file is larger than %(limit)s MB. Divide it into smaller ones.")
TOO_MANY_ROWS = _("The file has more than %(limit)s rows. Divide it into smaller ones.")
WRONG_ENDING = _("Only CSV and XLSX files are read, not “%(name)s”.")
MACROS = _("Workbooks with macros (.xlsm) are not taken. Save it as .xlsx.")
OLD_EXCEL = _(
    "This is a workbook of the old kind (.xls), or one with a password. Save it as .xlsx."
)
WEB_PAGE = _("This is a web page, whatever its name says. Save it as .xlsx or as “CSV UTF-8”.")
NOT_XLSX = _("The name ends in .xlsx, but this is no workbook. Save it again as .xlsx.")
NOT_CSV = _("The name says CSV, but this is no text. Save it as .xlsx or as “CSV UTF-8”.")
WITHOUT_MARK = _("This looks like UTF-16 without its mark. Save it as “CSV UTF-8”.")
BROKEN_UTF8 = _("This is UTF-8 with broken letters in it. Save it again as “CSV UTF-8”.")
BROKEN = _("The letters cannot be read as %(encoding)s. Save the file as “CSV UTF-8”.")
BROKEN_QUOTES = _("The quotation marks do not match: a cell has no end, or text stands behind it.")
LONG_CELL = _("A cell is longer than 100,000 letters, or a quotation mark is missing.")
READ_AS = _("Read as %(encoding)s, with columns divided by %(delimiter)s.")
READ_OLD = _("The file is not in UTF-8. It was read as Windows-1252: look at the accents below.")
DELIMITER_NAMES = {
    ",": _("commas"),
    ";": _("semicolons"),
    "\t": _("tabs"),
    "|": _("vertical bars"),
}
LONGEST_CELL = 100_000


@dataclass(frozen=True)
class Row:
    """A row below the headings, with the number that a spreadsheet shows for it."""

    number: int
    cells: dict[str, Cell]
    # Cells for which there is no heading: the others may stand in wrong columns then.
    beyond: int = 0


@dataclass
class Table:
    """A file that could be opened: its rows once, and how they were read."""

    columns: list[str]
    rows: Iterator[Row]
    # About how many there are, for a progress bar.
    expected: int
    read_as: list[Problem] = field(default_factory=list)
    # What is wrong with the headings or the whole; the rows are not worth reading then.
    problems: list[Problem] = field(default_factory=list)
    # The day before the first, where a workbook counts days without saying so.
    day_zero: date = date(1899, 12, 30)


def refuse_at_the_door(name: str, size: int, start: bytes) -> None:
    """Raise FileRefusedError for what need not even be kept: by name, size and first bytes."""
    ending = PurePath(name).suffix.lower()
    if ending in (".xlsm", ".xltm", ".xlsb", ".xlam"):
        raise FileRefusedError(MACROS)
    if ending not in ENDINGS:
        if start.startswith(b"\xd0\xcf\x11\xe0"):
            raise FileRefusedError(OLD_EXCEL)
        raise FileRefusedError(WRONG_ENDING, name=PurePath(name).name[-40:])
    if size > LARGEST_FILE:
        raise FileRefusedError(TOO_LARGE, limit=LARGEST_FILE // MEGABYTE)
    if not size:
        raise FileRefusedError(EMPTY_FILE)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefusedError(OLD_EXCEL)
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|\?xml|!--|meta|head)", start, re.I):
        raise FileRefusedError(WEB_PAGE)
    is_zip = start.startswith(b"PK")
    if ending == ".xlsx" and not is_zip:
        raise FileRefusedError(NOT_XLSX)
    if ending in CSV_ENDINGS and (is_zip or start.startswith((b"%PDF", b"\x89PNG"))):
        raise FileRefusedError(NOT_CSV)


def open_table(name: str, content: bytes) -> Table:
    """Open a file of values. Raises FileRefusedError where nothing of it can be read."""
    refuse_at_the_door(name, len(content), content[:200])
    if PurePath(name).suffix.lower() == ".xlsx":
        from programs.value_files.workbooks import open_workbook

        return open_workbook(content)
    return _open_csv(content)


def table_of(records: Iterator[tuple[int, list[Cell]]], expected: int, read_as) -> Table:
    """Read the headings; the rows follow one by one. Empty rows are passed over."""
    first, headings = next(
        ((number, cells) for number, cells in records if not all(map(is_empty, cells))), (1, None)
    )
    if headings is None:
        raise FileRefusedError(EMPTY_FILE)
    headings = ["" if is_empty(cell) else str(cell).lstrip("\ufeff") for cell in headings]
    columns = [name_of(heading) for heading in headings]
    return Table(
        columns=columns,
        rows=_rows(records, columns),
        expected=expected,
        read_as=read_as,
        problems=list(heading_problems(headings, first)),
    )


def _rows(records, columns: list[str]) -> Iterator[Row]:
    """Yield the rows that are not empty. Excel leaves out empty cells at a row's end."""
    count = 0
    for number, cells in records:
        if all(map(is_empty, cells)):
            continue
        count += 1
        if count > MOST_ROWS:
            raise FileRefusedError(TOO_MANY_ROWS, row=number, limit=MOST_ROWS)
        beyond = max(len(cells) - len(columns), 0)
        named = {}
        for name, cell in zip_longest(columns, cells[: len(columns)]):
            if name:
                named[name] = cell
            elif not is_empty(cell):
                beyond += 1
        yield Row(number, named, beyond)


# --- CSV -------------------------------------------------------------------------------


def _open_csv(content: bytes) -> Table:
    text, encoding, read_as = _decoded(content)
    delimiter, skipped = _delimiter_of(text)
    read_as.insert(0, problem(READ_AS, encoding=encoding, delimiter=DELIMITER_NAMES[delimiter]))
    return table_of(_csv_records(text, delimiter, skipped), text.count("\n"), read_as)


def _decoded(content: bytes) -> tuple[str, str, list[Problem]]:
    """Return the text, its encoding's name, and what an editor should know of the reading."""
    for mark, codec, name in _BOMS:
        if content.startswith(mark):
            try:
                return content.decode(codec), name, []
            except UnicodeDecodeError:
                raise FileRefusedError(BROKEN, encoding=name) from None
    if b"\0" in content[:4000]:
        few, many = sorted(content[place:4000:2].count(0) for place in (0, 1))
        raise FileRefusedError(WITHOUT_MARK if many > 2 * few else NOT_CSV)
    try:
        return content.decode("utf-8"), "UTF-8", []
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        # Bangla that can be read means that it was UTF-8 and something broke it.
        if re.search(r"[\u0985-\u09b9]", content.decode("utf-8", "ignore")):
            raise FileRefusedError(BROKEN_UTF8, row=row) from None
    try:
        text = content.decode("windows-1252")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise FileRefusedError(BROKEN, row=row, encoding="UTF-8, Windows-1252") from None
    return text, "Windows-1252", [problem(READ_OLD)]


def _delimiter_of(text: str) -> tuple[str, int]:
    """Return what divides the columns, and how many lines stand before the headings for it."""
    lines = io.StringIO(text[:20_000], newline="")
    for before, line in enumerate(lines):
        told = re.fullmatch(r'\s*"?sep=(.)"?\s*', line)
        if told and told[1] in _DELIMITERS:
            return told[1], before + 1
        if line.strip(' \t\r\n,;|"'):
            by_names = {
                each: known_among(next(csv.reader([line.rstrip("\r\n")], delimiter=each), []))
                for each in _DELIMITERS
            }
            return max(_DELIMITERS, key=by_names.__getitem__), before
    return ",", 0


def _csv_records(text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[Cell]]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number > skipped:
                yield number, cells
    except csv.Error as error:
        message = LONG_CELL if "field larger" in str(error) else BROKEN_QUOTES
        raise FileRefusedError(message, row=number + 1) from None
