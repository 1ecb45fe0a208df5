"""What is wrong with a file of values, in both languages at once.

Whoever made the file in the field and whoever imports it may not read the same language.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.utils import translation
from django.utils.text import capfirst

from portal.core.numerals import format_number


@dataclass(frozen=True)
class Problem:
    """A message with its place: row and column as the spreadsheet shows them, or neither."""

    bn: str
    en: str
    row: int | None = None
    column: str = ""

    def as_dict(self) -> dict:
        """Return what is stored."""
        return asdict(self)


class FileRefusedError(Exception):
    """Nothing of the file can be read."""

    def __init__(self, message, row: int | None = None, column: str = "", **details):
        super().__init__(str(message))
        self.problem = problem(message, row=row, column=column, **details)


class CellRefusedError(Exception):
    """A cell cannot be read rightly."""

    def __init__(self, message, **details):
        super().__init__(str(message))
        self.message, self.details = message, details


def problem(message, row: int | None = None, column: str = "", **details) -> Problem:
    """Write a lazy message out in both languages."""
    return Problem(
        bn=_written(message, details, "bn"),
        en=_written(message, details, "en"),
        row=row,
        column=column,
    )


def _written(message, details: Mapping, language: str) -> str:
    with translation.override(language):
        shown = {name: _shown(value, language) for name, value in details.items()}
        return capfirst(str(message % shown if shown else message))


class _Count(int):
    """A number that chooses a plural and is written in the language of the message."""

    def __new__(cls, value: int, language: str):
        count = super().__new__(cls, value)
        count.language = language
        return count

    def __str__(self):
        return format_number(int(self), self.language)


def _shown(value, language: str):
    """Numbers of ours are written in the language; what stands in the file stays as it is."""
    if isinstance(value, int):
        return _Count(value, language)
    if isinstance(value, Decimal):
        return format_number(value, language)
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
