"""Figures that were typed by hand in the texts of programmes, where a value exists to embed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import strip_tags

from portal.core.numerals import to_ascii_digits
from portal.reference.text_tokens import ANY_TOKEN
from programs.figure_tokens import PARTS
from programs.figures import public_values

# Grouped or plain, in either script's digits; a year or an ordinal is shorter or stands alone.
_NUMBER = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{2,3})+(?![\d])|(?<![\d.,])\d{2,}(?![\d,]*\d)")
_YEARS = range(1990, 2100)


@dataclass(frozen=True)
class TypedFigure:
    """A number as it was typed, and the token that would say it."""

    text: str
    token: str


def typed_figures(page) -> list[TypedFigure]:
    """Return the numbers in a programme's text and results that are values of its own.

    One query. Small numbers are let be: 12 may be anything.
    """
    known = {}
    values = public_values().filter(program__translation_key=page.translation_key)
    for value in values:
        for part in PARTS:
            amount = getattr(value, part)
            if amount is not None and amount >= 13 and amount == int(amount):
                suffix = "" if part == "total" else f":{part}"
                known.setdefault(int(amount), f"{{figure:{value.key}{suffix}}}")
    found = {}
    for text, number in _numbers(_texts(page)):
        if number in known and number not in _YEARS:
            found.setdefault(number, TypedFigure(text, known[number]))
    return list(found.values())


def _texts(page) -> Iterator[str]:
    for stream in (page.body, page.results):
        for block in stream:
            yield strip_tags(str(getattr(block.value, "source", block.value)))


def _numbers(texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    for text in texts:
        plain = ANY_TOKEN.sub(" ", text)
        digits = to_ascii_digits(plain)
        for number in _NUMBER.finditer(digits):
            yield plain[slice(*number.span())], int(number.group().replace(",", ""))
