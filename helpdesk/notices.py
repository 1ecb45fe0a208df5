"""Notices to staff: written with what they tell of, so that neither exists without the other.

The rows are the truth. A task of the worker sends what is due (helpdesk.notice_mail); a task
that was lost, or could not be made, costs a delay and no notice.
"""

import logging

from django.db import transaction
from django.utils import timezone

from helpdesk.models import Notice, Ticket
from helpdesk.tasks import wake_worker
from helpdesk.taxonomy import Urgency

logger = logging.getLogger(__name__)


def announce(ticket: Ticket, kind: str) -> None:
    """Have staff told that something came in. Call it in the transaction that stores it."""
    for notice in notices_of(ticket, kind):
        notice.save(force_insert=True)


def notices_of(ticket: Ticket, kind: str) -> list[Notice]:
    """Return the notice to store in this transaction, in a list; the worker is woken after it.

    The list is empty for a ticket that looks automated, unless it is of the highest urgency:
    `announce_release` tells of it once a person, or reCAPTCHA, has let it through.
    """
    # Whoever is in danger must not wait because a password manager filled in a hidden field.
    if ticket.quarantined and ticket.urgency != Urgency.NOW:
        return []
    transaction.on_commit(_wake_worker)
    return [Notice(ticket=ticket, kind=kind, next_attempt_at=timezone.now())]


def announce_release(ticket: Ticket) -> None:
    """Have staff told of a ticket that has just left quarantine. Call it in that transaction.

    Does nothing when they were told of it before: of an urgent one they are at once.
    """
    if ticket.notices.filter(kind=Notice.Kind.NEW_TICKET).exists():
        return
    announce(ticket, Notice.Kind.NEW_TICKET)


def _wake_worker() -> None:
    """Make the worker's task. The request is stored already: nothing here may make it fail."""
    try:
        wake_worker()
    except Exception as error:
        logger.error("The worker could not be told of a notice: %s", type(error).__name__)
