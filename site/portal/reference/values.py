"""How the value of a dated fact is written for readers."""

import re

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.numerals import format_number, localise_digits

NUMBER = re.compile(r"\d+(?:\.\d+)?")


def display_value(value: str, unit: str, kind: str, language: str) -> str:
    """Return `4025` with unit `BDT` as `৪,০২৫ টাকা` in Bangla and `Tk 4,025` in English.

    Telephone lines keep their digits together; ranges (`3-10`) keep their dash. Values that are
    words are returned as they are.
    """
    if kind == "hotline":
        return localise_digits(group_phone(value), language)
    if not NUMBER.search(value):
        return value
    text = NUMBER.sub(lambda found: _number(found.group(), language), value).replace("-", "–")
    if not unit or unit == "phone":
        return text
    count = float(NUMBER.findall(value)[-1])
    with translation.override(language):
        return _with_unit(text, unit, int(count) if count.is_integer() else 2)


def _number(text: str, language: str) -> str:
    return format_number(float(text) if "." in text else int(text), language)


def _with_unit(text: str, unit: str, count: int) -> str:
    patterns = {
        "BDT": _("Tk %(n)s"),
        "BDT/month": _("Tk %(n)s a month"),
        "BDT/night": _("Tk %(n)s a night"),
        "percent": _("%(n)s per cent"),
        "days": ngettext("%(n)s day", "%(n)s days", count),
        "months": ngettext("%(n)s month", "%(n)s months", count),
        "years": ngettext("%(n)s year", "%(n)s years", count),
        "people": ngettext("%(n)s person", "%(n)s people", count),
        "complaints": ngettext("%(n)s complaint", "%(n)s complaints", count),
    }
    return patterns.get(unit, "%(n)s") % {"n": text}


def group_phone(number: str) -> str:
    """Write +8809610102030 as +880 9610 102030; short lines stay as they are."""
    if number.startswith("+880") and len(number) == 14:
        return f"{number[:4]} {number[4:8]} {number[8:]}"
    return number
