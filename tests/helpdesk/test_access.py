"""Who sees which request, and who is told of it: need to know, by group and office."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from helpdesk.access import people_to_notify, visible_tickets
from helpdesk.groups import CASEWORKERS, SUPERVISORS
from helpdesk.models import Ticket
from helpdesk.routing import route_for
from helpdesk.taxonomy import Route
from portal.reference.models import District
from tests.factories.requests import make_office, make_request
from tests.helpdesk.conftest import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def districts():
    return list(District.objects.order_by("code").values_list("code", flat=True)[:3])


@pytest.fixture
def staff(districts):
    here, there, _nowhere = districts
    people = {
        "central": make_member("central", CASEWORKERS),
        "supervisor": make_member("supervisor", SUPERVISORS),
        "here": make_member("here", CASEWORKERS),
        "there": make_member("there", CASEWORKERS),
        "both": make_member("both", CASEWORKERS),
        "local supervisor": make_member("local-supervisor", SUPERVISORS),
        "superuser": make_member("chief", superuser=True),
        "stranger": make_member("stranger"),
        "office without group": make_member("no-group"),
    }
    local = [people["both"], people["local supervisor"], people["office without group"]]
    make_office("Here", here, members=[people["here"], *local])
    make_office("There", there, members=[people["there"], people["both"]])
    for name, person in people.items():
        person.email = f"{name.replace(' ', '-')}@example.org"
        person.save()
    return people


@pytest.fixture
def requests(staff, districts):
    here, there, nowhere = districts
    return {
        "here": make_request(district=here),
        "there": make_request(district=there),
        "no office": make_request(district=nowhere),
        "no district": make_request(),
        "fears the office": make_request(district=here, avoid_local=True),
        "child": make_request(district=here, is_minor=True),
    }


NEED_TO_KNOW = {
    "central": {"here", "there", "no office", "no district", "fears the office"},
    "supervisor": {"here", "there", "no office", "no district", "fears the office", "child"},
    "here": {"here"},
    "there": {"there"},
    "both": {"here", "there"},
    "local supervisor": {"here"},
    "superuser": set(),
    "stranger": set(),
    "office without group": set(),
}


@pytest.mark.parametrize(("person", "expected"), NEED_TO_KNOW.items())
def test_need_to_know(client, staff, requests, person, expected):
    user = staff[person]
    pks = set(visible_tickets(user).values_list("pk", flat=True))
    assert {name for name, ticket in requests.items() if ticket.pk in pks} == expected

    client.force_login(user)
    for name, ticket in requests.items():
        status = client.get(reverse("helpdesk_ticket", args=[ticket.pk])).status_code
        assert (status == 200) == (name in expected), (name, status)


@pytest.mark.parametrize("person", NEED_TO_KNOW)
def test_told_is_who_may_see(staff, requests, person):
    for name, ticket in requests.items():
        told = staff[person] in people_to_notify(ticket)
        assert told == (name in NEED_TO_KNOW[person]), name


def test_nobody_is_told_who_has_left_or_has_no_address(staff, requests):
    ticket = requests["no district"]
    assert staff["central"] in people_to_notify(ticket)
    staff["central"].is_active = False
    staff["central"].save()
    staff["supervisor"].email = ""
    staff["supervisor"].save()
    assert list(people_to_notify(ticket)) == []


def test_a_request_restricted_later_leaves_the_office_too(staff, requests):
    Ticket.objects.filter(pk=requests["here"].pk).update(restricted=True)
    assert requests["here"] not in visible_tickets(staff["here"])
    assert requests["here"] in visible_tickets(staff["local supervisor"])


def test_a_wrong_route_never_reaches_whom_somebody_fears(staff, requests):
    Ticket.objects.update(route=Route.LOCAL)
    assert requests["fears the office"] not in visible_tickets(staff["here"])
    requests["fears the office"].refresh_from_db()
    assert staff["here"] not in people_to_notify(requests["fears the office"])


def test_the_route(staff, districts):
    here, _there, nowhere = (District.objects.get(code=code) for code in districts)
    assert route_for(here.pk, avoid_local=False, restricted=False) == Route.LOCAL
    assert route_for(here.pk, avoid_local=True, restricted=False) == Route.CENTRAL
    assert route_for(here.pk, avoid_local=False, restricted=True) == Route.CENTRAL
    assert route_for(nowhere.pk, avoid_local=False, restricted=False) == Route.CENTRAL
    assert route_for(None, avoid_local=False, restricted=False) == Route.CENTRAL


def test_the_questions_asked_do_not_grow(staff, districts):
    counts = []
    for number in (3, 9):
        for index in range(number):
            make_office(f"Office {number}-{index}", districts[0], members=[staff["here"]])
            make_request(district=districts[0])
        ticket = Ticket.objects.first()
        with CaptureQueriesContext(connection) as queries:
            list(visible_tickets(staff["here"]))
            list(people_to_notify(ticket))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4
