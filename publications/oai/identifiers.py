"""Identifiers of records, after the oai-identifier scheme of the protocol's guidelines (2.0)."""

import re
import uuid
from urllib.parse import urlsplit

from django.conf import settings

# What the scheme accepts as a repository's name: a domain, and no address made of numbers.
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")


def repository_host() -> str:
    """Return the host of the address that people know the site by."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def follows_the_scheme() -> bool:
    """Whether identifiers may be announced as oai-identifiers: the host is a domain."""
    return bool(_DOMAIN.fullmatch(repository_host()))


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
