"""Closing a request: its outcome, and how long its codes still open it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from helpdesk.closing import RECEIPT_DAYS_AFTER_CLOSING, close_ticket
from helpdesk.models import CaseLogEntry, Receipt
from helpdesk.models.log import verify_chain
from helpdesk.taxonomy import Outcome, Status
from tests.helpdesk.own_page import Visit, give_worker_a_code, make_request

pytestmark = pytest.mark.django_db


def test_a_closed_request_shows_its_outcome_for_a_year(caseworker):
    ticket, code = make_request()
    give_worker_a_code(ticket)
    close_ticket(ticket, Outcome.HELPED, caseworker)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.outcome) == (Status.CLOSED, Outcome.HELPED)
    assert "Help was given" in Visit(code).html
    for receipt in Receipt.objects.all():
        left = receipt.expires_at - timezone.now()
        assert timedelta(days=364) < left <= timedelta(days=RECEIPT_DAYS_AFTER_CLOSING)
    Receipt.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Visit(code).status == 404


def test_closing_is_logged_once_and_a_second_time_changes_nothing(caseworker):
    ticket, _code = make_request()
    assert close_ticket(ticket, Outcome.HELPED, caseworker)
    assert not close_ticket(ticket, Outcome.WITHDRAWN, None)
    ticket.refresh_from_db()
    assert ticket.outcome == Outcome.HELPED
    entry = ticket.log.get(act=CaseLogEntry.Act.STATUS_CHANGED)
    assert (entry.actor, entry.detail) == (caseworker, "closed:helped")
    assert verify_chain(ticket)


def test_a_revoked_code_stays_without_an_end(caseworker):
    ticket, _code = make_request()
    ticket.receipts.update(revoked_at=timezone.now())
    close_ticket(ticket, Outcome.HELPED, caseworker)
    assert Receipt.objects.get().expires_at is None
