"""A lost code: who asks is checked, the old code dies, the new one is shown once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from helpdesk.models import Receipt, Ticket
from helpdesk.receipt_codes import hash_code, parse_code
from helpdesk.taxonomy import Subject
from portal.reference.models import District
from tests.factories import requests
from tests.helpdesk.conftest import TOKEN, code_of

pytestmark = pytest.mark.django_db

ASKER = {"holder": "asker", "code_word_right": "on", "facts": ["name", "district"]}
WORKER = {"holder": "worker", "worker_speaks": "on", "facts": ["name", "district", "day"]}


def store_request(**answers):
    """A request that holds a name and a district, which can then be asked for."""
    known = {"asker_name": "কাল্পনিক করিম", "district": District.objects.first().code}
    return requests.store_request(**known, **answers)


def make_request(**answers):
    return store_request(**answers).ticket


@pytest.fixture
def desk(client, caseworker):
    client.force_login(caseworker)
    return client


def address(ticket) -> str:
    return reverse("helpdesk_new_code", args=[ticket.pk])


def token_for(client, ticket) -> str:
    return TOKEN.search(client.get(address(ticket)).content.decode()).group(1)


def issue(client, ticket, answers, token: str = ""):
    token = token or token_for(client, ticket)
    return client.post(address(ticket), {**answers, "token": token})


def valid_codes(ticket, holder: str):
    return Receipt.valid().filter(ticket=ticket, holder=holder)


def test_a_new_code_takes_the_place_of_the_lost_one(desk):
    lost = store_request(code_word="শাপলা")
    response = issue(desk, lost.ticket, ASKER)
    assert response.status_code == 200
    code = parse_code(code_of(response))
    assert code != lost.code
    assert valid_codes(lost.ticket, "asker").get().code_hash == hash_code(code)
    assert not Receipt.valid().filter(code_hash=hash_code(lost.code)).exists()
    assert lost.ticket.log.filter(
        act="code_issued", actor__username="caseworker", detail="asker:word,name,district"
    ).exists()
    page = response.content.decode()
    in_bangla = code_of(response).translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    assert f'<output lang="bn">{in_bangla}</output>' in page
    assert code not in str(list(Receipt.objects.values())), "it is stored only as a hash"
    assert code_of(response) not in desk.get(address(lost.ticket)).content.decode()
    assert "<output>" not in desk.get(address(lost.ticket)).content.decode()


def test_a_double_click_makes_one_code_and_shows_it_again_for_minutes_only(desk):
    ticket = make_request(code_word="শাপলা")
    token = token_for(desk, ticket)
    first, second = (issue(desk, ticket, ASKER, token) for _click in range(2))
    assert code_of(first) == code_of(second)
    assert ticket.log.filter(act="code_issued").count() == 1
    assert ticket.receipts.count() == 2, "the first one and the new one"
    Receipt.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    late = issue(desk, ticket, ASKER, token).content.decode()
    assert code_of(first) not in late
    assert "<output>" not in late


def test_a_code_that_was_replaced_is_not_shown_again(desk):
    ticket = make_request(code_word="শাপলা")
    token = token_for(desk, ticket)
    issue(desk, ticket, ASKER, token)
    issue(desk, ticket, ASKER)
    assert "<output>" not in issue(desk, ticket, ASKER, token).content.decode()


@pytest.mark.parametrize(
    ("code_word", "answers", "words"),
    [
        ("শাপলা", {**ASKER, "code_word_right": ""}, "Without the right code word"),
        ("শাপলা", {**ASKER, "facts": ["name"]}, "Two facts must be right."),
        ("শাপলা", {**ASKER, "facts": []}, "Choose at least one."),
        ("শাপলা", {**ASKER, "facts": ["name", "name"]}, "Two facts must be right."),
        ("শাপলা", {**ASKER, "facts": ["name", "shoe"]}, "Choose one of the answers."),
        ("শাপলা", {**ASKER, "holder": ""}, "Choose one."),
        ("", {**ASKER, "facts": ["name", "district"]}, "Three facts must be right."),
        ("শাপলা", {**WORKER, "worker_speaks": ""}, "told to the worker alone"),
        ("শাপলা", {**WORKER, "facts": ["name", "day"]}, "Three facts must be right."),
    ],
)
def test_without_the_checks_no_code_is_made(desk, code_word, answers, words):
    ticket = make_request(code_word=code_word)
    before = list(ticket.receipts.values())
    response = issue(desk, ticket, answers)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "<output>" not in response.content.decode()
    assert list(ticket.receipts.values()) == before
    assert not ticket.log.filter(act="code_issued").exists()


def test_a_damaged_page_makes_no_code_and_works_the_second_time(desk):
    ticket = make_request(code_word="শাপলা")
    response = issue(desk, ticket, ASKER, "broken")
    assert response.status_code == 422
    assert not ticket.log.filter(act="code_issued").exists()
    token = TOKEN.search(response.content.decode()).group(1)
    assert issue(desk, ticket, ASKER, token).status_code == 200


def test_the_workers_first_code_leaves_the_askers_alone(desk):
    asked = store_request(code_word="শাপলা")
    response = issue(desk, asked.ticket, WORKER)
    assert "This code is for the worker alone." in response.content.decode()
    assert valid_codes(asked.ticket, Subject.WORKER).count() == 1
    assert valid_codes(asked.ticket, Subject.ASKER).get().code_hash == hash_code(asked.code)
    assert asked.ticket.log.filter(detail="worker:name,district,day").exists()


def test_the_page_warns_that_the_asker_knows_the_facts_too(desk):
    warning = "The person who asked knows these facts too."
    assert warning in desk.get(address(make_request())).content.decode()
    own = make_request(relation="self_abroad")
    assert warning not in desk.get(address(own)).content.decode()


def test_a_worker_who_asked_has_one_code_only(desk):
    own = store_request(relation="self_abroad", code_word="শাপলা")
    refused = issue(desk, own.ticket, ASKER)
    assert refused.status_code == 422
    without_word = issue(desk, own.ticket, WORKER)
    assert without_word.status_code == 422, "who made the plan knows the code word"
    assert issue(desk, own.ticket, {**WORKER, "code_word_right": "on"}).status_code == 200
    assert valid_codes(own.ticket, Subject.WORKER).count() == 1
    assert not Receipt.valid().filter(code_hash=hash_code(own.code)).exists()


def test_a_code_of_a_closed_request_ends_with_the_others(desk):
    ticket = make_request(code_word="শাপলা")
    desk.post(reverse("helpdesk_close", args=[ticket.pk]), {"outcome": "helped"})
    issue(desk, ticket, ASKER)
    ticket.refresh_from_db()
    left = valid_codes(ticket, "asker").get().expires_at - ticket.closed_at
    assert left == timedelta(days=365)
    Ticket.objects.update(closed_at=timezone.now() - timedelta(days=366))
    assert desk.get(address(ticket)).status_code == 302
    assert desk.post(address(ticket), ASKER).status_code == 302
    assert ticket.log.filter(act="code_issued").count() == 1


def test_what_the_request_does_not_hold_proves_nothing(desk):
    ticket = requests.make_request(code_word="শাপলা")
    response = issue(desk, ticket, ASKER)
    assert response.status_code == 422
    assert "the home district" not in desk.get(address(ticket)).content.decode()
    assert issue(desk, ticket, {**ASKER, "facts": ["problem", "day"]}).status_code == 200
