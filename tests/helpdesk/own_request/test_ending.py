"""Closing and erasing: at once where it is safe, else as a wish that staff see to."""

import pytest

from helpdesk.models import CaseLogEntry, Notice, Receipt, Ticket
from helpdesk.models.log import verify_chain, write_log
from helpdesk.taxonomy import Outcome, Status, Urgency
from tests.helpdesk.own_page import WORKER_HERSELF, Visit, give_worker_a_code, make_request

pytestmark = pytest.mark.django_db
WISH = CaseLogEntry.Act.CLOSING_WISHED
ERASE = CaseLogEntry.Act.ERASURE_WISHED


def logged(ticket, act) -> int:
    return ticket.log.filter(act=act).count()


def test_who_asks_for_herself_closes_at_once():
    ticket, code = make_request(**WORKER_HERSELF)
    visit = Visit(code)
    visit.press("ending")
    visit.press("close", sure="on")
    assert "Your request is closed" in visit.html
    assert "You asked us to stop" in visit.html
    ticket.refresh_from_db()
    assert (ticket.status, ticket.outcome) == (Status.CLOSED, Outcome.WITHDRAWN)
    assert ticket.closed_at is not None
    assert Receipt.objects.get().expires_at is not None
    assert "You asked us to stop" in Visit(code).html
    assert not logged(ticket, WISH)
    assert verify_chain(ticket)


def _urgent(ticket):
    ticket.urgency = Urgency.TODAY


def _restricted(ticket):
    ticket.restricted = True


@pytest.mark.parametrize("make_delicate", [_urgent, _restricted])
def test_where_there_may_be_danger_it_is_a_wish(make_delicate):
    ticket, code = make_request(**WORKER_HERSELF)
    make_delicate(ticket)
    ticket.save()
    visit = Visit(code)
    visit.press("close", sure="on")
    assert "ask back" in visit.html
    ticket.refresh_from_db()
    assert ticket.status == Status.NEW
    assert ticket.log.get(act=WISH).detail == "worker"
    assert ticket.notices.filter(kind=Notice.Kind.WISH).count() == 1
    assert "You asked us to close this" in Visit(code).html


@pytest.mark.parametrize("with_worker_s_code", [False, True])
def test_a_request_for_somebody_else_is_never_closed_over_her_head(with_worker_s_code):
    ticket, code = make_request(problems=["not_paid"])
    assert ticket.urgency >= Urgency.THREE_DAYS
    if with_worker_s_code:
        code = give_worker_a_code(ticket)
    Visit(code).press("close", sure="on")
    ticket.refresh_from_db()
    assert ticket.status == Status.NEW
    assert logged(ticket, WISH) == 1


def test_a_wish_is_shown_to_who_wished_and_to_nobody_else():
    ticket, code = make_request()
    worker_code = give_worker_a_code(ticket)
    visit = Visit(worker_code)
    visit.press("close", sure="on")
    visit.press("erase", sure="on")
    worker, asker = Visit(worker_code).html, Visit(code).html
    for words in ("You asked us to close this", "You asked us to erase everything"):
        assert words in worker
        assert words not in asker


def test_erasing_is_always_a_wish():
    ticket, code = make_request(**WORKER_HERSELF, narrative="কথা")
    visit = Visit(code)
    visit.press("erase", sure="on")
    assert "ask back" in visit.html
    ticket = Ticket.objects.get()
    assert not ticket.is_erased
    assert ticket.narrative == "কথা"
    assert logged(ticket, ERASE) == 1
    assert ticket.notices.filter(kind=Notice.Kind.WISH).count() == 1


@pytest.mark.parametrize(("act", "logged_as"), [("close", WISH), ("erase", ERASE)])
def test_nothing_happens_without_the_tick(act, logged_as):
    ticket, code = make_request()
    visit = Visit(code)
    visit.press(act)
    assert visit.status == 422
    assert f'href="#sure-{act}"' in visit.html
    assert not logged(ticket, logged_as)


@pytest.mark.parametrize(("act", "logged_as"), [("close", WISH), ("erase", ERASE)])
def test_wishing_twice_is_one_wish(act, logged_as):
    ticket, code = make_request()
    visit = Visit(code)
    for _time in range(2):
        visit.press(act, sure="on")
        assert visit.status == 200
    assert logged(ticket, logged_as) == 1
    assert ticket.notices.filter(kind=Notice.Kind.WISH).count() == 1


def test_a_closed_request_can_still_be_erased_and_not_closed_again():
    ticket, code = make_request(**WORKER_HERSELF)
    visit = Visit(code)
    visit.press("close", sure="on")
    visit.press("ending")
    assert 'value="close"' not in visit.html
    assert 'value="erase"' in visit.html
    visit.press("close", sure="on")
    assert visit.status == 200
    assert logged(ticket, CaseLogEntry.Act.STATUS_CHANGED) == 1


def test_a_wish_to_close_is_answered_by_another_status(caseworker):
    ticket, code = make_request()
    Visit(code).press("close", sure="on")
    write_log(ticket, CaseLogEntry.Act.STATUS_CHANGED, actor=caseworker, detail="in_progress")
    visit = Visit(code)
    assert "You asked us to close this" not in visit.html
    visit.press("close", sure="on")
    assert "You asked us to close this" in visit.html
    assert logged(ticket, WISH) == 2
    assert ticket.notices.filter(kind=Notice.Kind.WISH).count() == 2
