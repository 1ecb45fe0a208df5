"""Small holes that were found by looking at the help desk as an attacker, or an unlucky person."""

from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.db import InterfaceError
from django.urls import reverse

from helpdesk import duty
from helpdesk.erasure import erase
from helpdesk.models import CaseLogEntry, Ticket
from helpdesk.taxonomy import Status, Urgency
from helpdesk.views.casework import intake
from helpdesk.views.own_request import access
from helpdesk.views.person_check import person_token
from portal.privacy import tokens
from tests.helpdesk.conftest import token_of
from tests.helpdesk.own_page import make_request
from tests.helpdesk.test_staff_intake import CALL

pytestmark = pytest.mark.django_db

ADD_FILES = "Add a photo, paper or voice note"


def written_down(visitor, token):
    return visitor.post("/en/help/", {"token": token, "go": "written"})


def let_pass(monkeypatch, seconds: int) -> None:
    now = tokens.time.time() + seconds
    monkeypatch.setattr(tokens.time, "time", lambda: now)


@pytest.fixture
def receipt(new_journey):
    """The token of a receipt's page: its button says that the code is on paper."""
    return token_of(new_journey("/en/help/").ask())


def test_after_writing_the_code_down_files_can_be_added(visitor, receipt):
    assert ADD_FILES in written_down(visitor, receipt).content.decode()


def test_the_same_page_sent_again_by_the_back_button_opens_nothing(visitor, receipt, monkeypatch):
    written_down(visitor, receipt)
    # Whatever comes again is no double tap but somebody else.
    monkeypatch.setattr(access, "TAPPED_TWICE_WITHIN", timedelta(seconds=-1))
    page = written_down(visitor, receipt)
    assert page.status_code == 200
    assert ADD_FILES not in page.content.decode()
    assert 'name="token"' not in page.content.decode()


def test_a_receipt_that_lay_open_for_hours_opens_nothing(visitor, receipt, monkeypatch):
    let_pass(monkeypatch, 31 * 60)
    assert ADD_FILES not in written_down(visitor, receipt).content.decode()


@pytest.mark.parametrize("codec", ["utf-7", "raw_unicode_escape", "idna", "rot13", "utf-16"])
@pytest.mark.parametrize("path", ["/help/", "/help/code/"])
def test_no_codec_of_the_sender_breaks_a_page(visitor, open_form, path, codec):
    visitor.raise_request_exception = False
    who = token_of(visitor.post("/help/", {"token": open_form(), "go": "next"}))
    fields = {"token": who, "go": "next", "relation": "+2AA- \\ud800", "code": "+2AA- \\ud800"}
    parts = (
        f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    body = ("".join(parts) + "--B--\r\n").encode()
    kind = f"multipart/form-data; boundary=B; charset={codec}"
    answer = visitor.generic("POST", path, body, content_type=kind)
    assert answer.status_code == 422


def test_facts_that_are_shown_again_with_a_mistake_are_logged_too(client, caseworker):
    ticket, _code = make_request(channel="call", phone="01712345678", code_word="শাপলা")
    client.force_login(caseworker)
    page = client.post(reverse("helpdesk_new_code", args=[ticket.pk]), {})
    assert "শাপলা" in page.content.decode()
    seen = ticket.log.filter(act=CaseLogEntry.Act.VIEWED, actor=caseworker)
    assert seen.count() == 1


def test_an_erased_request_is_not_opened_again(client, supervisor):
    ticket, _code = make_request()
    erase(ticket, supervisor)
    client.force_login(supervisor)
    client.post(reverse("helpdesk_status", args=[ticket.pk]), {"status": Status.IN_PROGRESS})
    assert Ticket.objects.get().status == Status.CLOSED


@pytest.fixture
def call(client, caseworker, english):
    """Write a call down; returns the page that comes."""
    client.force_login(caseworker)
    address = reverse("helpdesk_new")
    token = token_of(client.get(address))

    def write_down(**answers):
        answers = {**CALL, "token": token, **answers}
        return client.post(address, answers)

    return write_down


def test_what_staff_tick_in_detail_never_falls_away(call):
    call(problems=["not_paid"], subproblems=["A2", "B1"])
    ticket = Ticket.objects.get()
    assert set(ticket.problems.values_list("code", flat=True)) == {"not_paid", "danger"}
    assert set(ticket.subproblems.values_list("code", flat=True)) == {"A2", "B1"}
    assert ticket.restricted
    assert ticket.urgency == Urgency.NOW


def test_staff_keep_their_words_when_the_connection_to_the_database_breaks(call):
    with mock.patch.object(intake, "submit", side_effect=InterfaceError("closed")):
        page = call()
    assert page.status_code == 503
    assert page["Retry-After"]
    assert CALL["narrative"] in page.content.decode()


@pytest.mark.parametrize("act", ["", "ask"])
def test_the_pages_before_google_leave_the_script_out(visitor, ticket_set_aside, act):
    """Our script would put Google's box into a page whose policy forbids it."""
    token = person_token(ticket_set_aside)
    page = visitor.post("/help/person/", {"token": token, "act": act}).content.decode()
    form = page[page.index("<form") : page.index("<input")]
    assert "data-plain" in form


@pytest.fixture
def ticket_set_aside(settings):
    settings.RECAPTCHA_ENABLED = True
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = "key-of-nobody"
    ticket, _code = make_request()
    ticket.quarantined = True
    ticket.save(update_fields=["quarantined"])
    return ticket


@pytest.mark.parametrize("hour", [0, 12, 23])
def test_without_times_the_receipt_says_nothing_that_ends_during_the_day(
    new_journey, monkeypatch, hour
):
    """It is read at any hour: nobody "works today" any more at eleven in the evening."""
    # 5 March 2026 was a Thursday; the first working days have no times.
    moment = datetime(2026, 3, 5, hour, 30, tzinfo=duty.DHAKA)
    monkeypatch.setattr(duty.timezone, "now", lambda: moment)
    page = new_journey("/en/help/").ask().content.decode()
    assert "Today is a working day of the help team." in page
    assert "on duty" not in page and "works today" not in page
