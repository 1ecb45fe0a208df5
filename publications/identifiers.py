"""Numbers that libraries know publications by: they are checked, because a wrong one misleads."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_DOI = re.compile(r"^10\.[0-9]{4,9}/\S+$")


def check_isbn(value: str) -> None:
    """Refuse what is no ISBN of 10 or 13 digits with a right check digit (ISO 2108).

    Raises ValidationError.
    """
    digits = re.sub(r"[\s-]", "", value).upper()
    if not (_is_isbn10(digits) or _is_isbn13(digits)):
        raise ValidationError(_("This is no ISBN: a digit is wrong or missing."))


def _is_isbn10(digits: str) -> bool:
    if not re.fullmatch(r"[0-9]{9}[0-9X]", digits):
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return (
        sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11
        == 0
    )


def _is_isbn13(digits: str) -> bool:
    if not re.fullmatch(r"97[89][0-9]{10}", digits):
        return False
    return (
        sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
    )


def check_doi(value: str) -> None:
    """Refuse what does not look like a DOI, or comes with an address in front.

    Raises ValidationError.
    """
    if not _DOI.match(value):
        raise ValidationError(_("A DOI begins with 10. and has a slash, as in 10.1234/abc."))
