"""Showing that one is a person: asked on a tap only, and never the only door."""

import re
import time
from urllib.parse import parse_qs

import pytest
from django.urls import reverse
from django.utils import translation

from helpdesk.models import CaseLogEntry, Notice
from helpdesk.models.log import verify_chain
from helpdesk.views import person_check
from helpdesk.views.person_check import person_token
from portal.privacy import tokens
from portal.privacy.tokens import make_token
from tests.helpdesk.google_stand_in import GoogleStandIn
from tests.helpdesk.test_notices import store_ticket

pytestmark = pytest.mark.django_db

PATH = "/help/person/"
WIDGET_ANSWER = "03AFcWeA" + "x_-9" * 100
GOOGLE = re.compile(r"google|gstatic|recaptcha", re.IGNORECASE)


@pytest.fixture
def google(settings, tmp_path, monkeypatch):
    """Google's verification address as our server sees it, and both keys."""
    stand_in = GoogleStandIn(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(stand_in.certificate))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    settings.RECAPTCHA_ENABLED = True
    settings.RECAPTCHA_PUBLIC_KEY = "public-key-of-nobody"
    settings.RECAPTCHA_PRIVATE_KEY = "private-key-of-nobody"
    settings.RECAPTCHA_DOMAIN = stand_in.domain
    yield stand_in
    stand_in.stop()


@pytest.fixture
def ticket(db):
    return store_ticket(quarantined=True, reference="H-2222-3333")


@pytest.fixture
def tap(visitor, ticket):
    """Send the page's form as a button would; returns the response."""

    def tap_it(act="", answer=None, token=None, path=PATH, **headers):
        form = {"token": person_token(ticket) if token is None else token}
        if act:
            form["act"] = act
        if answer is not None:
            form["g-recaptcha-response"] = answer
        return visitor.post(path, form, headers=headers)

    return tap_it


def policy_of(response) -> dict[str, list[str]]:
    """The content security policy of an answer, by directive."""
    header = response["Content-Security-Policy"]
    return {part.split()[0]: part.split()[1:] for part in header.split("; ")}


def assert_it_waits(response, ticket, status=200):
    page = response.content.decode()
    assert response.status_code == status
    assert "queue for a person to read" in page
    # The numbers to call stand below this.
    assert "If it cannot wait" in page
    ticket.refresh_from_db()
    assert ticket.quarantined
    assert not ticket.log.filter(act=CaseLogEntry.Act.PERSON_SHOWN).exists()
    assert not Notice.objects.exists()


ENGLISH = "/en/help/person/"


class TestWithoutKeys:
    def test_there_is_no_such_page(self, visitor, ticket, settings):
        settings.QUICK_EXIT_URL = "https://neutral.example/weather"
        token = make_token(person_check.PURPOSE, {"ticket": ticket.pk})
        for response in (
            visitor.get(PATH),
            visitor.post(PATH, {"token": token}),
            visitor.post(PATH, {"token": token, "act": "ask"}),
        ):
            assert response.status_code == 404
            assert response["Cache-Control"] == "no-store"
            assert not GOOGLE.search(response.content.decode())
            assert not GOOGLE.search(response["Content-Security-Policy"])

    def test_nothing_is_offered(self, ticket):
        assert person_token(ticket) == ""

    def test_one_key_is_not_enough(self, settings, visitor):
        # settings/base.py makes this of the two keys.
        settings.RECAPTCHA_PUBLIC_KEY = "public"
        assert visitor.get(PATH).status_code == 404


class TestPages:
    def test_only_what_looks_automated_is_offered_it(self, google):
        assert person_token(store_ticket()) == ""

    def test_the_first_page_is_ours_alone(self, google, tap):
        response = tap(path=ENGLISH)
        page = response.content.decode()
        assert response.status_code == 200
        assert "Google sees the internet address of this phone" in page
        assert 'name="act" value="ask"' in page
        assert 'name="act" value="no"' in page
        assert not re.search(
            r"(?:src|href|action)=\"(?:https?:)?//(?!www\.google\.com/search)", page
        )
        assert "g-recaptcha" not in page
        assert not GOOGLE.search(response["Content-Security-Policy"])
        assert google.questions == []

    def test_the_tick_box_comes_on_the_tap(self, google, tap, settings):
        del settings.RECAPTCHA_DOMAIN
        response = tap("ask")
        page = response.content.decode()
        assert 'src="https://www.google.com/recaptcha/api.js?hl=bn" async defer' in page
        assert 'data-sitekey="public-key-of-nobody"' in page
        assert "data-callback" not in page
        assert "private-key" not in page
        assert "<noscript>" in page
        # No script of the page itself: the policy would forbid it.
        assert not re.search(r"<script(?![^>]*src=)", page)

    def test_only_that_answer_may_load_it(self, google, tap, visitor):
        hosts = ["https://www.google.com/recaptcha/", "https://www.gstatic.com/recaptcha/"]
        usual = policy_of(tap())
        policy = policy_of(tap("ask"))
        assert policy["script-src"] == ["'self'", *hosts]
        assert policy["frame-src"] == hosts
        assert policy["style-src-attr"] == ["'unsafe-inline'"]
        changed = {name for name in policy if policy[name] != usual.get(name)}
        assert changed == {"script-src", "frame-src", "style-src-attr"}
        # And afterwards everything is as it was.
        for response in (tap(), tap("no"), visitor.get("/help/code/"), visitor.get("/help/")):
            assert policy_of(response) == usual

    @pytest.mark.parametrize("act", ["", "ask", "no"])
    def test_it_is_a_help_page(self, google, tap, act):
        response = tap(act)
        page = response.content.decode()
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "same-origin"
        assert not response.cookies
        assert 'id="quick-exit"' in page
        assert "<title>" in page and "OKUP" not in page.split("</title>")[0]
        assert "ZEBRA" not in page
        assert "H-2222-3333" not in page

    def test_the_receipt_offers_it_with_a_button(self, google, ticket):
        from django.template.loader import render_to_string

        with translation.override("en"):
            page = render_to_string(
                "helpdesk/person/offer.html", {"person_token": person_token(ticket)}
            )
        assert 'action="/en/help/person/"' in page
        assert "<button" in page
        assert not GOOGLE.search(page)
        assert render_to_string("helpdesk/person/offer.html", {"person_token": ""}).strip() == ""


class TestPassed:
    def test_the_request_stands_in_the_queue_and_staff_are_told(
        self, google, tap, ticket, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as callbacks:
            response = tap("answer", WIDGET_ANSWER, path=ENGLISH)
        assert response.status_code == 200
        assert "Thank you" in response.content.decode()
        ticket.refresh_from_db()
        assert not ticket.quarantined
        assert list(ticket.log.values_list("act", flat=True)) == ["person_shown"]
        assert verify_chain(ticket)
        assert Notice.objects.get().kind == Notice.Kind.NEW_TICKET
        assert callbacks

    def test_google_gets_the_tick_and_our_key_and_nothing_else(self, google, tap):
        tap("answer", WIDGET_ANSWER, **{"x-forwarded-for": "203.0.113.9"})
        [(path, body)] = google.questions
        assert path == "/recaptcha/api/siteverify"
        assert parse_qs(body) == {
            "secret": ["private-key-of-nobody"],
            "response": [WIDGET_ANSWER],
        }

    def test_a_second_time_changes_nothing(self, google, tap, ticket):
        tap("answer", WIDGET_ANSWER)
        response = tap(
            "answer",
            WIDGET_ANSWER,
            token=make_token(person_check.PURPOSE, {"ticket": ticket.pk}),
            path=ENGLISH,
        )
        assert "Thank you" in response.content.decode()
        assert ticket.log.count() == Notice.objects.count() == 1
        assert len(google.questions) == 1


class TestNotPassed:
    @pytest.mark.parametrize(
        ("status", "body"),
        [
            (200, b'{"success": false, "error-codes": ["invalid-input-response"]}'),
            (200, b'{"success": "true"}'),
            (200, b"{}"),
            (200, b"[]"),
            (200, b"null"),
            (200, b""),
            (200, b"<html>"),
            (200, b"\xff\xfe"),
            (200, b'{"success": tr' + b" " * 100_000),
            (302, b""),
            (404, b'{"success": true}'),
            (500, b"secret words"),
        ],
    )
    def test_whatever_google_answers(self, google, tap, ticket, status, body):
        google.status, google.body = status, body
        assert_it_waits(tap("answer", WIDGET_ANSWER, path=ENGLISH), ticket)
        assert len(google.questions) == 1

    def test_google_cannot_be_reached(self, google, tap, ticket, settings, caplog):
        settings.RECAPTCHA_DOMAIN = "127.0.0.1:9"
        assert_it_waits(tap("answer", WIDGET_ANSWER, path=ENGLISH), ticket)
        assert "Google could not be asked: URLError" in caplog.text
        assert "x_-9" not in caplog.text

    def test_google_does_not_answer(self, google, tap, ticket, settings):
        google.delay = 3
        settings.RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 0.3
        begin = time.monotonic()
        assert_it_waits(tap("answer", WIDGET_ANSWER, path=ENGLISH), ticket)
        assert time.monotonic() - begin < 2

    def test_somebody_else_answers_in_its_place(self, google, tap, ticket, monkeypatch):
        monkeypatch.delenv("SSL_CERT_FILE")
        assert_it_waits(tap("answer", WIDGET_ANSWER, path=ENGLISH), ticket)
        assert google.questions == []

    def test_a_wait_has_an_end_by_default(self, settings):
        assert 0 < settings.RECAPTCHA_VERIFY_REQUEST_TIMEOUT <= 10

    def test_who_declines_loses_nothing(self, google, tap, ticket):
        assert_it_waits(tap("no", path=ENGLISH), ticket)
        assert google.questions == []

    @pytest.mark.parametrize(
        "answer",
        [None, "", "short", "আমার গোপন কথা আমার গোপন কথা", "my secret words, and more", "a" * 9000],
    )
    def test_what_the_tick_box_did_not_write_is_not_sent(self, google, tap, ticket, answer):
        assert_it_waits(tap("answer", answer, path=ENGLISH), ticket)
        assert google.questions == []

    @pytest.mark.parametrize("token", ["", "x", "é", "A" * 500])
    @pytest.mark.parametrize("act", ["", "ask", "answer"])
    def test_a_bad_token_ends_well(self, google, tap, ticket, token, act):
        assert_it_waits(tap(act, WIDGET_ANSWER, token=token, path=ENGLISH), ticket, status=422)
        assert google.questions == []

    def test_a_token_of_another_form_is_none(self, google, tap, ticket):
        token = make_token("help-open", {"ticket": ticket.pk})
        assert_it_waits(tap("ask", token=token, path=ENGLISH), ticket, status=422)

    def test_an_old_token_is_none(self, google, tap, ticket, monkeypatch):
        token = person_token(ticket)
        now = time.time()
        monkeypatch.setattr(tokens.time, "time", lambda: now + 24 * 3600 + 2)
        assert_it_waits(tap("ask", token=token, path=ENGLISH), ticket, status=422)

    def test_a_ticket_that_is_gone(self, google, tap):
        token = make_token(person_check.PURPOSE, {"ticket": 10**9})
        response = tap("answer", WIDGET_ANSWER, token=token, path=ENGLISH)
        assert response.status_code == 200
        assert google.questions == []

    def test_opened_without_a_form(self, google, visitor):
        response = visitor.get(ENGLISH)
        assert response.status_code == 200
        assert "Nothing is lost" in response.content.decode()

    def test_another_site_may_not_send_it(self, google, tap, ticket):
        response = tap("answer", WIDGET_ANSWER, **{"sec-fetch-site": "cross-site"})
        assert response.status_code == 403
        assert google.questions == []


def test_the_address_is_the_one_that_the_receipt_names():
    with translation.override("bn"):
        assert reverse("help_person") == PATH
    with translation.override("en"):
        assert reverse("help_person") == ENGLISH
