"""A form that was sent twice, with other words: staff see both, and erase both."""

import secrets

import pytest
from django.urls import reverse

from helpdesk.models import CaseLogEntry, Ticket
from helpdesk.models.log import verify_chain
from helpdesk.submissions import submit
from tests.factories.requests import ANSWERS, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def family():
    """One form sent three times: the first, and the two that follow it."""
    key = secrets.token_hex(16)
    return [
        submit({**ANSWERS, "narrative": words}, key=key, language="bn").ticket
        for words in ("কথা এক", "কথা দুই", "কথা তিন")
    ]


def page_of(client, ticket) -> str:
    return client.get(reverse("helpdesk_ticket", args=[ticket.pk])).content.decode()


def link_to(ticket) -> str:
    return f'<a href="{reverse("helpdesk_ticket", args=[ticket.pk])}">{ticket.reference}</a>'


def erase(client, ticket, **ticks):
    path = reverse("helpdesk_erase", args=[ticket.pk])
    return client.post(path, {"sure": "on", **ticks}, follow=True).content.decode()


def erased() -> set[int]:
    return {ticket.pk for ticket in Ticket.objects.all() if ticket.is_erased}


def test_each_names_what_it_follows_and_what_follows_it(client, caseworker, family):
    first, second, third = family
    client.force_login(caseworker)
    page = page_of(client, first)
    assert link_to(second) in page and link_to(third) in page
    assert "Sent once more" in page and "Sent after" not in page
    page = page_of(client, second)
    assert link_to(first) in page
    assert "Sent once more" not in page and "Sent after" in page
    assert (
        "Sent" not in page_of(client, make_request()).split("The request")[1].split("Messages")[0]
    )


@pytest.mark.parametrize("hidden", [0, 1])
def test_one_that_somebody_may_not_see_is_not_named(client, caseworker, family, hidden):
    family[hidden].restricted = True
    family[hidden].save(update_fields=["restricted"])
    client.force_login(caseworker)
    assert family[hidden].reference not in page_of(client, family[1 - hidden])


def test_a_supervisor_is_told_of_the_others_and_erases_them_by_a_tick(client, supervisor, family):
    client.force_login(supervisor)
    assert 'name="twins"' in page_of(client, family[1])
    other = make_request()
    assert 'name="twins"' not in page_of(client, other)
    page = erase(client, family[1], twins="on")
    assert "can still be read" not in page
    assert erased() == {ticket.pk for ticket in family}
    for ticket in family:
        assert ticket.log.filter(act=CaseLogEntry.Act.ERASED, actor=supervisor).count() == 1
        assert verify_chain(ticket)


def test_without_the_tick_the_others_stay_and_are_named(client, supervisor, family):
    client.force_login(supervisor)
    page = erase(client, family[0])
    assert erased() == {family[0].pk}
    line = page.split("can still be read here:")[1][:60]
    assert family[1].reference in line and family[2].reference in line


def test_the_second_tick_alone_erases_nothing(client, supervisor, family):
    client.force_login(supervisor)
    client.post(reverse("helpdesk_erase", args=[family[0].pk]), {"twins": "on"})
    assert not erased()


def test_a_caseworker_is_not_offered_it_and_may_not(client, caseworker, family):
    client.force_login(caseworker)
    assert 'name="twins"' not in page_of(client, family[0])
    path = reverse("helpdesk_erase", args=[family[0].pk])
    client.post(path, {"sure": "on", "twins": "on"})
    assert not erased()
