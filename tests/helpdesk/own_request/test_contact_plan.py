"""A changed contact plan: the old one is never shown, the new one takes its whole place."""

import pytest

from helpdesk.models import CaseLogEntry, Consent, Ticket
from helpdesk.models.log import verify_chain
from helpdesk.number_index import phone_index
from helpdesk.safety_plan import SafetyPlan
from helpdesk.taxonomy import Purpose, Subject
from tests.helpdesk.own_page import (
    SECRETS,
    WORKER_HERSELF,
    Visit,
    database_away,
    give_worker_a_code,
    make_request,
)

pytestmark = pytest.mark.django_db
NEW = {
    "channel": "whatsapp",
    "phone": "০১৮১২-৩৪৫৬৭৮",
    "safe_times": ["evening", "night"],
    "who_may_answer": "family",
    "code_word": "কদম",
}


@pytest.fixture
def form():
    """The plan's page, open for a relative who may be called so far."""
    _ticket, code = make_request(**SECRETS, channel="call")
    visit = Visit(code)
    visit.press("plan")
    return visit


def contact() -> Consent:
    return Consent.objects.get(purpose=Purpose.CONTACT)


def test_the_page_is_empty_and_says_that_everything_is_replaced(form):
    assert "takes the place of all of it" in form.html
    for told in (*SECRETS.values(), "8801712345678"):
        assert told not in form.html


def test_a_new_plan_takes_the_place_of_the_old_one(form):
    form.press("save-plan", **NEW)
    assert "we keep to that" in form.html
    ticket = Ticket.objects.get()
    plan = SafetyPlan.from_json(ticket.safety_plan)
    assert plan == SafetyPlan(
        channel="whatsapp",
        safe_times=["evening", "night"],
        who_may_answer="family",
        code_word="কদম",
    )
    assert ticket.phone == "+8801812345678"
    assert ticket.phone_index == phone_index("+8801812345678")
    assert ticket.asker_name == SECRETS["asker_name"]
    assert ticket.narrative == SECRETS["narrative"]
    assert ticket.log.filter(act=CaseLogEntry.Act.PLAN_CHANGED, detail="asker").count() == 1
    assert verify_chain(ticket)
    assert "কদম".encode() not in bytes(Ticket.objects.values_list("safety_plan", flat=True).get())


def test_not_to_be_contacted_deletes_the_number_and_ends_the_consent(form):
    assert contact().holds
    form.press("save-plan", channel="none")
    ticket = Ticket.objects.get()
    assert (ticket.phone, ticket.phone_index) == ("", "")
    assert not SafetyPlan.from_json(ticket.safety_plan).allows_contact
    assert not contact().holds


def test_a_way_to_be_contacted_is_the_consent_to_be():
    _ticket, code = make_request()
    assert not contact().holds
    Visit(code).press("save-plan", **NEW)
    assert contact().holds
    assert contact().subject == Subject.ASKER


def test_a_number_without_plus_is_one_of_the_worker_s_country():
    _ticket, code = make_request(country="SA", place="abroad_work")
    Visit(code).press("save-plan", channel="call", phone="0512345678")
    assert Ticket.objects.get().phone == "+966512345678"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"channel": "pigeon"}, "channel"),
        ({"phone": ""}, "phone"),
        ({"phone": "123"}, "phone"),
        ({"safe_times": ["never"]}, "safe_times"),
        ({"who_may_answer": "everybody"}, "who_may_answer"),
        ({"code_word": "ক" * 41}, "code_word"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(form, changed, field):
    before = Ticket.objects.values("safety_plan", "phone").get()
    form.press("save-plan", **{**NEW, "cover_sentence": "ভুল নম্বর", **changed})
    assert form.status == 422
    assert f'<a href="#{field}">' in form.html
    assert 'value="ভুল নম্বর"' in form.html
    assert Ticket.objects.values("safety_plan", "phone").get() == before
    assert not CaseLogEntry.objects.filter(act=CaseLogEntry.Act.PLAN_CHANGED).exists()


def test_what_was_typed_stays_while_the_database_is_away(form):
    with database_away():
        form.press("save-plan", **NEW)
    assert form.status == 503
    assert int(form.page["Retry-After"]) > 0
    assert 'value="কদম"' in form.html
    assert 'value="০১৮১২-৩৪৫৬৭৮"' in form.html
    form.press("save-plan", **NEW)
    assert form.status == 200


def test_a_plan_that_came_too_late_is_there_again_after_the_code(form, later):
    later(minutes=31)
    form.press("save-plan", **NEW)
    assert "কদম" not in form.html
    _ticket, other_code = make_request()
    form.press("open", code=other_code)
    assert "কদম" not in form.html
    plan = SafetyPlan.from_json(Ticket.objects.order_by("pk").first().safety_plan)
    assert plan.code_word == SECRETS["code_word"]


def test_a_late_plan_is_shown_to_the_same_code_and_not_saved_by_itself(later):
    ticket, code = make_request(**SECRETS, channel="call")
    visit = Visit(code)
    visit.press("plan")
    later(minutes=31)
    visit.press("save-plan", **NEW)
    visit.press("open", code=code)
    assert 'value="কদম"' in visit.html
    assert "not saved yet" in visit.html
    ticket.refresh_from_db()
    assert SafetyPlan.from_json(ticket.safety_plan).code_word == SECRETS["code_word"]


def test_the_worker_of_a_relative_s_request_is_offered_a_message_instead():
    ticket, _code = make_request(**SECRETS, channel="call")
    visit = Visit(give_worker_a_code(ticket))
    visit.press("plan")
    assert 'name="channel"' not in visit.html
    assert 'name="act" value="reply"' in visit.html
    visit.press("save-plan", **NEW)
    ticket.refresh_from_db()
    assert SafetyPlan.from_json(ticket.safety_plan).code_word == SECRETS["code_word"]
    assert ticket.phone == "+8801712345678"


def test_who_asks_for_herself_may_change_her_plan():
    ticket, code = make_request(**WORKER_HERSELF)
    Visit(code).press("save-plan", **NEW)
    ticket.refresh_from_db()
    assert ticket.phone == "+8801812345678"
