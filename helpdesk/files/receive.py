"""Takes one file for a ticket: once, whole, sealed, and logged."""

import re
from contextlib import suppress
from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from helpdesk.durable import durable_transaction
from helpdesk.files import vault
from helpdesk.files.kinds import Kind
from helpdesk.files.limits import LARGEST, MAX_BYTES, MAX_FILES
from helpdesk.files.recognition import recognise
from helpdesk.files.refusals import FileRefusedError
from helpdesk.files.tasks import process_attachment
from helpdesk.models import Attachment, CaseLogEntry, Notice, Ticket
from helpdesk.models.log import write_log
from helpdesk.notices import announce
from helpdesk.taxonomy import Subject
from portal.core.inputs import clean_line
from portal.privacy.blind_index import blind_index

NAME_LETTERS = 120

__all__ = ["FileRefusedError", "receive_file"]


def receive_file(
    ticket: Ticket, upload: UploadedFile, *, key: str, sent_by: Subject, added_by=None
) -> Attachment:
    """Store a file and return its attachment, which waits for the scanner and the cleaner.

    `key` is the key of the form it was sent with: the same content sent again with it gives the
    attachment that is there already. `added_by` is the member of staff who added it. Call it
    outside a transaction: a roll-back around it would leave a blob without a row.

    Raises FileRefusedError when the file cannot be taken, OSError or
    django.db.OperationalError when storage or database are away: then nothing is stored.
    """
    content = _content_of(upload)
    digest = sha256(content).hexdigest()
    submission_hash = blind_index(f"{key}:{ticket.pk}:{sent_by}:{digest}", "file")
    existing = Attachment.objects.filter(submission_hash=submission_hash).first()
    if existing is not None:
        return existing
    kind = recognise(content)
    if len(content) > LARGEST[kind.family]:
        raise FileRefusedError("too_large")
    _check_room(ticket, sent_by, added_by)
    attachment = Attachment(
        submission_hash=submission_hash,
        ticket=ticket,
        sent_by=sent_by,
        added_by=added_by,
        name=clean_name(upload.name),
        content_type=kind.content_type,
        size=len(content),
    )
    return _store(attachment, content, kind)


def clean_name(name: str | None) -> str:
    """Return the last part of a file's name, as one line of at most 120 letters."""
    return clean_line(re.split(r"[/\\]", name or "")[-1])[:NAME_LETTERS]


def _content_of(upload: UploadedFile | None) -> bytes:
    if upload is None:
        raise FileRefusedError("missing")
    if (upload.size or 0) > MAX_BYTES:
        raise FileRefusedError("too_large")
    upload.seek(0)
    return upload.read()


def _check_room(ticket: Ticket, sent_by: Subject, added_by) -> None:
    sent = ticket.attachments.filter(sent_by=sent_by, added_by__isnull=added_by is None)
    if sent.count() >= MAX_FILES:
        raise FileRefusedError("too_many")


def _store(attachment: Attachment, content: bytes, kind: Kind) -> Attachment:
    """Write the blob, then the row. The database is not held up while the disk writes."""
    ticket = attachment.ticket
    if ticket.is_erased:
        raise FileRefusedError("closed")
    attachment.original = vault.store(attachment, content)
    try:
        with durable_transaction():
            locked = (
                Ticket.objects.select_for_update(of=("self",))
                .select_related("data_key")
                .get(pk=ticket.pk)
            )
            if locked.is_erased:
                raise FileRefusedError("closed")
            _check_room(ticket, attachment.sent_by, attachment.added_by)
            attachment.save(force_insert=True)
            write_log(
                ticket,
                CaseLogEntry.Act.FILE_RECEIVED,
                actor=attachment.added_by,
                detail=kind.content_type,
            )
            if attachment.added_by is None:
                announce(ticket, Notice.Kind.NEW_FILE)
            transaction.on_commit(
                lambda: process_attachment.enqueue(attachment.pk),
                # The file is stored. What waits is picked up later, whatever happens here.
                robust=True,
            )
    except IntegrityError:
        _remove(attachment)
        existing = Attachment.objects.filter(submission_hash=attachment.submission_hash).first()
        if existing is None:
            raise
        return existing
    except BaseException:
        _remove(attachment)
        raise
    return attachment


def _remove(attachment: Attachment) -> None:
    # A storage that has gone away meanwhile must not hide why the file was not taken.
    with suppress(OSError):
        vault.remove(attachment.original)
