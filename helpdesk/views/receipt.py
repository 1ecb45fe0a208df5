"""The receipt: a code to write down, shown until that is done or two hours have passed."""

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from helpdesk.duty import next_reading
from helpdesk.journey.blank_pages import filled_page
from helpdesk.models import Receipt
from helpdesk.receipt_codes import group_code
from helpdesk.submissions import Submission
from helpdesk.views.own_request import OPEN_PURPOSE
from helpdesk.views.own_request.access import OPEN_FOR, was_sent_before
from helpdesk.views.person_check import person_token
from helpdesk.views.public import is_body_only, render_help
from portal.core.numerals import localise_digits
from portal.privacy.tokens import TokenError, make_token, read_token

PURPOSE = "help-receipt"
TOKEN_LIFE = 24 * 60 * 60
# A form that is sent again shows its code again for this long.
CODE_SHOWN_AGAIN_FOR = timedelta(hours=2)


def receipt_page(request, submission: Submission):
    """Show the receipt of a stored request, with its code as long as that may be shown."""
    ticket = submission.ticket
    receipt = submission.receipt
    is_recent = timezone.now() - ticket.created_at < CODE_SHOWN_AGAIN_FOR
    shows_code = receipt is not None and is_recent and receipt.written_down_at is None
    values = {"reference": ticket.reference}
    if shows_code:
        values |= {
            "code": localise_digits(group_code(submission.code), get_language()),
            "token": make_token(PURPOSE, {"receipt": receipt.pk}),
            "open_token": make_token(OPEN_PURPOSE, {"receipt": receipt.pk}),
        }
        if ticket.quarantined:
            values["person_token"] = person_token(ticket)
    reading = next_reading()

    def render(values: dict) -> str:
        page = render_help(request, "helpdesk/receipt.html", {**values, "reading": reading})
        return page.content.decode()

    kind = ("receipt", request.path, is_body_only(request), reading, *values)
    return HttpResponse(filled_page(kind, values, render))


def written_down_page(request):
    """Note that the code is on paper: from now on no sending of the form shows it again.

    Files may be added from this page, but only once and soon: whoever presses the browser's Back
    button after somebody left, and sends the page again, opens nothing by it.
    """
    token, may_open = request.POST.get("token", ""), False
    try:
        data, age = read_token(PURPOSE, token, TOKEN_LIFE)
        receipt = Receipt.valid().filter(pk=data["receipt"]).first()
        if receipt is not None and receipt.written_down_at is None:
            Receipt.objects.filter(pk=receipt.pk).update(written_down_at=timezone.now())
        if receipt is not None and age <= OPEN_FOR.total_seconds():
            may_open = not was_sent_before(token)
    except (TokenError, DatabaseError, KeyError, TypeError):
        # It stays on the page of whoever has it, for two hours at most: nothing to be done here.
        may_open = False
    context = {"reading": next_reading()}
    if may_open:
        context["open_token"] = make_token(OPEN_PURPOSE, {"receipt": receipt.pk})
    return render_help(request, "helpdesk/written_down.html", context)
