"""Identifiers of records, after the oai-identifier scheme of the protocol's guidelines (2.0)."""

import re
import uuid
from urllib.parse import urlsplit

from django.conf import settings

# What the scheme accepts as a repository's name: a domain, and no address made of numbers.
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")

# Less than the standard allows, and more than repositories give: a scheme, a host with or without
# a port, a path and a question; or one word without a scheme.
_LETTER = r"(?:[A-Za-z0-9\-._~@!$&'()*+,;=]|%[0-9A-Fa-f]{2})"
_HOST = r"//[A-Za-z0-9\-.]+(?::[0-9]{1,5})?(?=[/?]|$)"
_URI = re.compile(rf"[A-Za-z][A-Za-z0-9+.\-]*:(?:{_HOST}|(?!//))(?:{_LETTER}|[:/?])*|{_LETTER}+")


def repository_host() -> str:
    """Return the host of the address that people know the site by."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def follows_the_scheme() -> bool:
    """Whether identifiers may be announced as oai-identifiers: the host is a domain."""
    return bool(_DOMAIN.fullmatch(repository_host()))


def is_uri(text: str) -> bool:
    """Whether a text may stand where the protocol wants a URI, of this site or not."""
    return bool(_URI.fullmatch(text))


def oai_identifier(identifier) -> str:
    """Return the identifier of a record of publications.models.HarvestRecord."""
    return f"oai:{repository_host()}:{identifier}"


def read_identifier(text: str) -> uuid.UUID | None:
    """Return what a record is known by here, or None for what is no identifier of this site."""
    start = f"oai:{repository_host()}:"
    if not text.startswith(start):
        return None
    try:
        found = uuid.UUID(text.removeprefix(start))
    except ValueError:
        return None
    # Other spellings of the same key are not identifiers that were given out.
    return found if oai_identifier(found) == text else None
