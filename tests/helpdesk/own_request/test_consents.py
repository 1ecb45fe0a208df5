"""Consent, one by one: taken back, given, and logged."""

import pytest
from django.utils import timezone

from helpdesk.models import CaseLogEntry, Consent, Notice
from helpdesk.models.log import verify_chain
from helpdesk.safety_plan import SafetyPlan
from helpdesk.taxonomy import Basis, Purpose, Recipient, Subject
from tests.helpdesk.own_page import WORKER_HERSELF, Visit, give_worker_a_code, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_and_page():
    """A relative's request that agrees to much, and its page of consents."""
    ticket, code = make_request(
        channel="call",
        phone="01712345678",
        code_word="শাপলা",
        refer_to=["mission", "legal_aid"],
        consent_statistics="on",
    )
    visit = Visit(code)
    visit.press("consents")
    return ticket, visit


def row(ticket, purpose, recipient="", subject=Subject.ASKER) -> Consent:
    return ticket.consents.get(purpose=purpose, recipient=recipient, subject=subject)


def details(ticket, act) -> list[str]:
    return list(ticket.log.filter(act=act).values_list("detail", flat=True))


def test_everything_stands_with_its_state(request_and_page):
    ticket, visit = request_and_page
    agreed, _heading, refused = visit.html.partition('id="not-given"')
    for code in ("hold:", "contact:", "refer:mission", "refer:legal_aid", "statistics:"):
        assert f'value="withdraw:{code}"' in agreed
    for code in ("refer:police", "refer:ngo", "story:"):
        assert f'name="given" value="{code}"' in refused


def test_one_recipient_is_taken_back_and_the_others_stay(request_and_page):
    ticket, visit = request_and_page
    visit.press("withdraw:refer:mission")
    assert "Taken back" in visit.html
    taken = row(ticket, Purpose.REFER, "mission")
    assert not taken.holds
    assert taken.withdrawn_at is not None
    assert row(ticket, Purpose.REFER, "legal_aid").holds
    assert details(ticket, CaseLogEntry.Act.CONSENT_WITHDRAWN) == ["refer:mission"]
    assert ticket.notices.filter(kind=Notice.Kind.WISH).count() == 1
    assert verify_chain(ticket)


def test_a_second_tap_changes_nothing_more(request_and_page):
    ticket, visit = request_and_page
    page = visit.token
    for _tap in range(2):
        visit.press("withdraw:refer:mission", token=page)
        assert visit.status == 200
    assert len(details(ticket, CaseLogEntry.Act.CONSENT_WITHDRAWN)) == 1
    assert ticket.notices.filter(kind=Notice.Kind.WISH).count() == 1


def test_what_is_ticked_is_given_and_nothing_else(request_and_page):
    ticket, visit = request_and_page
    visit.press("give", given=["refer:police", "story:"])
    assert row(ticket, Purpose.REFER, "police").holds
    assert row(ticket, Purpose.STORY).holds
    assert not row(ticket, Purpose.REFER, "ngo").holds
    given = sorted(details(ticket, CaseLogEntry.Act.CONSENT_GIVEN))
    assert given == ["refer:police", "story:"]


def test_what_was_taken_back_can_be_given_again(request_and_page):
    ticket, visit = request_and_page
    visit.press("withdraw:statistics:")
    before = timezone.now()
    visit.press("give", given="statistics:")
    again = row(ticket, Purpose.STATISTICS)
    assert again.holds
    assert again.withdrawn_at is None
    assert again.decided_at >= before


@pytest.mark.parametrize("given", [[], ["nonsense"], ["refer:"], ["hold:mission"]])
def test_nothing_is_given_without_a_tick(request_and_page, given):
    ticket, visit = request_and_page
    visit.press("give", given=given)
    assert visit.status == 422
    assert not details(ticket, CaseLogEntry.Act.CONSENT_GIVEN)


@pytest.mark.parametrize("act", ["withdraw", "withdraw:", "withdraw:refer", "withdraw:x:y:z"])
def test_what_cannot_be_taken_back_is_said(request_and_page, act):
    ticket, visit = request_and_page
    visit.press(act)
    assert visit.status == 422
    assert not details(ticket, CaseLogEntry.Act.CONSENT_WITHDRAWN)


def test_taking_contact_back_closes_the_way_and_leaves_the_rest_of_the_plan(request_and_page):
    ticket, visit = request_and_page
    visit.press("withdraw:contact:")
    ticket.refresh_from_db()
    plan = SafetyPlan.from_json(ticket.safety_plan)
    assert (plan.channel, plan.code_word) == ("none", "শাপলা")
    assert not row(ticket, Purpose.CONTACT).holds
    assert details(ticket, CaseLogEntry.Act.PLAN_CHANGED) == ["asker"]
    assert 'name="act" value="plan"' in visit.html
    visit.press("give", given="contact:")
    assert visit.status == 422
    assert not row(ticket, Purpose.CONTACT).holds


def test_what_may_not_be_kept_is_erased_after_one_more_question(request_and_page):
    ticket, visit = request_and_page
    visit.press("withdraw:hold:")
    assert "it must be erased" in visit.html
    assert row(ticket, Purpose.HOLD).holds
    visit.press("erase", sure="on")
    assert not row(ticket, Purpose.HOLD).holds
    assert details(ticket, CaseLogEntry.Act.ERASURE_WISHED) == ["asker"]
    assert details(ticket, CaseLogEntry.Act.CONSENT_WITHDRAWN) == ["hold:"]


def test_the_worker_decides_for_herself_and_the_asker_for_himself(request_and_page):
    ticket, _visit = request_and_page
    worker = Visit(give_worker_a_code(ticket))
    worker.press("consents")
    assert 'value="withdraw:' not in worker.html
    worker.press("give", given=["contact:", "refer:mission", "refer:police"])
    worker.press("withdraw:refer:mission")
    assert row(ticket, Purpose.REFER, "mission", Subject.ASKER).holds
    assert not row(ticket, Purpose.REFER, "mission", Subject.WORKER).holds
    assert row(ticket, Purpose.REFER, "police", Subject.WORKER).holds
    assert not row(ticket, Purpose.REFER, "police", Subject.ASKER).holds
    worker.press("withdraw:contact:")
    ticket.refresh_from_db()
    assert SafetyPlan.from_json(ticket.safety_plan).channel == "call"


def test_a_supervisor_s_decision_is_neither_shown_as_consent_nor_taken_back(supervisor):
    ticket, code = make_request(**WORKER_HERSELF)
    decision = row(ticket, Purpose.REFER, Recipient.POLICE, Subject.WORKER)
    decision.given, decision.basis, decision.recorded_by = True, Basis.DANGER_TO_LIFE, supervisor
    decision.save()
    visit = Visit(code)
    visit.press("consents")
    assert 'name="given" value="refer:police"' in visit.html
    visit.press("withdraw:refer:police")
    decision.refresh_from_db()
    assert decision.holds


def test_who_sent_at_once_can_agree_later():
    ticket, code = make_request()
    ticket.consents.exclude(purpose=Purpose.HOLD).delete()
    visit = Visit(code)
    visit.press("give", given="refer:mission")
    consent = row(ticket, Purpose.REFER, "mission")
    assert consent.holds
    assert consent.basis == Basis.FORM
