"""Subscribing, confirming, leaving and forgetting.

Nobody learns from an answer whether an address is known. An address is sealed under a key of its
own, and both go together: when its owner leaves, and when nobody confirms in time.
"""

import hmac
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.privacy.blind_index import blind_index
from portal.privacy.models import DataKey
from portal.privacy.tokens import TokenError, make_token, read_token
from publications.models import Subscription
from publications.updates.addresses import index_of

# After that a link of confirmation no longer works.
CONFIRM_WITHIN = timedelta(days=3)
# A day later, so that no link that still works leads to an address that is gone.
FORGOTTEN_AFTER = CONFIRM_WITHIN + timedelta(days=1)
# One letter in so long to one address, however often somebody types it.
ASKED_AGAIN_AFTER = timedelta(hours=6)
# For all addresses together: a program must not make this site write to strangers.
LETTERS_AN_HOUR = 100
CONFIRM = "updates-confirm"
LEAVE = "updates-leave"
CODE_LENGTH = 32


class TooManyLettersError(Exception):
    """More people, or programs, are subscribing in this hour than letters may be sent."""


class UnknownSubscriptionError(LookupError):
    """The address was erased since, or was never confirmed in time."""


def ask_to_confirm(address: str, language: str) -> None:
    """Have a letter sent that asks the owner of an address whether they want updates.

    `address` is one that `read_address` returned. Does nothing for an address that was asked a
    short time ago. Raises TooManyLettersError before anything is looked up or stored.
    """
    from publications.updates.tasks import send_confirmation

    now = timezone.now()
    recent = Subscription.objects.filter(last_asked_at__gt=now - timedelta(hours=1))
    if recent.count() >= LETTERS_AN_HOUR:
        raise TooManyLettersError
    with transaction.atomic():
        subscription = _found_or_made(address, language, now)
        last = subscription.last_asked_at
        if last is not None and last > now - ASKED_AGAIN_AFTER:
            return
        subscription.last_asked_at = now
        if subscription.confirmed_at is None:
            subscription.asked_at = now
        subscription.save(update_fields=["last_asked_at", "asked_at"])
        # The task is a row of the database: it knows the address no better than others do.
        transaction.on_commit(
            lambda: send_confirmation.enqueue(subscription.uid.hex, language, attempt=1)
        )


def _found_or_made(address: str, language: str, now) -> Subscription:
    """The subscription of an address, locked until the transaction ends."""
    index = index_of(address)
    rows = Subscription.objects.select_for_update()
    found = rows.filter(address_index=index).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            data_key = DataKey.generate()
            data_key.save()
            return Subscription.objects.create(
                data_key=data_key,
                address=address,
                address_index=index,
                language=language,
                asked_at=now,
            )
    except IntegrityError:
        # The same form arrived twice at once.
        return rows.get(address_index=index)


def confirmation_token(uid: uuid.UUID, language: str) -> str:
    """Return what the link in a letter carries: whose confirmation, and in which language."""
    return make_token(CONFIRM, {"uid": uid.hex, "language": language})


def read_confirmation(token: str) -> tuple[uuid.UUID, str]:
    """Return whose confirmation a token is, and the language that was chosen.

    Raises TokenExpiredError after CONFIRM_WITHIN, TokenError for what is no such token.
    """
    data, _age = read_token(CONFIRM, token, int(CONFIRM_WITHIN.total_seconds()))
    return uuid.UUID(data["uid"]), data["language"]


def confirm(uid: uuid.UUID, language: str) -> None:
    """Let an address be written to in a language. May be repeated.

    Raises UnknownSubscriptionError.
    """
    with transaction.atomic():
        found = Subscription.objects.select_for_update().filter(uid=uid).first()
        if found is None:
            raise UnknownSubscriptionError
        found.language = language
        found.confirmed_at = found.confirmed_at or timezone.now()
        found.save(update_fields=["language", "confirmed_at"])


def leaving_code(uid: uuid.UUID) -> str:
    """Return what the link for leaving carries. It works as long as there is the hashing key.

    No sealed token: those end with the master key that sealed them, and letters are old.
    """
    return f"{uid.hex}{blind_index(uid.hex, LEAVE)[:CODE_LENGTH]}"


def read_leaving_code(code: str) -> uuid.UUID:
    """Return whose link it is. Raises TokenError for what `leaving_code` never returned."""
    name, rest = code[:CODE_LENGTH].lower(), code[CODE_LENGTH:].lower()
    try:
        uid = uuid.UUID(hex=name)
    except ValueError:
        raise TokenError("The code is not whole.") from None
    if not hmac.compare_digest(blind_index(uid.hex, LEAVE)[:CODE_LENGTH].encode(), rest.encode()):
        raise TokenError("The code is not one of ours.")
    return uid


def erase(uid: uuid.UUID) -> None:
    """Erase an address and its key at once. Does nothing where they are gone already."""
    with transaction.atomic():
        found = Subscription.objects.filter(uid=uid).only("pk", "data_key_id").first()
        if found is not None:
            found.delete()


def forget_unconfirmed() -> int:
    """Erase what nobody confirmed in time, and return how many that were."""
    waiting = Subscription.objects.filter(
        confirmed_at=None, asked_at__lt=timezone.now() - FORGOTTEN_AFTER
    )
    _all, gone = waiting.delete()
    return gone.get(Subscription._meta.label, 0)
