"""Erasing a request for help, at the wish of who sent it."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from helpdesk.files.vault import delete_files
from helpdesk.models import CaseLogEntry, Ticket
from helpdesk.models.log import write_log
from helpdesk.taxonomy import Status


def erase(ticket: Ticket, actor) -> None:
    """Make every personal word of a ticket unreadable for ever, and its codes worthless.

    The data key is destroyed. Backups made before hold it until they are deleted. The row with
    its codes and its log stays, to be counted.
    """
    with transaction.atomic():
        ticket.data_key.destroy()
        ticket.receipts.filter(revoked_at=None).update(revoked_at=timezone.now())
        ticket.phone_index = ticket.passport_index = ""
        ticket.status = Status.CLOSED
        ticket.save(update_fields=["phone_index", "passport_index", "status"])
        write_log(ticket, CaseLogEntry.Act.ERASED, actor=actor)
        # Unreadable already: a storage that is away must not undo it.
        transaction.on_commit(partial(delete_files, ticket), robust=True)
