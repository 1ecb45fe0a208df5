"""Closing the own request, and asking to have it erased."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from helpdesk.closing import close_ticket
from helpdesk.durable import durable_transaction
from helpdesk.models import CaseLogEntry, Notice, Ticket
from helpdesk.models.log import write_log
from helpdesk.notices import announce
from helpdesk.taxonomy import Outcome, Purpose
from helpdesk.views.own_request import overview
from helpdesk.views.own_request.access import OpenRequest
from helpdesk.views.own_request.consent_changes import set_consent
from helpdesk.views.public import render_help

WISH_IS_NOT_REPEATED_FOR = timedelta(days=1)


def show(
    request,
    opened: OpenRequest,
    problem: str = "",
    status: int = 200,
    *,
    because_of_consent: bool = False,
):
    """Say what closing and erasing mean. `problem` names the box that was not ticked."""
    return render_help(
        request,
        "helpdesk/own/ending.html",
        {
            "token": opened.with_new_key().token,
            "is_closed": opened.is_closed,
            "problem": problem,
            "because_of_consent": because_of_consent,
        },
        status=status,
    )


def close(request, opened: OpenRequest):
    """Close the request, or note the wish where staff must ask back first."""
    if request.POST.get("sure") != "on":
        return show(request, opened, problem="close", status=422)
    with durable_transaction():
        if opened.is_closed:
            return overview.show(request, opened)
        if opened.may_close_at_once:
            close_ticket(opened.ticket, Outcome.WITHDRAWN, actor=None)
            return overview.show(request, opened, done="closed")
        _note_wish(opened, CaseLogEntry.Act.CLOSING_WISHED)
    return overview.show(request, opened, done="close-wish")


def wish_erasure(request, opened: OpenRequest):
    """Note that everything shall be erased. A supervisor does it, after asking back."""
    if request.POST.get("sure") != "on":
        return show(request, opened, problem="erase", status=422)
    with durable_transaction():
        _note_wish(opened, CaseLogEntry.Act.ERASURE_WISHED)
        # Whoever wants it erased does not agree that it is kept.
        set_consent(opened, Purpose.HOLD, "", given=False)
    return overview.show(request, opened, done="erase-wish")


def _note_wish(opened: OpenRequest, act: CaseLogEntry.Act) -> None:
    """Log a wish and tell staff, once a day for each holder however often it is sent."""
    with transaction.atomic():
        Ticket.objects.select_for_update().only("pk").get(pk=opened.ticket.pk)
        wished_at = overview.wishes_of(opened).get(act)
        if wished_at is not None and timezone.now() - wished_at < WISH_IS_NOT_REPEATED_FOR:
            return
        write_log(opened.ticket, act, detail=opened.holder)
        announce(opened.ticket, Notice.Kind.WISH)
