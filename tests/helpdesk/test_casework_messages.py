"""Messages of two threads that never mix, and notes that only staff read."""

import pytest
from django.urls import reverse

from helpdesk.groups import CASEWORKERS
from helpdesk.models import CaseNote, Message, Ticket
from helpdesk.models.log import verify_chain
from helpdesk.taxonomy import Subject
from tests.factories.requests import acts_of, make_request, message_from
from tests.helpdesk.conftest import TOKEN, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket():
    return make_request(channel="call", phone="+8801712345678", passport="ZZ0000001")


@pytest.fixture
def desk(client, caseworker):
    """A caseworker's browser."""
    client.force_login(caseworker)
    return client


def address(name: str, ticket) -> str:
    return reverse(f"helpdesk_{name}", args=[ticket.pk])


def page_of(client, ticket) -> str:
    return client.get(address("ticket", ticket)).content.decode()


def token_on(client, ticket) -> str:
    return TOKEN.search(page_of(client, ticket)).group(1)


def test_a_message_goes_into_its_own_thread(desk, ticket):
    token = token_on(desk, ticket)
    for thread, body in ((Subject.ASKER, "আমরা পড়েছি"), (Subject.WORKER, "আপনার জন্য")):
        desk.post(address("message", ticket), {"token": token, "thread": thread, "body": body})
    threads = {message.thread: message.body for message in ticket.messages.all()}
    assert threads == {"asker": "আমরা পড়েছি", "worker": "আপনার জন্য"}
    assert ("message_sent", "caseworker", "asker") in acts_of(ticket)
    assert ("message_sent", "caseworker", "worker") in acts_of(ticket)
    page = page_of(desk, ticket)
    asker, worker = (
        page.index("Messages with the person who asked"),
        page.index("Messages with the worker"),
    )
    assert asker < page.index("আমরা পড়েছি") < worker < page.index("Nothing of this may reach")
    assert page.index("Nothing of this may reach") < page.index("আপনার জন্য")


def test_a_double_click_writes_once_and_other_words_twice(desk, ticket):
    token = token_on(desk, ticket)
    for body in ("এক", "এক", "দুই"):
        desk.post(address("message", ticket), {"token": token, "thread": "asker", "body": body})
        desk.post(address("note", ticket), {"token": token, "note": body})
    assert [message.body for message in ticket.messages.all()] == ["এক", "দুই"]
    assert [note.body for note in ticket.notes.all()] == ["এক", "দুই"]
    acts = [act for act, _actor, _detail in acts_of(ticket)]
    assert acts.count("message_sent") == acts.count("note_written") == 2
    assert verify_chain(ticket)


@pytest.mark.parametrize(
    ("act", "field", "extra"),
    [("message", "body", {"thread": "worker"}), ("note", "note", {})],
)
def test_wrong_input_keeps_what_was_typed(desk, ticket, act, field, extra):
    page_of(desk, ticket)
    for token, words in (("broken", "রাখুন এই কথা"), (token_on(desk, ticket), "ক" * 5001)):
        response = desk.post(address(act, ticket), {**extra, "token": token, field: words})
        assert response.status_code == 422
        assert words in response.content.decode()
    assert not ticket.messages.exists()
    assert not ticket.notes.exists()
    response = desk.post(address(act, ticket), {**extra, field: "   "})
    assert "Write something first." in response.content.decode()


def test_a_token_of_another_ticket_or_user_writes_nothing(client, desk, ticket):
    other = make_request()
    words = {"token": token_on(desk, other), "note": "কথা"}
    assert desk.post(address("note", ticket), words).status_code == 422
    client.force_login(make_member("colleague", CASEWORKERS))
    assert client.post(address("note", other), words).status_code == 422
    assert not CaseNote.objects.exists()


def test_reading_marks_messages_of_the_people_as_read(desk, ticket):
    theirs = message_from(ticket, Subject.ASKER, "আছেন?")
    ours = Message(
        ticket=ticket, thread=Subject.ASKER, body="আছি", author=make_member("colleague")
    )
    ours.save()
    queue = desk.get(reverse("helpdesk_queue")).content.decode()
    assert "1 new message" in queue
    desk.head(address("ticket", ticket))
    theirs.refresh_from_db()
    assert theirs.read_at is None
    assert "আছেন?" in page_of(desk, ticket)
    theirs.refresh_from_db()
    ours.refresh_from_db()
    assert theirs.read_at is not None
    assert ours.read_at is None, "the person has not opened it"
    assert "1 new message" not in desk.get(reverse("helpdesk_queue")).content.decode()


def test_a_closed_request_with_a_new_message_is_found(desk, ticket):
    Ticket.objects.update(status="closed")
    message_from(ticket, Subject.ASKER, "আছেন?")
    queue = reverse("helpdesk_queue")
    assert ticket.reference not in desk.get(queue).content.decode()
    assert ticket.reference in desk.get(queue + "?unread=1").content.decode()


def test_the_page_says_by_which_way_the_plan_allows_to_tell(desk, ticket):
    page = page_of(desk, ticket)
    assert "The plan allows you to say that something waits by: Telephone call" in page
    assert "never use it to reach the worker" in page
    assert "The worker has no code yet" in page
    silent = page_of(desk, make_request(channel="none"))
    assert "the plan says not to contact them" in silent
    own = page_of(desk, make_request(relation="self_abroad"))
    assert "Messages with the worker, who asked" in own
    assert "Messages with the person who asked" not in own
    assert "Nothing of this may reach the person who asked" not in own
