"""AES-GCM with the key's name inside every value and the value's place as associated data.

A sealed value is `version byte | length of key name | key name | nonce (12) | ciphertext`. The
associated data says which model, field and row the value belongs to: moved elsewhere, it does
not open.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
NONCE_BYTES = 12


class CannotOpenError(ValueError):
    """A sealed value is damaged, was moved, or its key is gone."""


def seal(plain: bytes, key: bytes, key_name: str, place: str) -> bytes:
    """Encrypt bytes for one place (`model:field:row`)."""
    name = key_name.encode()
    nonce = os.urandom(NONCE_BYTES)
    head = bytes([VERSION, len(name)]) + name
    return head + nonce + AESGCM(key).encrypt(nonce, plain, head + place.encode())


def key_name_of(sealed: bytes) -> str:
    """Return the name of the key that sealed a value. Raises CannotOpenError."""
    if len(sealed) < 2 or sealed[0] != VERSION or len(sealed) < 2 + sealed[1]:
        raise CannotOpenError("The sealed value has an unknown form.")
    try:
        return sealed[2 : 2 + sealed[1]].decode()
    except UnicodeDecodeError:
        raise CannotOpenError("The sealed value has an unknown form.") from None


def unseal(sealed: bytes, key: bytes, place: str) -> bytes:
    """Decrypt a value of a place. Raises CannotOpenError."""
    key_name_of(sealed)
    split = 2 + sealed[1]
    head, rest = sealed[:split], sealed[split:]
    try:
        return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head + place.encode())
    except (InvalidTag, ValueError):
        raise CannotOpenError("The sealed value does not open.") from None
