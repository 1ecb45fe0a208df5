"""Many people, or one impatient one, send at the same moment: threads on a real database."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.test import Client

from helpdesk.models import Ticket
from tests.committed_database import transactional_db  # noqa: F401
from tests.helpdesk.conftest import Journey, code_of

STORY = "ছেলে তিন মাস কথা বলে না 😭"


def test_many_servers_at_once_make_one_ticket(unhurried, transactional_db):  # noqa: F811
    journey = Journey(Client())
    journey.walk(narrative=STORY)
    token = journey.token

    def send(_number) -> str:
        try:
            return code_of(Client().post("/help/", {"token": token, "go": "send"}))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        codes = set(pool.map(send, range(16)))
    assert Ticket.objects.count() == 1
    assert len(codes) == 1


def test_many_people_at_once_are_all_stored(unhurried, transactional_db):  # noqa: F811
    journeys = []
    for number in range(24):
        journey = Journey(Client())
        journey.walk(narrative=f"{STORY} {number}")
        journeys.append(journey)

    def send(journey) -> str:
        try:
            return code_of(journey.send("send"))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as pool:
        codes = set(pool.map(send, journeys))
    assert len(codes) == Ticket.objects.count() == 24
    stories = {ticket.narrative for ticket in Ticket.objects.select_related("data_key")}
    assert stories == {f"{STORY} {number}" for number in range(24)}
