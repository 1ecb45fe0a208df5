"""The request as its holder sees it: where it stands, and the messages of their own thread."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.timezone import localdate

from helpdesk.models import Attachment, CaseLogEntry, Message
from helpdesk.views.own_request.access import OpenRequest
from helpdesk.views.public import render_help
from portal.privacy.ciphers import CannotOpenError

CLOSING, ERASURE = CaseLogEntry.Act.CLOSING_WISHED, CaseLogEntry.Act.ERASURE_WISHED


@dataclass(frozen=True)
class ShownMessage:
    """A message of staff in words; of the person's own only the day, as others may look on."""

    is_from_staff: bool
    written_at: datetime
    body: str = ""

    def is_like(self, other: "ShownMessage") -> bool:
        """Whether both are the person's own, of the same day: one line says so for both."""
        own = not self.is_from_staff and not other.is_from_staff
        return own and localdate(self.written_at) == localdate(other.written_at)


def show(request, opened: OpenRequest, done: str = ""):
    """Show the request. `done` names what has just been done.

    Only what is given to the template here can be seen: never the story, a name, a number, the
    problem, the place, or anything of the other thread.
    """
    ticket = opened.ticket
    context = {
        "token": opened.with_new_key().token,
        "done": done,
        "status": ticket.status,
        "outcome": ticket.get_outcome_display() if opened.is_closed else "",
        "arrived_on": ticket.created_at,
        "sees_status_only": opened.sees_status_only,
    }
    if not opened.sees_status_only:
        wishes = wishes_of(opened)
        context |= {
            "messages_shown": _messages(opened),
            "file_count": count_files(opened),
            "wished_closing": CLOSING in wishes and not opened.is_closed,
            "wished_erasure": ERASURE in wishes,
        }
    return render_help(request, "helpdesk/own/request.html", context)


def wishes_of(opened: OpenRequest) -> dict[str, datetime]:
    """What this holder has asked staff to do and since when: CLOSING_WISHED, ERASURE_WISHED.

    A wish to close is answered once staff have set another status. One query.
    """
    own_wish = Q(act__in=(CLOSING, ERASURE), detail=opened.holder)
    answer = Q(act=CaseLogEntry.Act.STATUS_CHANGED, actor__isnull=False)
    entries = opened.ticket.log.filter(own_wish | answer).order_by("pk")
    wishes: dict[str, datetime] = {}
    for act, at in entries.values_list("act", "at"):
        if act in (CLOSING, ERASURE):
            wishes[act] = at
        else:
            wishes.pop(CLOSING, None)
    return wishes


def count_files(opened: OpenRequest) -> int:
    """How many files this holder has sent with the code. One query."""
    return Attachment.objects.filter(
        ticket=opened.ticket, sent_by=opened.holder, added_by=None
    ).count()


def _messages(opened: OpenRequest) -> list[ShownMessage]:
    """The holder's thread, newest first. What staff wrote counts as read from now on."""
    # Through the ticket, so that every message knows its key without asking.
    thread = opened.ticket.messages.filter(thread=opened.holder)
    shown: list[ShownMessage] = []
    for message in thread.order_by("-created_at", "-pk"):
        line = _shown(message)
        if not (shown and line.is_like(shown[-1])):
            shown.append(line)
    Message.objects.filter(
        ticket=opened.ticket, thread=opened.holder, read_at=None, author__isnull=False
    ).update(read_at=timezone.now())
    return shown


def _shown(message: Message) -> ShownMessage:
    if not message.is_from_staff:
        return ShownMessage(False, message.created_at)
    try:
        body = message.body
    except CannotOpenError:
        if message.data_key.destroyed_at:
            raise
        # One damaged message must not hide the others.
        body = ""
    return ShownMessage(True, message.created_at, body)
