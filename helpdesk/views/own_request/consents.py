"""What the holder agreed to, one by one, each to be taken back or given."""

from dataclasses import dataclass

from helpdesk.durable import durable_transaction
from helpdesk.models import Notice
from helpdesk.notices import announce
from helpdesk.taxonomy import Purpose, Recipient
from helpdesk.views.own_request import contact_plan, ending
from helpdesk.views.own_request.access import OpenRequest
from helpdesk.views.own_request.consent_changes import set_consent, stands
from helpdesk.views.public import render_help

ASKED = (
    (Purpose.HOLD, ""),
    (Purpose.CONTACT, ""),
    *((Purpose.REFER, recipient) for recipient in Recipient),
    (Purpose.STATISTICS, ""),
    (Purpose.STORY, ""),
)


@dataclass(frozen=True)
class ShownConsent:
    """One thing that may be agreed to. `code` names it in the form, such as `refer:mission`."""

    purpose: Purpose
    recipient: str
    stands: bool

    @property
    def code(self) -> str:
        return f"{self.purpose}:{self.recipient}"

    @property
    def label(self) -> str:
        return Recipient(self.recipient).label if self.recipient else self.purpose.label


def show(request, opened: OpenRequest, done: str = "", problem: str = "", status: int = 200):
    """Show everything that the holder may agree to, and whether they do. Nobody else's."""
    rows = {
        (consent.purpose, consent.recipient): consent
        for consent in opened.ticket.consents.filter(subject=opened.holder).defer("reason")
    }
    lines = [
        ShownConsent(purpose, recipient, stands(rows.get((purpose, recipient))))
        for purpose, recipient in ASKED
    ]
    return render_help(
        request,
        "helpdesk/own/consents.html",
        {
            "token": opened.with_new_key().token,
            "given": [line for line in lines if line.stands],
            "not_given": [
                line for line in lines if not line.stands and not _is_plan_s(opened, line.purpose)
            ],
            "offers_plan": opened.owns_plan
            and any(line.purpose == Purpose.CONTACT and not line.stands for line in lines),
            "done": done,
            "problem": problem,
        },
        status=status,
    )


def withdraw(request, opened: OpenRequest):
    """Take one consent back, and close what depends on it."""
    chosen = _find(request.POST.get("act", "").partition(":")[2])
    if chosen is None:
        return show(request, opened, problem="choose", status=422)
    purpose, recipient = chosen
    if purpose == Purpose.HOLD:
        # Not to be kept means to be erased: that is asked for on a page of its own.
        return ending.show(request, opened, because_of_consent=True)
    with durable_transaction():
        if set_consent(opened, purpose, recipient, given=False):
            if purpose == Purpose.CONTACT and opened.owns_plan:
                contact_plan.forbid_contact(opened)
            announce(opened.ticket, Notice.Kind.WISH)
    return show(request, opened, done="withdrawn")


def give(request, opened: OpenRequest):
    """Give the consents that were ticked."""
    chosen = [_find(code) for code in request.POST.getlist("given")[: len(ASKED)]]
    wanted = [pair for pair in chosen if pair is not None and not _is_plan_s(opened, pair[0])]
    if not wanted:
        return show(request, opened, problem="tick", status=422)
    with durable_transaction():
        for purpose, recipient in dict.fromkeys(wanted):
            set_consent(opened, purpose, recipient, given=True)
    return show(request, opened, done="given")


def _is_plan_s(opened: OpenRequest, purpose: Purpose) -> bool:
    """Whether the consent is given by saying how: the contact plan's own page does that."""
    return purpose == Purpose.CONTACT and opened.owns_plan


def _find(code: str) -> tuple[Purpose, str] | None:
    return next((pair for pair in ASKED if f"{pair[0]}:{pair[1]}" == code), None)
