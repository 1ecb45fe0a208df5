"""Writing to the help team: it arrives once, and nothing that was typed is lost."""

import pytest

from helpdesk.closing import close_ticket
from helpdesk.models import CaseLogEntry, Message, Notice
from helpdesk.models.log import verify_chain
from helpdesk.taxonomy import Outcome, Subject
from tests.helpdesk.own_page import (
    WORKER_HERSELF,
    Visit,
    database_away,
    give_worker_a_code,
    make_request,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    """A page for a reply, open with the asker's code."""
    _ticket, code = make_request()
    visit = Visit(code)
    visit.press("reply")
    return visit


def test_a_reply_arrives_sealed_logged_and_announced(form):
    form.press("send-reply", body="  ছেলে ফোন করেছে 😭\u200b\x07\r\nদুই ")
    assert "Your message has reached us" in form.html
    message = Message.objects.get()
    assert message.body == "ছেলে ফোন করেছে 😭\nদুই"
    assert message.thread == Subject.ASKER
    assert message.author is None
    assert "ছেলে".encode() not in bytes(Message.objects.values_list("body", flat=True).get())
    ticket = message.ticket
    entry = ticket.log.get(act=CaseLogEntry.Act.MESSAGE_RECEIVED)
    assert (entry.actor, entry.detail) == (None, "asker")
    assert ticket.notices.filter(kind=Notice.Kind.NEW_MESSAGE).count() == 1
    assert verify_chain(ticket)


def test_a_double_tap_is_one_message(form):
    page = form.token
    for _tap in range(2):
        form.press("send-reply", token=page, body="একই কথা")
        assert "Your message has reached us" in form.html
    assert Message.objects.count() == 1
    assert Notice.objects.filter(kind=Notice.Kind.NEW_MESSAGE).count() == 1


def test_other_words_on_the_same_page_are_another_message(form):
    page = form.token
    form.press("send-reply", token=page, body="এক")
    form.press("send-reply", token=page, body="দুই")
    assert {message.body for message in Message.objects.all()} == {"এক", "দুই"}


def test_the_same_words_on_another_page_are_another_message(form):
    form.press("send-reply", body="হ্যাঁ")
    form.press("reply")
    form.press("send-reply", body="হ্যাঁ")
    assert Message.objects.count() == 2


@pytest.mark.parametrize("body", ["", "   ", "\u200b\x00\n"])
def test_an_empty_reply_is_said_to_be_one(form, body):
    form.press("send-reply", body=body)
    assert form.status == 422
    assert '<a href="#id_body">' in form.html
    assert not Message.objects.exists()


def test_a_reply_that_is_too_long_is_kept_to_be_shortened(form):
    form.press("send-reply", body="ক" * 5001)
    assert form.status == 422
    assert "too long" in form.html
    assert "ক" * 5001 in form.html
    form.press("send-reply", body="ক" * 5000)
    assert form.status == 200
    assert len(Message.objects.get().body) == 5000


def test_a_megabyte_is_answered_in_words(form):
    form.press("send-reply", body="ক" * 500_000)
    assert form.status == 422
    assert not Message.objects.exists()


def test_what_was_typed_stays_while_the_database_is_away(form, caplog):
    with database_away():
        form.press("send-reply", body="\nজরুরি <কথা>")
    assert form.status == 503
    assert int(form.page["Retry-After"]) > 0
    assert "\nজরুরি &lt;কথা&gt;</textarea>" in form.html
    assert "জরুরি" not in caplog.text
    with database_away():
        form.press("send-reply", body="জরুরি")
    form.press("send-reply", body="জরুরি")
    assert form.status == 200
    assert Message.objects.count() == 1


def test_after_half_an_hour_a_page_shows_no_word_though_the_database_is_away(form, later):
    with database_away():
        later(minutes=20)
        form.press("send-reply", body="গোপন")
        assert "গোপন" in form.html
        # However often it was sent meanwhile.
        later(minutes=11)
        form.press("send-reply", body="গোপন")
    assert "গোপন" not in form.html
    assert "What you wrote was not sent" in form.html
    assert not Message.objects.exists()


def test_a_reply_to_a_closed_request_arrives_too(form):
    from helpdesk.models import Ticket

    close_ticket(Ticket.objects.get(), Outcome.HELPED, None)
    form.press("send-reply", body="আবার সমস্যা")
    assert Message.objects.count() == 1


def test_the_worker_writes_in_a_thread_of_her_own():
    ticket, _code = make_request()
    visit = Visit(give_worker_a_code(ticket))
    visit.press("send-reply", body="আমি")
    assert Message.objects.get().thread == Subject.WORKER


def test_who_asks_for_herself_writes_as_the_worker():
    _ticket, code = make_request(**WORKER_HERSELF)
    Visit(code).press("send-reply", body="আমি")
    assert Message.objects.get().thread == Subject.WORKER
