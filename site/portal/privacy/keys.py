"""Keys, read from the environment. They are in neither the database nor a backup of it.

FIELD_ENCRYPTION_KEYS is a list `name:key` separated by commas, each key 32 bytes in URL-safe
base64. The first one seals, every one opens: a new key is put in front, data keys are wrapped
again, then the old key is taken away. FIELD_HASHING_KEY is one key of the same form.

Imports nothing of Django at module level, because production settings read it.
"""

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

KEY_BYTES = 32
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,15}")


class KeyFormatError(ValueError):
    """A key in the environment is missing or malformed. The message names no key."""


class UnknownKeyError(LookupError):
    """A value was sealed with a key that is not in the ring."""


@dataclass(frozen=True)
class KeyRing:
    """Master keys by name; `current` is the name of the one that seals."""

    current: str
    keys: dict[str, bytes]

    def key(self, name: str) -> bytes:
        """Return a key by its name. Raises UnknownKeyError."""
        try:
            return self.keys[name]
        except KeyError:
            raise UnknownKeyError(f"There is no key named {name!r}.") from None


def parse_key_ring(entries: list[str]) -> KeyRing:
    """Read FIELD_ENCRYPTION_KEYS. Raises KeyFormatError."""
    keys: dict[str, bytes] = {}
    for entry in entries:
        name, colon, text = entry.strip().partition(":")
        if not colon or not NAME.fullmatch(name):
            raise KeyFormatError("every key needs a name of small letters and digits and a colon.")
        if name in keys:
            raise KeyFormatError(f"the name {name} is used twice.")
        keys[name] = _decode(text)
    if not keys:
        raise KeyFormatError("there is no key. Make one with `manage.py make_key`.")
    return KeyRing(current=next(iter(keys)), keys=keys)


def parse_hashing_key(text: str) -> bytes:
    """Read FIELD_HASHING_KEY. Raises KeyFormatError."""
    if not text:
        raise KeyFormatError("there is no key. Make one with `manage.py make_key`.")
    return _decode(text)


def _decode(text: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text.strip().encode())
    except (binascii.Error, ValueError, UnicodeEncodeError):
        raise KeyFormatError("a key is not URL-safe base64.") from None
    if len(key) != KEY_BYTES:
        raise KeyFormatError(f"a key has {len(key)} bytes instead of {KEY_BYTES}.")
    return key


def key_ring() -> KeyRing:
    """Return the ring of the settings."""
    from django.conf import settings

    return _ring_of(tuple(settings.FIELD_ENCRYPTION_KEYS))


# A send needs a dozen keys. What is remembered stands in the settings of this process anyway.
@lru_cache(maxsize=8)
def _ring_of(entries: tuple[str, ...]) -> KeyRing:
    return parse_key_ring(list(entries))


def derive_key(master: bytes, purpose: str) -> bytes:
    """Return a 32-byte key for one purpose (HKDF's expand step, RFC 5869, one block)."""
    return hmac.new(master, purpose.encode() + b"\x01", sha256).digest()


def hashing_key(purpose: str) -> bytes:
    """Return the keyed-hash key for one purpose, so that hashes of two purposes never match."""
    from django.conf import settings

    return _hashing_key(settings.FIELD_HASHING_KEY, purpose)


@lru_cache(maxsize=64)
def _hashing_key(text: str, purpose: str) -> bytes:
    return derive_key(parse_hashing_key(text), f"hash:{purpose}")
