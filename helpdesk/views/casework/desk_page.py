"""What every page of the help desk in the admin has in common."""

import functools

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from helpdesk.access import may_work_on_tickets, visible_tickets
from helpdesk.models import Ticket
from portal.privacy.ciphers import CannotOpenError
from portal.privacy.keys import UnknownKeyError

READ = ("GET", "HEAD")
ACT = ("POST",)
FORM = ("GET", "HEAD", "POST")


def desk_page(*methods: str):
    """Make a view of the help desk: for its members alone, stored by no browser.

    What is typed never enters an error report. A request whose words do not open is answered
    by the list of requests and a line that says so.
    """

    def decorate(view):
        @never_cache
        @require_http_methods(list(methods))
        @sensitive_post_parameters()
        @sensitive_variables()
        @functools.wraps(view)
        def wrapper(request, *args, **kwargs):
            if not may_work_on_tickets(request.user):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except (CannotOpenError, UnknownKeyError):
                messages.error(
                    request,
                    _("This request cannot be opened any more. Nothing was changed."),
                )
                return redirect("helpdesk_queue")

        return wrapper

    return decorate


def find_ticket(request, pk: int, lock: bool = False) -> Ticket:
    """Return a ticket that the user may see, else raise Http404. `lock` needs a transaction."""
    tickets = visible_tickets(request.user).select_related(
        "data_key", "district", "upazila", "follows", "recorded_by"
    )
    if lock:
        tickets = tickets.select_for_update(of=("self",))
    return get_object_or_404(tickets, pk=pk)


def find_twins(request, found: Ticket) -> list[Ticket]:
    """Return the other requests of the same form, sent with nearly the same words, by age.

    Only those that the user may see. All later ones follow the first (helpdesk.submissions).
    """
    first = found.follows_id or found.pk
    family = Q(pk=first) | Q(follows=first)
    twins = visible_tickets(request.user).filter(family).exclude(pk=found.pk)
    return list(twins.select_related("data_key").order_by("created_at", "pk"))


def render_desk(request, template: str, title: str, context: dict, *, ticket=None, status=200):
    """Render a page under the queue, or under a ticket. A title never names a person."""
    trail = [{"url": reverse("helpdesk_queue"), "label": _("Requests for help")}]
    if ticket is not None:
        address = reverse("helpdesk_ticket", args=[ticket.pk])
        trail.append({"url": address, "label": ticket.reference})
    if trail[-1]["label"] != title:
        trail.append({"url": "", "label": title})
    context = {
        "header_title": title,
        "header_icon": "warning",
        "breadcrumbs_items": trail,
        "ticket": ticket,
        **context,
    }
    return render(request, template, context, status=status)
