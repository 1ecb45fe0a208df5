"""Who may see requests for help. Membership of a group decides, never superuser status.

Members of a local office see the requests that are routed to its districts; everybody else in
the help desk's groups is the central team. Restricted requests need a permission of their own.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q

from helpdesk.models import LocalOffice, Ticket
from helpdesk.taxonomy import Route

WORK = "work_on_tickets"
WORK_ON_RESTRICTED = "work_on_restricted_tickets"


def _codenames(user) -> set[str]:
    """The help desk's permissions on tickets that a user has through groups."""
    # Not user.has_perm(): that is always true for superusers.
    if not (user.is_authenticated and user.is_active):
        return set()
    return set(
        Permission.objects.filter(
            group__user=user,
            content_type__app_label="helpdesk",
            codename__in=(WORK, WORK_ON_RESTRICTED),
        ).values_list("codename", flat=True)
    )


def may_work_on_tickets(user) -> bool:
    """Whether a user belongs to the help desk at all."""
    return WORK in _codenames(user)


def is_supervisor(user) -> bool:
    """Whether a user sees restricted requests, decides on disclosures and may erase."""
    return WORK_ON_RESTRICTED in _codenames(user)


def visible_tickets(user):
    """Return the tickets that a user may see. Two queries, and the one for the tickets."""
    codenames = _codenames(user)
    if WORK not in codenames:
        return Ticket.objects.none()
    tickets = Ticket.objects.all()
    if WORK_ON_RESTRICTED not in codenames:
        tickets = tickets.filter(restricted=False)
    if not LocalOffice.objects.filter(members=user).exists():
        return tickets
    districts = LocalOffice.objects.filter(members=user).values("districts")
    # avoid_local again: a route that was set by mistake must not reach whom somebody fears.
    return tickets.filter(route=Route.LOCAL, avoid_local=False, district__in=districts)


def people_to_notify(ticket: Ticket):
    """Return the active users with an e-mail address who may see a ticket. One query."""
    permissions = Permission.objects.filter(content_type__app_label="helpdesk")
    of_user = permissions.filter(group__user=OuterRef("pk"))
    offices = LocalOffice.objects.filter(members=OuterRef("pk"))
    central = ~Q(Exists(offices))
    local = Q(Exists(offices.filter(districts=ticket.district_id)))
    is_local = ticket.route == Route.LOCAL and not ticket.avoid_local and ticket.district_id
    people = (
        get_user_model()
        .objects.filter(is_active=True)
        .exclude(email="")
        .filter(Exists(of_user.filter(codename=WORK)))
        .filter(central | local if is_local else central)
    )
    if ticket.restricted:
        people = people.filter(Exists(of_user.filter(codename=WORK_ON_RESTRICTED)))
    return people.order_by("pk")
