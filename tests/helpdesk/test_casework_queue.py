"""The queue's length and marks, and finding a request by a number."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from helpdesk.models import Ticket
from helpdesk.taxonomy import Subject
from tests.factories.requests import acts_of, make_request, message_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket():
    return make_request(channel="call", phone="+8801712345678", passport="ZZ0000001")


@pytest.fixture
def desk(client, caseworker):
    """A caseworker's browser."""
    client.force_login(caseworker)
    return client


def find(client, number: str) -> str:
    return client.post(reverse("helpdesk_find"), {"number": number}).content.decode()


@pytest.mark.parametrize("typed", ["01712-345678", "+8801712345678", "০১৭১২৩৪৫৬৭৮"])
def test_a_telephone_number_finds_its_request(desk, ticket, typed):
    other = make_request(phone="+8801812345678")
    page = find(desk, typed)
    assert ticket.reference in page
    assert other.reference not in page
    assert ("found_by", "caseworker", "phone") in acts_of(ticket)
    assert "1712345678" not in page


def test_a_passport_number_finds_its_request(desk, ticket):
    assert ticket.reference in find(desk, "zz 000-0001")
    assert ("found_by", "caseworker", "passport") in acts_of(ticket)


@pytest.mark.parametrize("typed", ["", "017", "+880171234567", "712345678", "' OR 1=1 --"])
def test_part_of_a_number_finds_nothing(desk, ticket, typed):
    unnumbered = make_request()
    page = find(desk, typed)
    for found in (ticket, unnumbered):
        assert found.reference not in page
        assert acts_of(found) == [("received", None, "")]


def test_nobody_finds_what_they_may_not_see(desk, ticket):
    Ticket.objects.update(restricted=True)
    page = find(desk, "01712345678")
    assert ticket.reference not in page
    assert "Nothing was found that you may see" in page
    assert 'value="01712345678"' in page, "what was typed is kept"
    assert acts_of(ticket) == [("received", None, "")]


def test_the_queue_asks_the_same_questions_however_long_it_is(desk):
    counts = []
    for count in (3, 6):
        for _number in range(count):
            message_from(make_request(phone="+8801712345678"), Subject.ASKER, "আছেন?")
        desk.get(reverse("helpdesk_queue"))
        with CaptureQueriesContext(connection) as queries:
            desk.get(reverse("helpdesk_queue"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
