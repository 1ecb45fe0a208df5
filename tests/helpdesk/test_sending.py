"""What becomes of a form that is sent: one ticket, whole, with its receipt."""

from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from helpdesk import submissions
from helpdesk.erasure import erase
from helpdesk.models import Consent, LocalOffice, Receipt, Ticket
from helpdesk.models.log import verify_chain
from helpdesk.receipt_codes import hash_code, parse_code
from helpdesk.safety_plan import SafetyPlan
from portal.reference.models import District
from tests.helpdesk.conftest import Journey, code_of

pytestmark = pytest.mark.django_db

STORY = "ছেলে তিন মাস কথা বলে না 😭"


def test_a_sent_form_is_one_ticket_and_shows_a_code(ask):
    page = ask(
        problems=["danger", "no_news"],
        subproblems=["A1"],
        worker_knows="cannot",
        place="abroad_work",
        how_went="no_papers",
        channel="call",
        phone="০১৭১২-৩৪৫৬৭৮",
        safe_times=["morning", "night"],
        who_may_answer="family",
        may_leave_message="on",
        code_word="শাপলা",
        cover_sentence="রং নম্বর",
        asker_name="কাল্পনিক নাম",
        withhold="এক দালাল",
        narrative=STORY,
    )
    assert page.status_code == 200
    ticket = Ticket.objects.get()
    assert ticket.phone == "+8801712345678"
    assert (ticket.asker_name, ticket.narrative) == ("কাল্পনিক নাম", STORY)
    assert ticket.withhold == "এক দালাল"
    assert SafetyPlan.from_json(ticket.safety_plan) == SafetyPlan(
        channel="call",
        safe_times=["morning", "night"],
        who_may_answer="family",
        may_leave_message=True,
        may_say_okup=False,
        cover_sentence="রং নম্বর",
        code_word="শাপলা",
    )
    assert {row.code for row in ticket.problems.all()} == {"danger", "no_news"}
    # What has one finer meaning only is not asked again.
    assert {row.code for row in ticket.subproblems.all()} == {"A1", "A5"}
    assert (ticket.place, ticket.how_went, ticket.worker_knows) == (
        "abroad_work",
        "no_papers",
        "cannot",
    )
    assert (ticket.urgency, ticket.language, ticket.origin) == (1, "bn", "web")
    assert not ticket.quarantined
    code = parse_code(code_of(page))
    assert Receipt.objects.get().code_hash == hash_code(code)
    assert verify_chain(ticket)
    # A link to the other language would lead away from a code that is shown once.
    assert "hreflang" not in page.content.decode()
    assert STORY not in page.content.decode()


def test_the_code_is_stored_nowhere(ask):
    code = parse_code(code_of(ask()))
    for model in (Ticket, Receipt):
        for row in model.objects.values():
            assert code not in str(row)


def test_the_receipt_says_how_to_keep_the_code_and_whom_to_call(ask):
    html = ask().content.decode()
    assert "কাগজে লিখে রাখুন" in html
    assert Ticket.objects.get().reference in html
    # Files come afterwards, and only if somebody wants to.
    assert 'value="files"' in html
    assert 'type="file"' not in html


@pytest.mark.parametrize(("relation", "subject"), [("parent", "asker"), ("self_abroad", "worker")])
def test_everybody_consents_for_themselves_only(ask, relation, subject):
    ask(relation=relation, refer_to=["mission", "police"], consent_statistics="on")
    assert {row.subject for row in Consent.objects.all()} == {subject}
    assert Receipt.objects.get().holder == subject
    given = {(row.purpose, row.recipient) for row in Consent.objects.all() if row.given}
    assert given == {
        ("hold", ""),
        ("refer", "mission"),
        ("refer", "police"),
        ("statistics", ""),
    }
    refused = {(row.purpose, row.recipient) for row in Consent.objects.all() if not row.given}
    assert {("contact", ""), ("story", ""), ("refer", "ngo")} <= refused


@pytest.mark.parametrize(
    ("answers", "restricted", "urgency"),
    [
        ({"problems": ["danger"], "subproblems": ["A1"]}, False, 1),
        ({"problems": ["danger"], "subproblems": ["A2"]}, True, 1),
        ({"problems": ["danger"], "subproblems": ["A3"]}, True, 1),
        ({"problems": ["other"], "subproblems": ["G1"]}, True, 2),
        ({"problems": ["not_paid"]}, False, 3),
        ({"problems": ["not_paid"], "is_minor": "on"}, True, 2),
        ({"problems": ["returned"], "subproblems": ["D5"]}, False, 1),
    ],
)
def test_who_may_see_it_and_how_soon_is_clear_from_the_first_second(
    ask, answers, restricted, urgency
):
    ask(**answers)
    ticket = Ticket.objects.get()
    assert (ticket.restricted, ticket.urgency) == (restricted, urgency)


@pytest.fixture
def office(db):
    """A local office and its only district."""
    district = District.objects.first()
    office = LocalOffice.objects.create(name="Fictional office")
    office.districts.add(district)
    return office


@pytest.mark.parametrize(
    ("answers", "route"),
    [
        ({}, "local"),
        ({"avoid_local": "on"}, "central"),
        ({"problems": ["danger"], "subproblems": ["A3"]}, "central"),
        ({"is_minor": "on"}, "central"),
        ({"district": ""}, "central"),
    ],
)
def test_who_fears_the_local_office_is_never_sent_there(ask, office, answers, route):
    ask(**{"district": office.districts.get().code, **answers})
    assert Ticket.objects.get().route == route


# --- Once, and never lost ------------------------------------------------------------------


def test_sending_twice_makes_one_ticket_and_shows_the_same_code(new_journey):
    journey = new_journey()
    first = journey.ask(narrative=STORY)
    second = journey.resend(-2, go="send")
    assert Ticket.objects.count() == 1
    assert code_of(first) == code_of(second)


def test_an_hour_later_it_is_the_same_ticket_and_code(new_journey, hours_pass):
    journey = new_journey()
    first = journey.ask()
    hours_pass(1)
    assert code_of(journey.resend(-2, go="send")) == code_of(first)
    assert Ticket.objects.count() == 1


def test_after_two_hours_the_code_is_not_shown_again(new_journey, hours_pass):
    journey = new_journey()
    journey.ask()
    hours_pass(3)
    again = journey.resend(-2, go="send")
    assert again.status_code == 200
    assert "<output>" not in again.content.decode()
    assert Ticket.objects.count() == 1


@pytest.fixture
def hours_pass():
    """Make the only ticket look that many hours older."""

    def turn_back(hours):
        Ticket.objects.update(created_at=timezone.now() - timedelta(hours=hours))

    return turn_back


def test_once_written_down_the_code_is_not_shown_again(new_journey):
    journey = new_journey()
    code = code_of(journey.ask())
    page = journey.send("written")
    assert page.status_code == 200
    assert code not in journey.html
    assert "<output>" not in journey.resend(-3, go="send").content.decode()
    assert Receipt.objects.get().written_down_at


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_damaged_receipt_page_still_says_what_happens_now(visitor, token):
    page = visitor.post("/help/", {"token": token, "go": "written"})
    assert page.status_code == 200
    assert "<h1>" in page.content.decode()


def test_a_code_of_an_erased_request_is_not_shown_again(new_journey, supervisor):
    journey = new_journey()
    journey.ask()
    erase(Ticket.objects.get(), supervisor)
    assert "<output>" not in journey.resend(-2, go="send").content.decode()


def test_other_words_on_the_same_form_are_never_lost(new_journey):
    journey = new_journey()
    journey.walk(narrative="এক কথা")
    first = journey.send("send")
    # The browser's Back button twice, other words, and sent again.
    last_look = journey.page = journey.resend(-3, go="next", narrative="আরও কথা")
    second = journey.send("send")
    journey.page = last_look
    again = journey.send("send")
    older, newer = Ticket.objects.order_by("pk")
    assert newer.follows == older
    assert (older.narrative, newer.narrative) == ("এক কথা", "আরও কথা")
    assert code_of(first) != code_of(second) == code_of(again)


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_said_and_loses_nothing(new_journey, monkeypatch, error):
    def no_database(*args, **kwargs):
        raise error(f"database is locked: {STORY}")

    journey = new_journey()
    journey.walk(narrative=STORY)
    with monkeypatch.context() as broken:
        broken.setattr(submissions, "_store_ticket", no_database)
        page = journey.send("send")
    assert page.status_code == 503
    assert page["Retry-After"]
    assert STORY in journey.html
    assert "tel:" in journey.html or "এই মুহূর্তে" in journey.html
    assert not Ticket.objects.exists()
    assert code_of(journey.send("send"))
    assert Ticket.objects.get().narrative == STORY


def test_a_receipt_that_cannot_be_shown_is_asked_for_again(new_journey, monkeypatch):
    def no_database():
        raise OperationalError("gone after the commit")

    journey = new_journey()
    journey.walk(narrative=STORY)
    with monkeypatch.context() as broken:
        broken.setattr("helpdesk.views.receipt.next_reading", no_database)
        assert journey.send("send").status_code == 503
    assert code_of(journey.send("send"))
    assert Ticket.objects.count() == 1


def test_a_commit_is_on_the_disk_before_the_receipt(ask, django_capture_on_commit_callbacks):
    if connection.vendor == "postgresql":
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            ask()
        assert any("synchronous_commit = on" in query["sql"] for query in queries)
    else:
        with connection.cursor() as cursor:
            # 2 is FULL: every commit waits for the disk.
            assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 2


# --- Machines and crowds --------------------------------------------------------------------


def test_machines_are_set_aside_but_not_refused(ask):
    page = ask(website="http://spam.example")
    assert page.status_code == 200
    assert code_of(page)
    assert Ticket.objects.get().quarantined


@pytest.mark.parametrize(
    ("answers", "quarantined"),
    [
        ({"problems": ["no_news"]}, True),
        ({"problems": ["danger"]}, False),
        ({"problems": ["no_news"], "is_minor": "on"}, False),
    ],
)
def test_speed_sets_aside_but_never_hides_danger(visitor, answers, quarantined):
    Journey(visitor).ask(**answers)
    assert Ticket.objects.get().quarantined is quarantined


def test_a_person_at_a_person_s_speed_is_not_set_aside(visitor, later):
    journey = Journey(visitor)
    later(seconds=30)
    journey.ask()
    assert not Ticket.objects.get().quarantined


def test_who_begins_again_after_a_damaged_page_is_no_machine(visitor):
    journey = Journey(visitor)
    journey.page = visitor.post("/help/", {"token": "damaged", "relation": "parent"})
    journey.ask()
    assert not Ticket.objects.get().quarantined


def test_thirty_people_behind_one_address_all_get_through(new_journey):
    codes = {code_of(new_journey().ask()) for _person in range(30)}
    assert len(codes) == Ticket.objects.count() == 30
    assert not Ticket.objects.filter(quarantined=True).exists()
