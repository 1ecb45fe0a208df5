"""A form that is sent twice acts once: it carries a key in a sealed token."""

import secrets
import uuid

from portal.privacy.blind_index import blind_index
from portal.privacy.tokens import TokenError, make_token, read_token

PURPOSE = "casework"
TOKEN_LIFE = 24 * 60 * 60


def new_token(request, ticket=None) -> str:
    """Return a token for the forms of one page, for this user and ticket alone."""
    data = {"key": secrets.token_hex(16), "user": request.user.pk}
    return make_token(PURPOSE, {**data, "ticket": ticket.pk if ticket else None})


def read_key(request, ticket=None) -> str:
    """Return the key of the form that was sent.

    Raises TokenError for a token of another user or ticket, a damaged one, or one that is older
    than a day.
    """
    data, _age = read_token(PURPOSE, request.POST.get("token", ""), TOKEN_LIFE)
    if data["user"] != request.user.pk or data["ticket"] != (ticket.pk if ticket else None):
        raise TokenError("The token belongs to another page.")
    return data["key"]


def hash_of(key: str, *parts: str) -> str:
    """Return a unique text for one act: the same form with other words is another act."""
    return blind_index("\n".join((key, *parts)), "casework")


def uid_of(key: str, *parts: str) -> uuid.UUID:
    """The same as hash_of, for a model whose only unique field is `uid`."""
    return uuid.UUID(hex=hash_of(key, *parts)[:32])
