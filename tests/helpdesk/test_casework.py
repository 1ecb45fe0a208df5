"""The queue, a request and the acts on it inside the admin, and what is logged of them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from helpdesk.groups import CASEWORKERS
from helpdesk.models import CaseLogEntry, CaseNote, Notice, Receipt, Ticket
from helpdesk.models.log import verify_chain
from helpdesk.taxonomy import Subject
from portal.privacy.ciphers import CannotOpenError
from tests.factories.requests import acts_of, make_request, message_from
from tests.helpdesk.conftest import TOKEN, make_member

pytestmark = pytest.mark.django_db

NASTY = "<script>alert('গোপন')</script>"


@pytest.fixture
def ticket():
    return make_request(
        narrative="গোপন কথা",
        channel="call",
        phone="+8801712345678",
        code_word="শাপলা",
        cover_sentence="আমি দর্জির দোকান থেকে বলছি",
        asker_name="কাল্পনিক রহিমা",
        withhold="চাচাকে বলবেন না",
        subproblems=["A5"],
        how_went="visit_visa",
        passport="ZZ0000001",
        upazila="কাল্পনিকপুর",
        may_leave_message=True,
    )


@pytest.fixture
def desk(client, caseworker):
    """A caseworker's browser."""
    client.force_login(caseworker)
    return client


def address(name: str, ticket) -> str:
    return reverse(f"helpdesk_{name}", args=[ticket.pk])


def page_of(client, ticket) -> str:
    return client.get(address("ticket", ticket)).content.decode()


def token_on(client, ticket, name: str = "ticket") -> str:
    return TOKEN.search(client.get(address(name, ticket)).content.decode()).group(1)


def test_a_caseworker_finds_the_ticket(desk, ticket):
    queue = desk.get(reverse("helpdesk_queue")).content.decode()
    assert ticket.reference in queue
    for word in ("গোপন", "শাপলা", "রহিমা", "চাচাকে", "1712345678"):
        assert word not in queue
    page = page_of(desk, ticket)
    for words in (
        "গোপন কথা",
        "শাপলা",
        "আমি দর্জির দোকান থেকে বলছি",
        "চাচাকে বলবেন না",
        "কাল্পনিকপুর",
        "Nothing heard for a long time",
        "On a visit visa",
        "central help team",
    ):
        assert words in page
    assert page.index("শাপলা") < page.index("গোপন কথা"), "the plan stands first"


def test_superusers_see_nothing_until_they_join_the_group(client, ticket):
    chief = make_member("chief", superuser=True)
    client.force_login(chief)
    assert "help-requests" not in client.get("/admin/").content.decode()
    for name, args in (("helpdesk_queue", []), ("helpdesk_ticket", [ticket.pk])):
        response = client.get(reverse(name, args=args))
        assert response.status_code in (302, 403)
        assert ticket.reference not in response.content.decode()
    chief.groups.set(make_member("other", CASEWORKERS).groups.all())
    assert client.get(address("ticket", ticket)).status_code == 200


@pytest.mark.parametrize("name", ["queue", "new", "ticket", "new_code"])
def test_strangers_are_sent_to_the_login(client, ticket, name):
    args = [ticket.pk] if name in ("ticket", "new_code") else []
    response = client.get(reverse(f"helpdesk_{name}", args=args))
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]


def test_nothing_of_a_page_is_stored_by_the_browser(desk, ticket):
    for path in (reverse("helpdesk_queue"), address("ticket", ticket), reverse("helpdesk_new")):
        assert "no-store" in desk.get(path)["Cache-Control"]


def test_restricted_tickets_are_for_supervisors(client, caseworker, supervisor, ticket):
    Ticket.objects.update(restricted=True)
    client.force_login(caseworker)
    assert client.get(address("ticket", ticket)).status_code == 404
    assert ticket.reference not in client.get(reverse("helpdesk_queue")).content.decode()
    client.force_login(supervisor)
    assert client.get(address("ticket", ticket)).status_code == 200
    assert "restricted" in client.get(reverse("helpdesk_queue")).content.decode()


def test_a_number_is_shown_only_by_a_logged_act(desk, ticket):
    page = page_of(desk, ticket)
    assert "+8801712345678" not in page
    assert "ZZ0000001" not in page
    shown = desk.post(address("number", ticket)).content.decode()
    assert "+8801712345678" in shown
    assert "ZZ0000001" in shown
    assert acts_of(ticket) == [
        ("received", None, ""),
        ("viewed", "caseworker", ""),
        ("number_shown", "caseworker", ""),
    ]


ACTS = ["number", "message", "note", "status", "close", "consent", "danger", "erase"]


@pytest.mark.parametrize("name", ACTS)
def test_acts_need_a_post(desk, ticket, name):
    assert desk.get(address(name, ticket)).status_code == 405


@pytest.mark.parametrize("name", [*ACTS, "new_code"])
def test_acts_need_the_csrf_token(caseworker, ticket, name):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(caseworker)
    before = ticket.log.count()
    assert strict.post(address(name, ticket), {"status": "waiting"}).status_code == 403
    assert ticket.log.count() == before
    for shared in ("helpdesk_new", "helpdesk_find"):
        assert strict.post(reverse(shared)).status_code == 403


@pytest.mark.parametrize("name", [*ACTS, "new_code"])
def test_acts_on_a_ticket_that_one_may_not_see_find_nothing(desk, ticket, name):
    Ticket.objects.update(restricted=True)
    response = desk.post(address(name, ticket), {"sure": "on", "status": "waiting"})
    assert response.status_code == 404
    assert acts_of(ticket) == [("received", None, "")]


def test_looking_changes_nothing_but_the_log(desk, ticket):
    message_from(ticket, Subject.ASKER, "আছেন?")
    tables = (Ticket, Receipt, CaseNote)
    before = [list(model.objects.values()) for model in tables]
    for name in ("ticket", "new_code"):
        desk.get(address(name, ticket))
    desk.get(reverse("helpdesk_queue") + "?unread=1")
    desk.get(reverse("helpdesk_new"))
    assert [list(model.objects.values()) for model in tables] == before
    assert {act for act, _actor, _detail in acts_of(ticket)} == {"received", "viewed"}


# --- Moving on -------------------------------------------------------------------------


def test_moving_a_ticket_on_is_logged(desk, ticket):
    desk.post(address("status", ticket), {"status": "in_progress"})
    ticket.refresh_from_db()
    assert ticket.status == "in_progress"
    assert ("status_changed", "caseworker", "in_progress") in acts_of(ticket)
    for wrong in ("no such status", "closed", "in_progress"):
        desk.post(address("status", ticket), {"status": wrong})
    ticket.refresh_from_db()
    assert ticket.status == "in_progress", "closing asks for an outcome"
    assert len(acts_of(ticket)) == 2


def test_closing_asks_for_an_outcome_and_opening_again_takes_it_back(desk, ticket):
    response = desk.post(address("close", ticket), {"outcome": "nonsense"})
    assert response.status_code == 422
    for _twice in range(2):
        desk.post(address("close", ticket), {"outcome": "informed"})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.outcome) == ("closed", "informed")
    assert ticket.receipts.get().expires_at is not None
    assert [act for act in acts_of(ticket) if "closed" in act[2]] == [
        ("status_changed", "caseworker", "closed:informed")
    ]
    assert (
        ticket.reference in desk.get(reverse("helpdesk_queue") + "?status=closed").content.decode()
    )
    desk.post(address("status", ticket), {"status": "waiting"})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.outcome, ticket.closed_at) == ("waiting", "", None)
    assert ticket.receipts.get().expires_at is None


def test_staff_release_what_only_looked_automated(desk, ticket):
    Ticket.objects.update(quarantined=True)
    Notice.objects.all().delete()
    assert ticket.reference not in desk.get(reverse("helpdesk_queue")).content.decode()
    quarantine = desk.get(reverse("helpdesk_queue") + "?quarantined=1").content.decode()
    assert ticket.reference in quarantine
    desk.post(address("status", ticket), {"release": "1"})
    assert ticket.reference in desk.get(reverse("helpdesk_queue")).content.decode()
    assert Notice.objects.get().kind == Notice.Kind.NEW_TICKET
    assert ("released", "caseworker", "") in acts_of(ticket)


def test_the_open_queue_says_what_was_set_aside(desk, ticket):
    Ticket.objects.update(quarantined=True)
    page = desk.get(reverse("helpdesk_queue")).content.decode()
    assert "1 request looks automated" in page


def test_names_and_messages_are_only_text(desk):
    ticket = make_request(
        asker_name=NASTY, narrative=NASTY, cover_sentence=NASTY, withhold=NASTY, code_word=NASTY
    )
    message_from(ticket, Subject.ASKER, NASTY)
    desk.post(address("note", ticket), {"token": token_on(desk, ticket), "note": NASTY})
    for page in (page_of(desk, ticket), desk.get(address("new_code", ticket)).content.decode()):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_titles_and_the_admins_log_hold_no_personal_word(desk, ticket):
    desk.post(address("note", ticket), {"token": token_on(desk, ticket), "note": "গোপন কথা"})
    for name in ("ticket", "new_code"):
        page = desk.get(address(name, ticket)).content.decode()
        head = page[page.index("<title>") : page.index("</title>")]
        assert "রহিমা" not in head
        assert "গোপন" not in head
    assert not ModelLogEntry.objects.exists()
    stored = str(list(CaseLogEntry.objects.values()))
    for word in ("গোপন", "রহিমা", "শাপলা"):
        assert word not in stored


# --- Number of queries -----------------------------------------------------------------


def test_a_ticket_asks_the_same_questions_however_much_it_holds(desk, ticket):
    counts = []
    for count in (3, 6):
        for number in range(count):
            message_from(ticket, Subject.ASKER, "আছেন?")
            message_from(ticket, Subject.WORKER, "আছি")
            token = token_on(desk, ticket)
            desk.post(address("note", ticket), {"token": token, "note": f"কথা {number}"})
        page_of(desk, ticket)
        with CaptureQueriesContext(connection) as queries:
            page_of(desk, ticket)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- The log, erasing, and words that do not open ----------------------------------------


@pytest.mark.parametrize(
    "change", [{"act": "viewed"}, {"detail": "x"}, {"previous_hash": "0" * 64}]
)
def test_a_changed_log_is_noticed(ticket, change):
    assert verify_chain(ticket)
    CaseLogEntry.objects.filter(ticket=ticket).update(**change)
    assert not verify_chain(ticket)


def test_a_ticket_that_does_not_open_is_not_called_erased(desk, ticket, settings):
    token = token_on(desk, ticket)
    settings.FIELD_ENCRYPTION_KEYS = ["other:" + "Z" * 43 + "=", *settings.FIELD_ENCRYPTION_KEYS]
    words = {"token": token, "thread": "asker", "body": "কথা"}
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    page = page_of(desk, ticket)
    assert "cannot be opened" in page
    assert "was erased" not in page
    assert desk.post(address("message", ticket), words).status_code in (302, 422)
    assert not ticket.messages.exists()


def test_a_supervisor_erases_a_ticket_for_ever(client, caseworker, supervisor, ticket):
    client.force_login(caseworker)
    token = token_on(client, ticket)
    client.post(address("erase", ticket), {"sure": "on"})
    ticket = Ticket.objects.get()
    assert ticket.narrative == "গোপন কথা"

    client.force_login(supervisor)
    client.post(address("erase", ticket))
    assert Ticket.objects.get().narrative == "গোপন কথা"
    for _twice in range(2):
        client.post(address("erase", ticket), {"sure": "on"})
    erased = Ticket.objects.get()
    with pytest.raises(CannotOpenError):
        _ = erased.narrative
    assert erased.phone_index == erased.passport_index == ""
    assert not erased.receipts.filter(revoked_at=None).exists()
    response = client.get(address("ticket", ticket))
    assert response.status_code == 200
    assert "erased" in response.content.decode()
    assert [act for act, _actor, _detail in acts_of(erased)].count("erased") == 1

    client.force_login(caseworker)
    response = client.post(
        address("message", ticket), {"token": token, "thread": "asker", "body": "কথা"}
    )
    assert response.status_code == 302
    assert client.get(address("new_code", ticket)).status_code == 302
    assert not erased.messages.exists()
    assert verify_chain(erased)
