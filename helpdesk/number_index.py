"""Looking a telephone or passport number up without storing it: through its blind index."""

from helpdesk.places import country_choices
from portal.core.inputs import PhoneTooShortError, clean_digits, clean_phone, first_phone
from portal.privacy.blind_index import blind_index


def normalise_passport(typed: str) -> str:
    """Return a passport number as it is indexed: capital ASCII letters and digits alone."""
    return "".join(
        letter for letter in clean_digits(typed).upper() if letter.isascii() and letter.isalnum()
    )


def phone_index(number: str) -> str:
    """Return what the database stores of a number from clean_phone; empty for none.

    Of two numbers the first can be looked up.
    """
    return blind_index(first_phone(number), "phone") if number else ""


def passport_index(number: str) -> str:
    """Return what the database stores of a number from normalise_passport; empty for none."""
    return blind_index(number, "passport") if number else ""


def phone_indexes(typed: str) -> set[str]:
    """Return the indexes that a typed number may have been stored under.

    A number without `+` was read as one of the country where the worker is, which nobody who
    looks it up has to know: it is tried as a number of every country that people go to.
    """
    indexes = set()
    for region in {"BD", *(code for code, _name in country_choices("en"))}:
        try:
            indexes.add(phone_index(clean_phone(typed, region)))
        except PhoneTooShortError:
            return set()
    return indexes
