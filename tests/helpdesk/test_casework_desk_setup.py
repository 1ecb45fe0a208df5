"""Supervisors set up the desk; caseworkers and other staff do not."""

import pytest

from helpdesk.models import DutyHoliday, LocalOffice
from portal.reference.models import District
from tests.helpdesk.conftest import make_member

pytestmark = pytest.mark.django_db

PLACES = ["local-offices", "duty-hours", "duty-holidays", "question-recordings"]


@pytest.mark.parametrize("place", PLACES)
def test_only_supervisors_and_superusers_open_it(client, caseworker, supervisor, place):
    people = [
        (caseworker, False),
        (supervisor, True),
        (make_member("chief", superuser=True), True),
    ]
    for person, may in people:
        client.force_login(person)
        for path in (f"/admin/{place}/", f"/admin/{place}/new/"):
            assert (client.get(path).status_code == 200) == may, (person, path)
        assert (f"/admin/{place}/" in client.get("/admin/").content.decode()) == may


def test_a_supervisor_makes_an_office_of_members_of_the_desk(client, caseworker, supervisor):
    outsider = make_member("outsider")
    client.force_login(supervisor)
    district = District.objects.first()
    data = {"name": "কাল্পনিক অফিস", "districts": [district.pk], "members": [outsider.pk]}
    client.post("/admin/local-offices/new/", data)
    assert not LocalOffice.objects.exists()
    client.post("/admin/local-offices/new/", {**data, "members": [caseworker.pk]})
    office = LocalOffice.objects.get()
    assert list(office.members.all()) == [caseworker]
    assert list(office.districts.all()) == [district]


def test_a_supervisor_enters_a_holiday(client, supervisor):
    client.force_login(supervisor)
    client.post("/admin/duty-holidays/new/", {"day": "2026-03-26", "name": "কাল্পনিক ছুটি"})
    assert DutyHoliday.objects.get().name == "কাল্পনিক ছুটি"
