"""Sealed tokens: what a public form remembers travels in the form, encrypted and dated.

They stand in for Django's CSRF cookie, because a cookie is a trace on a shared phone. A token
says which form it is for, cannot be read or changed by who carries it, and expires.
"""

import base64
import binascii
import json
import time
import zlib

from portal.privacy.ciphers import CannotOpenError, key_name_of, seal, unseal
from portal.privacy.keys import UnknownKeyError, derive_key, key_ring

MAX_LENGTH = 200_000


class TokenError(ValueError):
    """The token is missing, damaged, or was made for something else."""


class TokenExpiredError(TokenError):
    """The token was good, but is too old."""


def make_token(purpose: str, data: dict) -> str:
    """Return a URL-safe text that carries `data` (JSON) and the moment it was made."""
    ring = key_ring()
    body = json.dumps({"at": int(time.time()), "data": data}, ensure_ascii=False)
    key = derive_key(ring.key(ring.current), f"token:{purpose}")
    sealed = seal(zlib.compress(body.encode()), key, ring.current, f"token:{purpose}")
    return _encode(sealed)


def _encode(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def read_token(purpose: str, token: str, max_age: int) -> tuple[dict, int]:
    """Return the data of a token and its age in seconds.

    Raises TokenExpiredError when it is older than `max_age` seconds, TokenError otherwise.
    """
    if not token or len(token) > MAX_LENGTH:
        raise TokenError("There is no token.")
    try:
        sealed = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        # Python skips foreign letters and spare bits: the same token in another spelling would
        # pass for one that was never used (helpdesk.shown_pages goes by its letters).
        if _encode(sealed) != token:
            raise TokenError("The token is not spelt as it was made.")
        name = key_name_of(sealed)
        key = derive_key(key_ring().key(name), f"token:{purpose}")
        body = json.loads(zlib.decompress(unseal(sealed, key, f"token:{purpose}")))
    except (binascii.Error, UnicodeError, CannotOpenError, UnknownKeyError, zlib.error) as error:
        raise TokenError("The token does not open.") from error
    age = int(time.time()) - body["at"]
    if age > max_age:
        raise TokenExpiredError("The token is too old.")
    return body["data"], max(age, 0)
