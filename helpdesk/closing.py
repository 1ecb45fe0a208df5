"""Closing a request. Its codes show how it ended for a year more, then they open nothing."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from helpdesk.models import CaseLogEntry, Ticket
from helpdesk.models.log import write_log
from helpdesk.taxonomy import Outcome, Status

RECEIPT_DAYS_AFTER_CLOSING = 365


def close_ticket(ticket: Ticket, outcome: Outcome, actor) -> bool:
    """Close a ticket with its outcome and set the day on which its codes run out.

    `actor` is a member of staff, or None when the person did it with the code. Returns False,
    and changes nothing, when it is closed already. `ticket` is brought up to date.
    """
    with transaction.atomic():
        current = Ticket.objects.select_for_update().only("pk", "status").get(pk=ticket.pk)
        if current.status == Status.CLOSED:
            ticket.status = current.status
            return False
        now = timezone.now()
        ticket.status, ticket.outcome, ticket.closed_at = Status.CLOSED, outcome, now
        ticket.save(update_fields=["status", "outcome", "closed_at"])
        ticket.receipts.filter(revoked_at=None).update(
            expires_at=now + timedelta(days=RECEIPT_DAYS_AFTER_CLOSING)
        )
        write_log(
            ticket,
            CaseLogEntry.Act.STATUS_CHANGED,
            actor=actor,
            detail=f"{Status.CLOSED}:{outcome}",
        )
        return True
