"""What stands in a cell: a number, a day or a text, read rightly or refused with the reason."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.core.bijoy import looks_like_bijoy
from portal.core.numerals import to_ascii_digits
from programs.value_files.problems import CellRefusedError

# With these a spreadsheet begins to calculate, or to start a programme.
_STARTS = "=+\\-@\t\r＝＋－＠"  # noqa: RUF001
FORMULA_START = re.compile(rf"[{_STARTS}]")
# Such a text behind an apostrophe, or behind one that another export had put there.
GUARDED = re.compile(rf"'+\s*[{_STARTS}]")
_SIGNED = re.compile(r"[+-][0-9][0-9,]*(?:\.[0-9]+)?")
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)"
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3})"
    r"(?:\.(?P<fraction>[0-9]+))?"
)
_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
# UTF-8 of Bangla that somebody has read as Windows-1252.
_MOJIBAKE = re.compile("à¦|à§")
_BANGLA = re.compile(r"[\u0980-\u09ff]")
FIRST_YEAR, LAST_YEAR = 1971, 2100
# Fifteen digits in all: SQLite and spreadsheets keep no more.
WHOLE_DIGITS, DECIMALS = 13, 2

FORMULA = _("A formula or something that looks like one: “%(value)s”. Type the value itself.")
NOT_A_NUMBER = _("“%(value)s” is no number. Write it like 224653 or 2,24,653.")
DASH = _("A dash is no number. Leave the cell empty if nothing was printed.")
NEGATIVE = _("A number below zero: %(value)s.")
TOO_PRECISE = _("“%(value)s” has more than two decimals.")
TOO_LARGE = _("“%(value)s” is too large.")
PER_CENT = _("“%(value)s” is a per cent. Write the number alone: 53 for 53 per cent.")
A_DAY = _(
    "A day stands where a text or number belongs. Format the cell as text and type it again."
)
NOT_A_DAY = _("“%(value)s” is no day. Write it like 2019-12-31 or 31/12/2019.")
DAY_FAR_AWAY = _("The day %(value)s lies outside the years 1971 to 2100.")
BIJOY = _(
    "This was typed with Bijoy and cannot be read: “%(value)s”. Convert it to Unicode (Avro or a"
    " converter of Bijoy to Unicode) and import the file again."
)
MOJIBAKE = _(
    "The Bangla in this cell was broken by a programme: “%(value)s”. Save the file again as"
    " “CSV UTF-8”, or as XLSX."
)
QUESTION_MARKS = _(
    "The Bangla in this cell was lost, only question marks are left. Save the file again as"
    " “CSV UTF-8”, or as XLSX."
)
CONTROL = _("There is an invisible control character in “%(value)s”.")


@dataclass(frozen=True)
class Unreadable:
    """A cell of a workbook that holds no plain value, and why."""

    message: object
    shown: str = ""


Cell = str | int | float | date | Unreadable | None


def is_empty(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Cell, is_bangla: bool = False) -> str:
    """Return a cell's text in NFC, without the apostrophe that an export guards it by."""
    if cell is None:
        return ""
    _refuse_unreadable(cell)
    if isinstance(cell, date):
        raise CellRefusedError(A_DAY)
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if not isinstance(cell, str):
        return str(cell)
    if FORMULA_START.match(cell) and cell.strip() and not _SIGNED.fullmatch(_ascii(cell)):
        raise CellRefusedError(FORMULA, value=cell.strip())
    text = normal(cell)
    if FORMULA_START.match(text) and not _SIGNED.fullmatch(_ascii(text)):
        raise CellRefusedError(FORMULA, value=text)
    _refuse_broken(text, is_bangla)
    return text[1:].strip() if GUARDED.match(text) else text


def normal(text: str) -> str:
    """Return a text as two that look the same are compared: composed, stripped, lines by LF."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip().lstrip("\ufeff").strip()


def number_of(cell: Cell) -> Decimal | None:
    """Return a cell's number: Bangla digits, thousands and lakhs by commas, two decimals."""
    if is_empty(cell):
        return None
    _refuse_unreadable(cell)
    if isinstance(cell, date):
        raise CellRefusedError(A_DAY)
    text = _written(cell) if isinstance(cell, int | float) else _ascii(normal(cell))
    if text.startswith("'"):
        text = text[1:].strip()
    if text in ("-", "–", "—", "−"):
        raise CellRefusedError(DASH)
    found = _NUMBER.fullmatch(text.replace("−", "-"))
    if found is None:
        if re.fullmatch(r"[0-9.,]+\s*(%|শতাংশ)", text):
            raise CellRefusedError(PER_CENT, value=text)
        if FORMULA_START.match(text):
            raise CellRefusedError(FORMULA, value=text)
        raise CellRefusedError(NOT_A_NUMBER, value=text)
    whole = found["whole"].replace(",", "").lstrip("0") or "0"
    fraction = (found["fraction"] or "").rstrip("0")
    if len(fraction) > DECIMALS:
        raise CellRefusedError(TOO_PRECISE, value=text)
    if len(whole) > WHOLE_DIGITS:
        raise CellRefusedError(TOO_LARGE, value=text)
    number = Decimal(f"{whole}.{fraction or 0}")
    if found["sign"] == "-" and number:
        raise CellRefusedError(NEGATIVE, value=text)
    return number


def day_of(cell: Cell, day_zero: date = date(1899, 12, 30)) -> date | None:
    """Return a cell's day: ISO or day first, in Bangla digits too, or as a spreadsheet has it."""
    if is_empty(cell):
        return None
    _refuse_unreadable(cell)
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    elif isinstance(cell, int | float):
        day = _day_of_serial(cell, day_zero)
    else:
        day = _day_of_text(_ascii(normal(cell)))
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellRefusedError(DAY_FAR_AWAY, value=day.isoformat())
    return day


def _day_of_serial(number: int | float, day_zero: date) -> date:
    """Return the day that a spreadsheet counts by a number (after February 1900)."""
    if not 61 <= number < 100_000 or number != int(number):
        raise CellRefusedError(NOT_A_DAY, value=number)
    return day_zero + timedelta(days=int(number))


def _day_of_text(text: str) -> date:
    if found := _YEAR_FIRST.fullmatch(text):
        year, _separator, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, _separator, month, year = found.groups()
    elif FORMULA_START.match(text):
        raise CellRefusedError(FORMULA, value=text)
    else:
        raise CellRefusedError(NOT_A_DAY, value=text)
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise CellRefusedError(NOT_A_DAY, value=text) from None


def _refuse_unreadable(cell: Cell) -> None:
    if isinstance(cell, Unreadable):
        raise CellRefusedError(cell.message, **({"value": cell.shown} if cell.shown else {}))


def _refuse_broken(text: str, is_bangla: bool) -> None:
    if _CONTROL.search(text):
        raise CellRefusedError(CONTROL, value=_CONTROL.sub("␀", text))
    if _MOJIBAKE.search(text) or "\ufffd" in text:
        raise CellRefusedError(MOJIBAKE, value=text)
    if looks_like_bijoy(text, meant_as_bangla=is_bangla):
        raise CellRefusedError(BIJOY, value=text)
    if is_bangla and "??" in text and not _BANGLA.search(text):
        raise CellRefusedError(QUESTION_MARKS)


def _ascii(text: str) -> str:
    return to_ascii_digits(text).strip()


def _written(number: int | float) -> str:
    """Return a workbook's number in digits, without what binary fractions add to it."""
    if isinstance(number, int):
        return str(number)
    return format(Decimal(repr(round(number, 6))), "f")
