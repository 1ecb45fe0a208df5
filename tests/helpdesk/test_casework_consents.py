"""The worker's identity leaves by the worker's word or a supervisor's decision, else never."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from helpdesk.models import Consent
from helpdesk.models.log import verify_chain
from helpdesk.taxonomy import Basis, Subject
from tests.factories.requests import make_request

pytestmark = pytest.mark.django_db

MUST_NOT_LEAVE = "Who the worker is must not leave the organisation"
WORKER_SAYS = {
    "consents": ["refer:mission", "contact"],
    "answer": "yes",
    "said_at": "2026-03-05T10:30",
    "said_by_worker": "on",
}


@pytest.fixture
def ticket():
    return make_request(refer_to=["mission", "police"])


def page_of(client, ticket) -> str:
    return client.get(reverse("helpdesk_ticket", args=[ticket.pk])).content.decode()


def record(client, ticket, **changes):
    address = reverse("helpdesk_consent", args=[ticket.pk])
    return client.post(address, {**WORKER_SAYS, **changes})


def decide(client, ticket, **changes):
    data = {"recipients": ["police"], "reason": "কাল্পনিক কারণ", **changes}
    return client.post(reverse("helpdesk_danger", args=[ticket.pk]), data)


def row(ticket, recipient: str) -> Consent:
    return ticket.consents.get(subject=Subject.WORKER, purpose="refer", recipient=recipient)


def test_an_askers_consent_is_none_of_the_worker(client, caseworker, ticket):
    client.force_login(caseworker)
    page = page_of(client, ticket)
    assert MUST_NOT_LEAVE in page
    assert "Consent of the person who asked, for themselves only" in page
    assert "Consent of the worker<" not in page
    own = make_request(relation="self_abroad", refer_to=["mission"])
    assert MUST_NOT_LEAVE not in page_of(client, own)
    assert MUST_NOT_LEAVE in page_of(client, make_request(relation="self_abroad"))


def test_the_workers_word_is_recorded_with_who_and_when(client, caseworker, ticket):
    client.force_login(caseworker)
    for _twice in range(2):
        assert record(client, ticket).status_code == 302
    consent = row(ticket, "mission")
    assert consent.holds
    assert (consent.basis, consent.recorded_by) == (Basis.ORAL, caseworker)
    assert timezone.localtime(consent.decided_at).isoformat() == "2026-03-05T10:30:00+06:00"
    assert set(ticket.log.filter(actor=caseworker).values_list("act", "detail")) == {
        ("consent_given", "worker:refer:mission"),
        ("consent_given", "worker:contact"),
    }
    assert ticket.log.filter(act="consent_given").count() == 2, "sent twice, recorded once"
    assert not ticket.consents.filter(
        subject=Subject.WORKER, purpose="refer", recipient="police"
    ).exists()
    page = page_of(client, ticket)
    assert MUST_NOT_LEAVE not in page
    assert "given by word of mouth" in page


def test_the_worker_may_take_it_back(client, caseworker, ticket):
    client.force_login(caseworker)
    record(client, ticket)
    record(client, ticket, answer="no", said_at="2026-03-06T10:30")
    assert not row(ticket, "mission").holds
    assert row(ticket, "mission").withdrawn_at is not None
    assert ticket.log.filter(act="consent_gone", detail="worker:refer:mission").exists()
    assert MUST_NOT_LEAVE in page_of(client, ticket)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"said_by_worker": ""}, "Nobody agrees for somebody else"),
        ({"said_at": ""}, "Write the date and time."),
        ({"said_at": "tomorrow"}, "Write the date and time."),
        ({"consents": []}, "Choose at least one."),
        ({"consents": ["refer:nobody"]}, "Choose one of the answers."),
        ({"answer": ""}, "Choose one."),
    ],
)
def test_what_is_missing_is_said_and_nothing_recorded(client, caseworker, ticket, changes, words):
    client.force_login(caseworker)
    response = record(client, ticket, **changes)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ticket.consents.filter(subject=Subject.WORKER).exists()
    assert not ticket.log.filter(act="consent_given").exists()


def test_nobody_agreed_tomorrow(client, caseworker, ticket):
    client.force_login(caseworker)
    tomorrow = timezone.localtime() + timedelta(days=1)
    response = record(client, ticket, said_at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    assert "This time has not come yet." in response.content.decode()


def test_only_a_supervisor_decides_for_danger_to_life(client, caseworker, supervisor, ticket):
    client.force_login(caseworker)
    assert "Decide to tell" not in page_of(client, ticket)
    assert decide(client, ticket).status_code in (302, 403)
    assert not ticket.consents.filter(basis=Basis.DANGER_TO_LIFE).exists()

    client.force_login(supervisor)
    for _twice in range(2):
        assert decide(client, ticket).status_code == 302
    consent = row(ticket, "police")
    assert consent.holds
    assert (consent.basis, consent.recorded_by) == (Basis.DANGER_TO_LIFE, supervisor)
    assert consent.reason == "কাল্পনিক কারণ"
    assert "কাল্পনিক".encode() not in bytes(consent.__dict__["reason"]), "the reason is sealed"
    assert list(ticket.log.filter(act="disclosure").values_list("actor__username", "detail")) == [
        ("supervisor", "worker:police")
    ]
    page = page_of(client, ticket)
    assert MUST_NOT_LEAVE not in page
    assert "কাল্পনিক কারণ" in page
    assert verify_chain(ticket)


def test_a_decision_needs_a_reason(client, supervisor, ticket):
    client.force_login(supervisor)
    response = decide(client, ticket, reason="  ")
    assert response.status_code == 422
    assert "Write the reason." in response.content.decode()
    response = decide(client, ticket, recipients=[], reason="কাল্পনিক কারণ")
    assert "কাল্পনিক কারণ" in response.content.decode(), "what was typed is kept"
    assert not ticket.consents.filter(subject=Subject.WORKER).exists()
    assert not ticket.log.filter(act="disclosure").exists()
