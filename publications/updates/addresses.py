"""E-mail addresses as people type them, made such that a letter can be sent to them."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode
from django.utils.translation import gettext as _

from portal.core.inputs import clean_line
from portal.core.numerals import to_ascii_digits
from portal.privacy.blind_index import blind_index

# RFC 5321: what a path may hold without its angle brackets.
LONGEST_ADDRESS = 254
FULL_WIDTH = str.maketrans("＠．", "@.")


def read_address(typed: str) -> str:
    """Return the address of what was typed: what stands after @ in the letters that DNS knows.

    Takes Bangla digits, spaces around it, `mailto:` and names of hosts in any script (IDNA).
    Raises ValidationError, whose message says in the active language what is wrong.
    """
    text = to_ascii_digits(clean_line(typed)).translate(FULL_WIDTH).strip("<>")
    if text.lower().startswith("mailto:"):
        text = text[len("mailto:") :]
    if not text:
        raise ValidationError(_("Please write your e-mail address."))
    name, at, host = text.rpartition("@")
    if not at:
        raise ValidationError(_("An e-mail address has the sign @ in the middle."))
    if not name.isascii():
        raise ValidationError(
            _("Before the sign @ our mail program can only write Latin letters and digits.")
        )
    if "," in text or ";" in text or " " in text.strip():
        raise ValidationError(_("Please write one address, without spaces."))
    try:
        address = f"{name}@{punycode(host).lower()}"
        validate_email(address)
    except (UnicodeError, ValidationError):
        raise ValidationError(
            _("This is not a whole e-mail address. Please look at it again.")
        ) from None
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(_("This address is too long."))
    return address


def index_of(address: str) -> str:
    """Return the blind index of an address: the same however its letters are capitalised."""
    return blind_index(address.lower(), "subscription")
