"""Which request is open on a page, and what its code may reach."""

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta

from django.utils import timezone

from helpdesk.models import Receipt, ShownPage, Ticket
from helpdesk.shown_pages import hash_of_page, is_first_showing
from helpdesk.taxonomy import SELF_RELATIONS, Status, Subject, Urgency
from portal.privacy.blind_index import blind_index
from portal.privacy.tokens import make_token, read_token

OPEN_PURPOSE = "help-open"
# After this without a tap the code must be typed again: somebody else may have the phone.
OPEN_FOR = timedelta(minutes=30)
# For so long what was typed on a page that stood open too long is still taken over.
WORDS_KEPT_FOR = timedelta(hours=24)
# A page that is sent again within this was tapped twice; later, somebody pressed "back".
TAPPED_TWICE_WITHIN = timedelta(seconds=2)


@dataclass(frozen=True)
class PageToken:
    """What a page's token says. `key` makes what is sent twice from that page one thing."""

    receipt_id: int
    key: str
    is_too_old: bool

    def seal(self) -> str:
        return make_token(OPEN_PURPOSE, {"receipt": self.receipt_id, "key": self.key})


def read_page_token(token: str) -> PageToken:
    """Read a token of up to 24 hours. Raises portal.privacy.tokens.TokenError."""
    data, age = read_token(OPEN_PURPOSE, token, int(WORDS_KEPT_FOR.total_seconds()))
    # The receipt's page opens a request without a key: its token is one by itself.
    key = data.get("key") or blind_index(token, "own-request-form")
    return PageToken(data["receipt"], key, is_too_old=age > OPEN_FOR.total_seconds())


def was_sent_before(token: str) -> bool:
    """Whether a page's token comes a second time, and not from a double tap.

    Who presses the browser's Back button after somebody left, and sends the page again, must see
    nothing. One query for a new token. Raises what the database raises.
    """
    if is_first_showing(token):
        return False
    shown = ShownPage.objects.filter(token_hash=hash_of_page(token)).first()
    return shown is None or timezone.now() - shown.shown_at > TAPPED_TWICE_WITHIN


def opening_receipts():
    """The receipts that open something: not revoked, not run out, not of an erased request."""
    return (
        Receipt.valid()
        .filter(ticket__data_key__destroyed_at=None)
        .select_related("ticket__data_key")
    )


@dataclass(frozen=True)
class OpenRequest:
    """A request that is open on a page, for the holder of one receipt."""

    receipt: Receipt
    key: str

    @classmethod
    def of(cls, receipt: Receipt, key: str = "") -> "OpenRequest":
        return cls(receipt, key or secrets.token_hex(16))

    def with_new_key(self) -> "OpenRequest":
        """For a page whose form is a new one."""
        return replace(self, key=secrets.token_hex(16))

    @property
    def token(self) -> str:
        return PageToken(self.receipt.pk, self.key, is_too_old=False).seal()

    @property
    def ticket(self) -> Ticket:
        return self.receipt.ticket

    @property
    def holder(self) -> str:
        return self.receipt.holder

    @property
    def sees_status_only(self) -> bool:
        return self.receipt.reach == Receipt.Reach.STATUS

    @property
    def asks_for_self(self) -> bool:
        """Whether one and the same person asks and is the worker."""
        return self.ticket.relation in SELF_RELATIONS

    @property
    def owns_plan(self) -> bool:
        """Whether the request's contact plan is this holder's: it is always the asker's."""
        return self.asks_for_self or self.holder == Subject.ASKER

    @property
    def may_close_at_once(self) -> bool:
        """Whether closing needs no question first.

        Where there is danger, somebody else may hold the phone. Where a relative asked, the
        worker may need the request still, and its asker must not learn whether that is so.
        """
        return (
            self.asks_for_self
            and self.ticket.urgency >= Urgency.THREE_DAYS
            and not self.ticket.restricted
        )

    @property
    def is_closed(self) -> bool:
        return self.ticket.status == Status.CLOSED
