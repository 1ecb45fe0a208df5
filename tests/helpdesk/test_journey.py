"""The form, page by page, as a person with any browser goes through it."""

import re

import pytest

from helpdesk.journey.steps import FORMS, field_names
from helpdesk.models import Ticket
from tests.helpdesk.conftest import code_of
from tests.helpdesk.form_pages import CONTACT, STORY, WORDS, is_checked, names_on, shows_answers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/help/", "/en/help/", "/help/code/", "/en/help/code/"])
def test_pages_set_no_cookie_and_are_kept_nowhere(visitor, path):
    response = visitor.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert "Cookie" not in response.get("Vary", "")
    assert "Accept-Language" not in response.get("Vary", "")


def test_no_page_of_the_journey_leaves_a_trace(new_journey):
    journey = new_journey()
    journey.ask(narrative=STORY)
    assert len(journey.pages) >= 9
    for page in journey.pages:
        html = page.content.decode()
        assert not page.cookies
        assert page["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in page.headers
        assert "<title>তথ্য</title>" in html
        # Every form is posted, to an address without a query.
        assert not re.search(r'<form(?![^>]*method="post")', html)
        assert not re.search(r'action="[^"]*[?#]', html)
        assert 'id="quick-exit"' in html


@pytest.mark.parametrize(("path", "language"), [("/help/", "bn"), ("/en/help/", "en")])
def test_the_page_speaks_the_language_of_its_address(visitor, path, language):
    response = visitor.get(path, headers={"accept-language": "en" if language == "bn" else "bn"})
    assert f'<html lang="{language}"' in response.content.decode()


def test_numbers_stand_before_any_question(journey):
    assert 'id="numbers"' in journey.html
    assert not names_on(journey.html)
    assert journey.html.index('id="numbers"') < journey.html.index("<form")


def test_one_thing_is_asked_on_each_page_in_order(new_journey):
    journey = new_journey()
    asked = []
    while not journey.is_at_check:
        journey.send(relation="parent", problems=["danger"], channel="none")
        asked.append(names_on(journey.html))
    assert asked == [*(set(field_names(step)) for step in FORMS), set()]
    assert len(journey.pages) == 9


def test_finer_choices_are_those_of_what_was_chosen(new_journey):
    journey = new_journey()
    journey.walk_to('name="subproblems"', problems=["danger", "no_news", "cheated"])
    codes = set(re.findall(r'name="subproblems" value="(\w+)"', journey.html))
    assert codes == {"A1", "A2", "A3", "A4", "B3", "B10", "C1", "C3", "C4", "E1"}


def test_a_problem_without_finer_choices_asks_no_more(new_journey):
    journey = new_journey()
    journey.walk(problems=["no_news"])
    assert not any('name="subproblems"' in page.content.decode() for page in journey.pages)


def test_only_three_answers_are_needed(new_journey):
    journey = new_journey()
    journey.send()
    for answers in ({"relation": "spouse"}, {}, {"problems": "other"}, {}, {"channel": "none"}):
        journey.send(**answers)
        assert journey.page.status_code == 200
    assert code_of(journey.send("send"))


@pytest.mark.parametrize(
    ("step", "answers"),
    [("relation", {"relation": ""}), ("problems", {"problems": ""}), ("channel", {"channel": ""})],
)
def test_what_is_missing_is_said_at_the_top_and_beside_the_question(new_journey, step, answers):
    journey = new_journey()
    journey.walk(**answers)
    assert journey.page.status_code == 422
    assert f'<a href="#{step}">' in journey.html
    assert f'id="{step}-error"' in journey.html
    assert not Ticket.objects.exists()


def test_sending_at_once_is_offered_from_the_contact_page_on(new_journey):
    journey = new_journey()
    offered = {}
    while not journey.is_at_check:
        names = names_on(journey.html)
        offered.update(dict.fromkeys(names, 'name="go" value="send"' in journey.html))
        journey.send(relation="parent", problems=["danger"], channel="none")
    for step in FORMS:
        for name in field_names(step):
            assert offered[name] is (step in ("contact", "consent", "words")), name


def test_sending_at_once_takes_this_page_too(new_journey):
    journey = new_journey()
    journey.walk_to(CONTACT)
    journey.send("send", channel="imo", phone="০১৭১২৩৪৫৬৭৮")
    assert code_of(journey.page)
    assert Ticket.objects.get().phone == "+8801712345678"


def test_sending_at_once_without_a_way_to_answer_is_refused(new_journey):
    journey = new_journey()
    journey.walk_to(CONTACT)
    journey.send("send", channel="call")
    assert journey.page.status_code == 422
    assert 'id="phone-error"' in journey.html
    assert not Ticket.objects.exists()


def test_back_keeps_everything_and_shows_it(new_journey):
    journey = new_journey()
    journey.walk_to(WORDS, relation="spouse", place="transit", problems=["not_paid"])
    journey.send("back", narrative=STORY)
    for name, value in (("problems", "not_paid"), ("place", "transit"), ("relation", "spouse")):
        while f'name="{name}"' not in journey.html:
            journey.send("back")
        assert is_checked(journey.html, name, value)
    # And forward again: what was answered shows until a page that never was.
    for _page in range(12):
        if WORDS in journey.html:
            break
        answers = {"relation": "spouse", "place": "transit", "problems": "not_paid"}
        journey.send(**answers, channel="none")
    assert STORY in journey.html


def test_going_on_shows_nothing_of_what_was_answered(new_journey):
    journey = new_journey()
    journey.send()
    journey.send(relation="spouse", is_minor="")
    journey.send(place="transit", upazila="গোপন গ্রাম")
    for page in journey.pages[2:]:
        assert "গোপন গ্রাম" not in page.content.decode()
        assert not shows_answers(page.content.decode())


def test_the_language_is_changed_without_losing_an_answer(new_journey):
    journey = new_journey()
    journey.walk_to(WORDS, relation="spouse")
    page = journey.send("stay", path="/en/help/", narrative=STORY)
    assert '<html lang="en"' in page.content.decode()
    assert STORY in journey.html
    journey.path = "/en/help/"
    journey.walk(narrative=STORY)
    assert "I am the wife or husband" in journey.html


def test_the_last_page_shows_every_answer_and_each_can_be_changed(new_journey):
    journey = new_journey()
    journey.walk(narrative=STORY, problems=["danger"], subproblems=["A1"], upazila="সাভার")
    for text in (STORY, "সাভার"):
        assert text in journey.html
    for step in FORMS:
        assert f'value="edit-{step}"' in journey.html
    journey.send("edit-words")
    assert STORY in journey.html
    journey.send(narrative="অন্য কথা")
    assert journey.is_at_check
    assert "অন্য কথা" in journey.html
    journey.send("send")
    assert Ticket.objects.get().narrative == "অন্য কথা"


def test_a_page_without_answers_is_no_list_on_the_last_page(new_journey):
    journey = new_journey("/en/help/")
    journey.walk()
    assert "Not answered" in journey.html
    assert re.findall(r"<dl>\s*<(?!dt)", journey.html) == []


def test_finer_choices_fall_away_with_their_big_one(new_journey):
    journey = new_journey()
    journey.walk(problems=["danger", "not_paid"], subproblems=["A3", "B1"])
    journey.send("edit-what")
    journey.send(problems=["not_paid"])
    journey.send("send")
    ticket = Ticket.objects.get()
    assert [row.code for row in ticket.subproblems.all()] == ["B1"]
    assert not ticket.restricted


def test_a_new_big_choice_asks_its_finer_ones_before_the_last_page(new_journey):
    journey = new_journey()
    journey.walk(problems=["no_news"])
    journey.send("edit-what")
    journey.send(problems=["no_news", "cheated"])
    assert 'name="subproblems"' in journey.html
    journey.send(subproblems=["C1"])
    assert journey.is_at_check


def test_a_child_is_asked_the_least_and_never_refused(new_journey):
    journey = new_journey()
    journey.walk(is_minor="on", problems=["danger"])
    asked = set().union(*(names_on(page.content.decode()) for page in journey.pages))
    steps = ("who", "what", "contact", "words")
    assert asked == {name for step in steps for name in field_names(step)}
    journey.send("send")
    ticket = Ticket.objects.get()
    assert ticket.is_minor
    assert ticket.restricted
    assert ticket.urgency <= 2


def test_a_child_s_earlier_answers_about_others_fall_away(new_journey):
    journey = new_journey()
    journey.walk(place="transit", problems=["danger"], subproblems=["A1"])
    journey.send("edit-who")
    journey.send(relation="child", is_minor="on")
    journey.walk()
    journey.send("send")
    assert Ticket.objects.get().place == ""
