"""Keyed hashes, for looking a value up without storing it."""

import hmac
from hashlib import sha256

from portal.privacy.keys import hashing_key


def blind_index(value: str, purpose: str) -> str:
    """Return 64 hexadecimal characters that stand for the value within one purpose.

    Whoever has the database but not FIELD_HASHING_KEY can neither read the value nor test a
    guess. Normalise the value first: only equal texts get equal hashes.
    """
    return hmac.new(hashing_key(purpose), value.encode(), sha256).hexdigest()
