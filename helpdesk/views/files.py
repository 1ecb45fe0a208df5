"""Files of a request, for staff: opened one by one, by a logged act, and only to be saved."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpdesk.access import is_supervisor, may_work_on_tickets, visible_tickets
from helpdesk.files.kinds import KINDS, Kind
from helpdesk.files.vault import open_blob, plain_size
from helpdesk.models import Attachment, CaseLogEntry, Ticket
from helpdesk.models.log import write_log
from portal.privacy.ciphers import CannotOpenError
from portal.privacy.keys import UnknownKeyError

WORKING, ORIGINAL = "working", "original"
ACTS = {WORKING: CaseLogEntry.Act.FILE_OPENED, ORIGINAL: CaseLogEntry.Act.ORIGINAL_OPENED}
State = Attachment.State


# By POST, so that no browser fetches a file ahead and no address opens one.
@require_POST
def open_file(request, pk: int, uid, copy: str):
    """Send the working copy or, to supervisors, the sealed original, as a download.

    Nothing leaves before it is checked, and what the scanner set aside never does.
    """
    if not may_work_on_tickets(request.user):
        raise PermissionDenied
    ticket = get_object_or_404(visible_tickets(request.user).select_related("data_key"), pk=pk)
    attachment = get_object_or_404(ticket.attachments, uid=uid)
    if copy not in ACTS:
        raise Http404
    if copy == ORIGINAL and not is_supervisor(request.user):
        raise PermissionDenied
    reason = _why_closed(attachment, copy)
    if reason:
        return _back(request, ticket, reason)
    # One key for the ticket, read once.
    attachment.ticket = ticket
    name = attachment.original if copy == ORIGINAL else attachment.working_copy
    try:
        size = plain_size(name)
        pieces = open_blob(attachment, name)
    except (CannotOpenError, UnknownKeyError, OSError):
        return _back(request, ticket, _("This file cannot be opened. Tell the administrator."))
    write_log(ticket, ACTS[copy], actor=request.user, detail=str(attachment.uid))
    kind = KINDS.get(attachment.content_type)
    if kind and copy == WORKING:
        kind = kind.working_copy
    return _download(pieces, size, kind, _neutral_name(ticket, attachment, kind))


def _why_closed(attachment: Attachment, copy: str) -> str:
    if attachment.state == State.QUARANTINED:
        return _("The scanner set this file aside: nobody can open it here.")
    if attachment.state == State.WAITING:
        return _("This file is still being checked. Try again in a minute.")
    if copy == WORKING and attachment.state == State.SEALED:
        return _("No clean copy could be made of this file. A supervisor can open the original.")
    if not attachment.original:
        return _("This request was erased, and its files with it.")
    return ""


def _back(request, ticket: Ticket, reason: str):
    messages.error(request, reason)
    return redirect("helpdesk_ticket", pk=ticket.pk)


def _neutral_name(ticket: Ticket, attachment: Attachment, kind: Kind | None) -> str:
    """The reference and the file's number on the ticket's page, never the sender's words."""
    keys = list(ticket.attachments.values_list("pk", flat=True))
    extension = kind.extension if kind else "bin"
    return f"{ticket.reference}-{keys.index(attachment.pk) + 1}.{extension}"


def _download(pieces, size: int, kind: Kind | None, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        pieces,
        content_type=kind.content_type if kind else "application/octet-stream",
        headers={
            "Content-Length": str(size),
            "Content-Disposition": content_disposition_header(True, name),
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store, private",
            # Packed already: packing again would cost time and the length.
            "Content-Encoding": "identity",
        },
    )
