"""What people type, made canonical before it is checked.

Django's fields reject Bangla digits and stumble over invisible letters that Bangla keyboards
leave behind.
"""

import re
import unicodedata

import phonenumbers

from portal.core.numerals import to_ascii_digits

JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"), None)
# Zero-width letters, and direction marks that make a text read differently from what it is.
INVISIBLE = dict.fromkeys(
    [
        *map(ord, "\u200b\u2060\ufeff\u00ad\u200e\u200f\u061c"),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    ],
    None,
)
MIN_PHONE_DIGITS = 6
# What E.164 allows. More digits than that are two numbers.
MAX_PHONE_DIGITS = 15
# Where one number ends in what was typed around it: a word, a comma, a slash.
BETWEEN_NUMBERS = re.compile(r"[^\d+\s().-]+")


class PhoneTooShortError(ValueError):
    """The text has too few digits to be a telephone number."""


def clean_text(text: str) -> str:
    """Return text in NFC without control and invisible letters.

    Line breaks stay. The joiners ZWJ and ZWNJ stay too: they change how Bangla conjuncts look.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(INVISIBLE)
    text = "".join(
        letter
        for letter in text
        if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs")
    )
    # Last, because what was taken out may have stood between two parts of one letter.
    return unicodedata.normalize("NFC", text).strip()


def clean_line(text: str) -> str:
    """Return a one-line text: as clean_text, with all white space as single spaces."""
    return " ".join(clean_text(text.translate(JOINERS)).split())


def clean_digits(text: str) -> str:
    """Return a one-line text with ASCII digits, for codes, numbers and dates."""
    return to_ascii_digits(clean_line(text))


def clean_phone(text: str, region: str = "BD") -> str:
    """Return a telephone number as E.164 where it is a valid one, else its digits as typed.

    `region` is the country that a number without `+` belongs to. A number that the library does
    not know is kept: turning a frightened person away over a format would be worse. Two numbers,
    or one with words beside it ("my neighbour's"), are kept as typed, with ASCII digits.
    Raises PhoneTooShortError for fewer than six digits.
    """
    text = clean_digits(text)
    digits = _digits_of(text)
    if len(digits) < MIN_PHONE_DIGITS:
        raise PhoneTooShortError(text)
    if len(digits) > MAX_PHONE_DIGITS or any(letter.isalpha() for letter in text):
        return text
    for candidate_region in dict.fromkeys((region, "BD")):
        try:
            number = phonenumbers.parse(text, candidate_region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return ("+" if text.startswith("+") else "") + digits


def first_phone(text: str) -> str:
    """Return the first number of what clean_phone returned, cleaned; the text if it has none."""
    for part in (text, *BETWEEN_NUMBERS.split(text), *text.split()):
        if MIN_PHONE_DIGITS <= len(_digits_of(part)) <= MAX_PHONE_DIGITS:
            found = clean_phone(part.strip())
            if not any(letter.isalpha() for letter in found):
                return found
    return text


def _digits_of(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())
