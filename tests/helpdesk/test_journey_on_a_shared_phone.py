"""What somebody else who holds the phone may not see, and what is never lost by that."""

import re

import pytest
from django.db import OperationalError

from helpdesk.journey.forms import MAX_NARRATIVE
from helpdesk.journey.state import open_state
from helpdesk.models import Ticket
from helpdesk.safety_plan import SafetyPlan
from portal.privacy.tokens import make_token
from tests.helpdesk.conftest import Journey, code_of
from tests.helpdesk.form_pages import STORY, WORDS, shows_answers

pytestmark = pytest.mark.django_db


def test_a_page_that_is_sent_again_shows_nothing(new_journey):
    journey = new_journey()
    journey.walk(narrative=STORY)
    assert STORY in journey.html
    # The browser's Back button sends the page before the last one once more.
    again = journey.resend(-2, go="next", narrative=STORY)
    html = again.content.decode()
    assert STORY not in html
    assert "edit-who" not in html
    # Nor does any button from there on.
    journey.page = again
    for go in ("back", "back", "back", "edit-words", "check"):
        journey.send(go)
        assert STORY not in journey.html
        assert not shows_answers(journey.html)


def test_an_empty_page_that_is_sent_again_leads_back_to_nothing(new_journey):
    journey = new_journey()
    journey.walk_to(WORDS, relation="spouse")
    # The page before is sent again: the words page is as empty as it was.
    journey.page = journey.resend(-2, go="next")
    assert not shows_answers(journey.html)
    for _page in range(8):
        journey.send("back")
        assert not shows_answers(journey.html)


def test_nothing_is_lost_by_being_hidden(new_journey):
    journey = new_journey()
    journey.walk(narrative=STORY, relation="spouse")
    journey.page = journey.resend(-2, go="next", narrative=STORY)
    assert code_of(journey.send("send"))
    ticket = Ticket.objects.get()
    assert (ticket.narrative, ticket.relation) == (STORY, "spouse")


def test_a_hidden_page_left_empty_keeps_its_answers(new_journey):
    journey = new_journey()
    journey.walk(narrative=STORY, relation="spouse")
    journey.page = journey.resend(-2, go="back", narrative=STORY)
    for _page in range(8):
        if 'name="relation"' in journey.html:
            break
        journey.send("back")
    assert not shows_answers(journey.html)
    while not journey.is_at_check:
        journey.send()
        assert journey.page.status_code == 200
    journey.send("send")
    assert Ticket.objects.get().relation == "spouse"


def test_a_hidden_page_answered_anew_takes_the_new_answer(new_journey):
    journey = new_journey()
    journey.walk(narrative=STORY)
    journey.page = journey.resend(-2, go="back", narrative=STORY)
    journey.walk(narrative="অন্য কথা")
    journey.send("send")
    assert Ticket.objects.get().narrative == "অন্য কথা"


def test_a_hidden_contact_page_left_empty_keeps_the_number(new_journey):
    journey = new_journey()
    journey.walk(channel="imo", phone="০১৭১২৩৪৫৬৭৮", code_word="শাপলা")
    journey.page = journey.resend(-2, go="next")
    journey.send("edit-contact")
    # Nothing is chosen beforehand: a browser sends this page back empty.
    assert not re.search(r"<input[^>]*\schecked", journey.html)
    journey.send(asker_name="কাল্পনিক")
    journey.send("send")
    ticket = Ticket.objects.get()
    assert (ticket.phone, ticket.asker_name) == ("+8801712345678", "কাল্পনিক")
    plan = SafetyPlan.from_json(ticket.safety_plan)
    assert (plan.channel, plan.code_word) == ("imo", "শাপলা")


def test_a_second_try_of_the_script_hides_nothing(new_journey):
    journey = new_journey()
    journey.walk_to(WORDS)
    data = {"token": journey.token, "go": "next", "narrative": STORY}
    script = {"x-page-part": "body"}
    for _try in range(2):
        journey.page = journey.client.post("/help/", data, headers=script)
        assert STORY in journey.html
        assert journey.page["X-Page"] == "help"
        assert "<style" not in journey.html
        assert "<script" not in journey.html


def test_the_first_question_sent_again_shows_nothing_either(new_journey):
    journey = new_journey()
    journey.send()
    who = journey.page
    journey.send(relation="spouse")
    for go in ("stay", "back", "next"):
        journey.page = who
        journey.send(go, relation="spouse")
        assert not shows_answers(journey.html)
        if 'name="place"' in journey.html:
            journey.send("back")
            assert not shows_answers(journey.html)


def test_while_nobody_can_say_nothing_is_shown_and_nothing_lost(new_journey, monkeypatch):
    def no_database(token):
        raise OperationalError("database is locked")

    journey = new_journey()
    journey.walk(narrative=STORY)
    with monkeypatch.context() as broken:
        broken.setattr("helpdesk.journey.state.is_first_showing", no_database)
        journey.send("edit-words")
        assert STORY not in journey.html
        journey.send()
    journey.send("send")
    assert Ticket.objects.get().narrative == STORY


def test_what_was_on_the_screen_comes_back_however_long_it_took(new_journey, later):
    journey = new_journey()
    journey.walk_to(WORDS)
    later(minutes=20)
    story = "খ" * (MAX_NARRATIVE + 1)
    journey.send(narrative=story)
    assert journey.page.status_code == 422
    assert story in journey.html
    journey.send(narrative=STORY)
    assert journey.page.status_code == 200
    assert STORY not in journey.html
    journey.send("send")
    assert Ticket.objects.get().narrative == STORY


@pytest.mark.parametrize(("minutes", "is_shown"), [(14, True), (16, False)])
def test_a_page_that_stood_open_long_shows_no_earlier_answer(
    new_journey, later, minutes, is_shown
):
    journey = new_journey()
    journey.walk_to(WORDS)
    later(minutes=minutes)
    journey.send(narrative=STORY)
    assert (STORY in journey.html) is is_shown
    journey.send("back")
    assert (STORY in journey.html) is is_shown
    journey.send("send")
    assert code_of(journey.page)


def test_after_a_day_nothing_can_be_recovered(new_journey, later, monkeypatch):
    journey = new_journey()
    journey.walk(narrative=STORY)
    later(hours=25)
    page = journey.send("send")
    assert page.status_code == 422
    assert "২৪ ঘণ্টা" in journey.html
    assert STORY not in journey.html
    assert not Ticket.objects.exists()


def test_a_day_counts_from_the_first_page_not_from_the_last(visitor, later):
    journey = Journey(visitor)
    for _page in range(3):
        later(hours=9)
        journey.send(relation="parent", problems=["danger"])
    assert journey.page.status_code == 422


@pytest.mark.parametrize(
    "token",
    ["", "x", "AAAA", "é" * 30, "\x00", "A" * 300_000, "another", "list", "flipped"],
    ids=["none", "x", "AAAA", "accents", "nul", "long", "another", "list", "flipped"],
)
def test_a_bad_token_keeps_what_this_page_brought(new_journey, token):
    journey = new_journey()
    journey.walk_to(WORDS)
    good = journey.token
    if token == "another":
        token = make_token("help-code", {"key": "0" * 32})
    elif token == "list":
        token = make_token("help-journey", {"unknown": []})
    elif token == "flipped":
        token = good[:40] + ("A" if good[40] != "A" else "B") + good[41:]
    page = journey.client.post("/help/", {"token": token, "go": "next", "narrative": STORY})
    assert page.status_code == 422
    assert not Ticket.objects.exists()
    journey.page = page
    journey.walk_to(WORDS)
    assert STORY in journey.html


def test_the_token_reveals_nothing(new_journey):
    journey = new_journey()
    journey.walk(narrative="ZEBRASTORYWORD " * 20)
    assert "ZEBRA" not in journey.token
    state, _age = open_state(journey.token)
    assert state.answers["narrative"]


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"origin": "http://testserver"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "null"}, False),
    ],
)
def test_only_this_site_s_pages_may_send(new_journey, headers, allowed):
    journey = new_journey()
    journey.walk()
    data = {"token": journey.token, "go": "send"}
    response = journey.client.post("/help/", data, headers=headers)
    assert response.status_code == (200 if allowed else 403)
    assert Ticket.objects.exists() is allowed
