"""Acts on a ticket: writing, moving it on, closing, erasing. Every one is logged."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.access import is_supervisor
from helpdesk.closing import close_ticket
from helpdesk.durable import durable_transaction
from helpdesk.erasure import erase
from helpdesk.models import CaseLogEntry, CaseNote, Message
from helpdesk.models.log import write_log
from helpdesk.notices import announce_release
from helpdesk.taxonomy import Status
from helpdesk.views.casework import forms
from helpdesk.views.casework.desk_page import ACT, desk_page, find_ticket, find_twins
from helpdesk.views.casework.once import hash_of, read_key, uid_of
from helpdesk.views.casework.ticket import show_ticket
from portal.privacy.tokens import TokenError

UNPROCESSABLE = 422


def page_too_old(request, found, form_name: str, form):
    """Show a ticket again with what was typed, when the form's token does not open."""
    messages.error(
        request, _("This page was open too long. Your words are still there: please send again.")
    )
    return show_ticket(request, found, wrong={form_name: form}, status=UNPROCESSABLE)


@desk_page(*ACT)
def write_message(request, pk: int):
    """Write into one thread. Nobody is told by this: the page says how that may be done."""
    found = find_ticket(request, pk)
    form = forms.MessageForm(request.POST, auto_id=f"id_{request.POST.get('thread', '')}_%s")
    form_name = f"message-{request.POST.get('thread', '')}"
    if not form.is_valid():
        return show_ticket(request, found, wrong={form_name: form}, status=UNPROCESSABLE)
    thread, body = form.cleaned_data["thread"], form.cleaned_data["body"]
    try:
        key = read_key(request, found)
    except TokenError:
        return page_too_old(request, found, form_name, form)
    message = Message(
        ticket=found,
        thread=thread,
        body=body,
        author=request.user,
        submission_hash=hash_of(key, "message", thread, body),
    )
    _write_once(request, message, CaseLogEntry.Act.MESSAGE_SENT, detail=thread)
    messages.success(request, _("Message written."))
    return redirect("helpdesk_ticket", pk=found.pk)


@desk_page(*ACT)
def write_note(request, pk: int):
    """Write a note that only staff read."""
    found = find_ticket(request, pk)
    form = forms.NoteForm(request.POST)
    if not form.is_valid():
        return show_ticket(request, found, wrong={"note": form}, status=UNPROCESSABLE)
    try:
        key = read_key(request, found)
    except TokenError:
        return page_too_old(request, found, "note", form)
    body = form.cleaned_data["note"]
    note = CaseNote(ticket=found, author=request.user, body=body, uid=uid_of(key, "note", body))
    _write_once(request, note, CaseLogEntry.Act.NOTE_WRITTEN)
    messages.success(request, _("Note written."))
    return redirect("helpdesk_ticket", pk=found.pk)


def _write_once(request, row, act: str, detail: str = "") -> None:
    """Store a row and its line in the log, unless the same form was sent before."""
    unique = "uid" if isinstance(row, CaseNote) else "submission_hash"
    try:
        with durable_transaction():
            row.save(force_insert=True)
            write_log(row.ticket, act, actor=request.user, detail=detail)
    except IntegrityError:
        if not type(row).objects.filter(**{unique: getattr(row, unique)}).exists():
            raise


@desk_page(*ACT)
@transaction.atomic
def change_status(request, pk: int):
    """Move a ticket on, open it again, or release it from quarantine."""
    found = find_ticket(request, pk, lock=True)
    if found.is_erased:
        # Nothing is left to work on: it stays closed.
        return redirect("helpdesk_ticket", pk=found.pk)
    if "release" in request.POST and found.quarantined:
        found.quarantined = False
        found.save(update_fields=["quarantined"])
        write_log(found, CaseLogEntry.Act.RELEASED, actor=request.user)
        announce_release(found)
        messages.success(request, _("Released from quarantine."))
    status = request.POST.get("status", "")
    if status in Status.values and status not in (found.status, Status.CLOSED):
        if found.status == Status.CLOSED:
            _open_again(found)
        found.status = status
        found.save(update_fields=["status", "outcome", "closed_at"])
        write_log(found, CaseLogEntry.Act.STATUS_CHANGED, actor=request.user, detail=status)
        messages.success(request, _("Status changed."))
    return redirect("helpdesk_ticket", pk=found.pk)


def _open_again(found) -> None:
    """Take the outcome back; codes that have not run out open the request without an end."""
    found.outcome, found.closed_at = "", None
    receipts = found.receipts.filter(revoked_at=None)
    receipts.filter(expires_at__gt=timezone.now()).update(expires_at=None)


@desk_page(*ACT)
@transaction.atomic
def close(request, pk: int):
    """Close a ticket with its outcome, which the people see with their codes."""
    found = find_ticket(request, pk, lock=True)
    form = forms.CloseForm(request.POST)
    if not form.is_valid():
        return show_ticket(request, found, wrong={"close": form}, status=UNPROCESSABLE)
    if found.status != Status.CLOSED:
        close_ticket(found, form.cleaned_data["outcome"], request.user)
        messages.success(request, _("Closed."))
    return redirect("helpdesk_ticket", pk=found.pk)


@desk_page(*ACT)
def erase_ticket(request, pk: int):
    """Erase a ticket's words for ever. The tick on the page must be set.

    A second tick erases what the same form brought besides, with nearly the same words.
    """
    found = find_ticket(request, pk)
    if not is_supervisor(request.user):
        raise PermissionDenied
    if request.POST.get("sure") == "on":
        twins = [twin for twin in find_twins(request, found) if not twin.is_erased]
        with transaction.atomic():
            for ticket in [found, *(twins if request.POST.get("twins") == "on" else ())]:
                if not ticket.is_erased:
                    erase(ticket, request.user)
        messages.success(request, _("Erased. Nobody can read this request any more."))
        _warn_of_twins(request, twins)
    else:
        messages.error(request, _("Tick the box first: this cannot be undone."))
    return redirect("helpdesk_ticket", pk=found.pk)


def _warn_of_twins(request, twins) -> None:
    left = ", ".join(twin.reference for twin in twins if not twin.is_erased)
    if left:
        messages.warning(
            request,
            _("Nearly the same words can still be read here: %(references)s.")
            % {"references": left},
        )
