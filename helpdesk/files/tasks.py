"""The worker's part: scan what was sent, then make the working copy."""

import logging
from datetime import timedelta

from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks import task

from helpdesk.files import scanner, vault
from helpdesk.files.cleaning import CannotCleanError, clean
from helpdesk.files.kinds import KINDS
from helpdesk.models import Attachment, CaseLogEntry, Ticket
from helpdesk.models.log import write_log
from portal.privacy.ciphers import CannotOpenError
from portal.privacy.keys import UnknownKeyError

log = logging.getLogger(__name__)

# Behind notices, before everything that is not about a person.
HIGH_PRIORITY = 50
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
# What passes by itself: then a file waits, and nobody opens it.
NOT_NOW = (scanner.ScannerUnavailableError, OSError, OperationalError, UnknownKeyError)
State = Attachment.State


@task(priority=HIGH_PRIORITY)
def process_attachment(attachment_id: int, attempt: int = 0) -> str:
    """Scan and clean one file; when something is away, try again later, for ever.

    Returns the state that the file is in now. Where the backend cannot wait, process_waiting()
    picks the file up.
    """
    try:
        return process(attachment_id)
    except NOT_NOW as error:
        log.warning("A file stays unchecked for now (%s).", type(error).__name__)
    if process_attachment.get_backend().supports_defer:
        wait = min(FIRST_WAIT * 4 ** min(attempt, 5), LONGEST_WAIT)
        process_attachment.using(run_after=timezone.now() + wait).enqueue(
            attachment_id, attempt + 1
        )
    return State.WAITING


def process_waiting() -> tuple[int, int]:
    """Process every file that still waits. Returns how many are done and how many wait on."""
    done = waiting = 0
    for attachment_id in list(
        Attachment.objects.filter(state=State.WAITING, ticket__data_key__destroyed_at=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    ):
        try:
            state = process(attachment_id)
        except NOT_NOW:
            state = State.WAITING
        done += state != State.WAITING
        waiting += state == State.WAITING
    return done, waiting


def delete_leftovers() -> int:
    """Delete the blobs of erased tickets that could not be deleted then. Returns how many."""
    tickets = Ticket.objects.filter(
        data_key__destroyed_at__isnull=False, attachments__original__gt=""
    ).distinct()
    count = 0
    for ticket in tickets:
        vault.delete_files(ticket)
        count += 1
    return count


def process(attachment_id: int) -> str:
    """Scan and clean one file now, and return its state. One that is done is left alone.

    Raises one of NOT_NOW when it has to wait.
    """
    attachment = (
        Attachment.objects.select_related("ticket__data_key").filter(pk=attachment_id).first()
    )
    if attachment is None or attachment.state != State.WAITING or attachment.ticket.is_erased:
        return attachment.state if attachment else ""
    try:
        finding = ""
        if scanner.is_configured():
            finding = scanner.scan(vault.open_blob(attachment, attachment.original))
        if finding:
            return _settle(attachment, State.QUARANTINED, finding=finding)
        content = b"".join(vault.open_blob(attachment, attachment.original))
    except CannotOpenError:
        # Damaged in the storage: staff see that nothing can be opened.
        log.error("A stored file does not open (%s).", attachment.uid)
        return _settle(attachment, State.SEALED)
    kind = KINDS.get(attachment.content_type)
    try:
        cleaned = clean(content, kind) if kind else b""
    except CannotCleanError:
        cleaned = b""
    if not cleaned:
        return _settle(attachment, State.SEALED)
    name = vault.store(attachment, cleaned)
    try:
        state = _settle(attachment, State.READY, working_copy=name)
    except BaseException:
        vault.remove(name)
        raise
    if attachment.working_copy != name:
        vault.remove(name)
    return state


def _settle(attachment: Attachment, state: str, finding: str = "", working_copy: str = "") -> str:
    """Write the verdict, unless another worker was quicker or the ticket was erased meanwhile."""
    with transaction.atomic():
        ticket = (
            Ticket.objects.select_for_update(of=("self",))
            .select_related("data_key")
            .get(pk=attachment.ticket_id)
        )
        attachment.refresh_from_db(fields=["state", "original", "working_copy"])
        if attachment.state != State.WAITING or ticket.is_erased:
            return attachment.state
        attachment.state = state
        attachment.finding = finding
        attachment.working_copy = working_copy
        attachment.save(update_fields=["state", "finding", "working_copy"])
        if state == State.QUARANTINED:
            write_log(ticket, CaseLogEntry.Act.FILE_QUARANTINED, detail=str(attachment.uid))
        return state
