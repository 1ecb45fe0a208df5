"""The queue, and finding a request by a telephone or passport number."""

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from helpdesk.access import visible_tickets
from helpdesk.models import CaseLogEntry, Message
from helpdesk.models.log import write_log
from helpdesk.number_index import normalise_passport, passport_index, phone_indexes
from helpdesk.taxonomy import Status, Urgency
from helpdesk.views.casework.desk_page import ACT, READ, desk_page, render_desk
from portal.core.inputs import clean_line

TICKETS_A_PAGE = 50
MAX_FOUND = 20
# The shortest passport number worth looking up: shorter ones are slips.
MIN_PASSPORT = 5


def _with_unread(tickets):
    """Add `unread`: messages of the people of the request that nobody has opened."""
    unread = (
        Message.objects.filter(ticket=OuterRef("pk"), author=None, read_at=None)
        .order_by()
        .values("ticket")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return tickets.annotate(unread=Coalesce(Subquery(unread), 0))


def _for_list(tickets):
    return _with_unread(tickets).select_related("district").prefetch_related("problems")


@desk_page(*READ)
def queue(request):
    """Tickets by urgency and waiting time; filters for status, quarantine and new messages.

    Holds no personal word.
    """
    tickets = visible_tickets(request.user)
    counts = tickets.aggregate(
        waiting=Count("pk", filter=Q(quarantined=False) & ~Q(status=Status.CLOSED)),
        set_aside=Count("pk", filter=Q(quarantined=True)),
        set_aside_urgent=Count("pk", filter=Q(quarantined=True, urgency=Urgency.NOW)),
    )
    unread = Message.objects.filter(author=None, read_at=None).values("ticket")
    with_messages = tickets.filter(pk__in=unread)
    status = request.GET.get("status", "")
    quarantined = request.GET.get("quarantined") == "1"
    unread_only = request.GET.get("unread") == "1"
    if unread_only:
        # Of every status: somebody may write after a request was closed.
        status, quarantined, tickets = "", False, with_messages
    else:
        tickets = tickets.filter(quarantined=quarantined)
        if status in Status.values:
            tickets = tickets.filter(status=status)
        else:
            status = ""
            tickets = tickets.exclude(status=Status.CLOSED)
    page = Paginator(
        _for_list(tickets).order_by("urgency", "created_at"), TICKETS_A_PAGE
    ).get_page(request.GET.get("p"))
    return render_desk(
        request,
        "helpdesk/admin/queue.html",
        _("Requests for help"),
        {
            "tickets": page,
            "status": status,
            "statuses": Status.choices,
            "quarantined": quarantined,
            "unread_only": unread_only,
            "with_messages": with_messages.count(),
            "counts": counts,
        },
    )


@desk_page(*ACT)
def find_by_number(request):
    """The visible tickets of a telephone or passport number. Every one found is logged.

    The number comes by POST and stands in no address; only exact numbers are found.
    """
    typed = clean_line(request.POST.get("number", ""))[:60]
    found = _found(visible_tickets(request.user), typed)
    for ticket, kind in found:
        write_log(ticket, CaseLogEntry.Act.FOUND_BY_NUMBER, actor=request.user, detail=kind)
    return render_desk(
        request,
        "helpdesk/admin/found.html",
        _("Find by number"),
        {"tickets": [ticket for ticket, _kind in found], "typed": typed if not found else ""},
    )


def _found(tickets, typed: str) -> list[tuple]:
    """Return (ticket, "phone" or "passport") of what was found, the newest first."""
    phones = phone_indexes(typed)
    passport = normalise_passport(typed)
    wanted = Q(phone_index__in=phones) if phones else Q()
    if len(passport) >= MIN_PASSPORT:
        wanted |= Q(passport_index=passport_index(passport))
    if not wanted:
        return []
    rows = _for_list(tickets.filter(wanted)).order_by("-created_at")[:MAX_FOUND]
    return [(row, "phone" if row.phone_index in phones else "passport") for row in rows]
