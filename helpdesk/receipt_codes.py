"""Receipt codes: 16 digits in four groups, 15 random and a check digit.

The check digit is Damm's (H. M. Damm, 2004): it catches every single wrong digit and every swap
of neighbours. The 15 digits come by HMAC from the submission's key, so that sending the same
form again shows the same code, while the database holds only a keyed hash of it.
"""

import hmac
from hashlib import sha256

from portal.core.inputs import clean_digits
from portal.privacy.blind_index import blind_index
from portal.privacy.keys import hashing_key

RANDOM_DIGITS = 15
CODE_DIGITS = RANDOM_DIGITS + 1

# Damm's totally anti-symmetric quasigroup of order 10.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


class CodeLengthError(ValueError):
    """What was typed has not 16 digits."""


class CheckDigitError(ValueError):
    """One digit is wrong, or two are swapped. Says nothing about any ticket."""


def check_digit(digits: str) -> str:
    """Return the digit that makes `digits` + digit pass Damm's test."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def derive_code(submission_key: str) -> str:
    """Return the 16-digit code of a submission's key; the same key gives the same code."""
    digest = hmac.new(hashing_key("receipt-code"), submission_key.encode(), sha256).digest()
    digits = str(int.from_bytes(digest, "big") % 10**RANDOM_DIGITS).zfill(RANDOM_DIGITS)
    return digits + check_digit(digits)


def hash_code(code: str) -> str:
    """Return what the database stores of a code."""
    return blind_index(code, "receipt-code")


def group_code(code: str) -> str:
    """Write a code in four groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, CODE_DIGITS, 4))


def parse_code(typed: str) -> str:
    """Return the 16 digits of a typed code; Bangla digits, spaces and dashes are accepted.

    Raises CodeLengthError or CheckDigitError.
    """
    digits = "".join(letter for letter in clean_digits(typed)[:80] if letter.isdecimal())
    if len(digits) != CODE_DIGITS or not digits.isascii():
        raise CodeLengthError
    if check_digit(digits[:-1]) != digits[-1]:
        raise CheckDigitError
    return digits
