"""Opening a file as staff: by a logged act, to be saved, and only for whom it is meant."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from helpdesk.models import Attachment, Ticket
from helpdesk.models.log import verify_chain
from tests.helpdesk.conftest import make_member
from tests.helpdesk.files.conftest import blobs, read
from tests.helpdesk.files.samples import picture

pytestmark = pytest.mark.django_db
State = Attachment.State


def address(attachment, copy="working") -> str:
    return reverse("helpdesk_file", args=[attachment.ticket_id, attachment.uid, copy])


@pytest.fixture
def photo(send):
    return send(picture("HEIF"), name="TELLTALE.heic", process=True)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def acts(ticket) -> list:
    return list(ticket.log.exclude(act="file_in").values_list("act", "actor__username", "detail"))


def test_a_caseworker_opens_the_working_copy(client, caseworker, ticket, photo):
    client.force_login(caseworker)
    response = client.post(address(photo), headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    content = body(response)
    assert content == read(photo, "working_copy")
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == (f'attachment; filename="{ticket.reference}-1.jpg"')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert acts(ticket) == [("file_opened", "caseworker", str(photo.uid))]
    assert verify_chain(ticket)


def test_the_original_is_for_supervisors(client, caseworker, supervisor, ticket, photo):
    client.force_login(caseworker)
    assert client.post(address(photo, "original")).status_code in (302, 403)
    assert acts(ticket) == []
    client.force_login(supervisor)
    response = client.post(address(photo, "original"))
    assert body(response) == read(photo)
    assert response["Content-Type"] == "image/heic"
    assert response["Content-Disposition"].endswith('-1.heic"')
    assert acts(ticket) == [("original_opened", "supervisor", str(photo.uid))]


def test_only_by_post_and_with_the_admins_token(caseworker, ticket, photo):
    client = Client(enforce_csrf_checks=True)
    client.force_login(caseworker)
    assert client.get(address(photo)).status_code == 405
    assert client.post(address(photo)).status_code == 403
    assert acts(ticket) == []


def test_strangers_and_other_staff_get_nothing(client, ticket, photo):
    assert client.post(address(photo)).status_code in (302, 403)
    client.force_login(make_member("chief", superuser=True))
    assert client.post(address(photo)).status_code in (302, 403)
    client.force_login(make_member("editor", "Editors"))
    assert client.post(address(photo)).status_code in (302, 403)
    assert acts(ticket) == []


def test_restricted_tickets_keep_their_files(client, caseworker, supervisor, photo):
    Ticket.objects.update(restricted=True)
    client.force_login(caseworker)
    assert client.post(address(photo)).status_code == 404
    client.force_login(supervisor)
    assert client.post(address(photo)).status_code == 200


def test_a_file_belongs_to_its_ticket(client, supervisor, photo, new_ticket):
    client.force_login(supervisor)
    other = reverse("helpdesk_file", args=[new_ticket().pk, photo.uid, "working"])
    assert client.post(other).status_code == 404
    assert client.post(address(photo, "anything")).status_code == 404


@pytest.mark.parametrize("copy", ["working", "original"])
@pytest.mark.parametrize("state", [State.QUARANTINED, State.WAITING])
def test_unchecked_and_set_aside_files_open_for_nobody(
    client, supervisor, ticket, photo, state, copy
):
    Attachment.objects.update(state=state)
    client.force_login(supervisor)
    assert client.post(address(photo, copy)).status_code == 302
    assert acts(ticket) == []


def test_a_sealed_file_has_its_original_only(client, supervisor, send):
    sealed = send(picture()[:-200], process=True)
    client.force_login(supervisor)
    assert client.post(address(sealed)).status_code == 302
    assert client.post(address(sealed, "original")).status_code == 200


@pytest.mark.parametrize("loss", ["damaged", "gone", "key"])
def test_what_does_not_open_is_said_and_not_logged(client, supervisor, ticket, photo, loss):
    for path in blobs():
        path.write_bytes(b"damaged") if loss == "damaged" else loss == "gone" and path.unlink()
    if loss == "key":
        ticket.data_key.destroy()
    client.force_login(supervisor)
    response = client.post(address(photo))
    assert response.status_code == 302
    assert response["Location"] == reverse("helpdesk_ticket", args=[ticket.pk])
    assert acts(ticket) == []


def test_a_kind_that_is_not_known_is_sent_as_bytes(client, supervisor, photo):
    Attachment.objects.update(content_type="text/html")
    client.force_login(supervisor)
    response = client.post(address(photo, "original"))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].endswith('.bin"')


def listing(ticket, may_open_originals: bool) -> str:
    return render_to_string(
        "helpdesk/admin/attachments.html",
        {
            "ticket": ticket,
            "attachments": ticket.attachments.all(),
            "may_open_originals": may_open_originals,
        },
    )


def test_the_list_offers_what_may_be_opened(ticket, photo, send):
    sealed = send(picture()[:-200], process=True, key="form-2")
    page = listing(ticket, may_open_originals=False)
    assert address(photo) in page
    assert address(photo, "original") not in page
    assert address(sealed) not in page
    assert "TELLTALE" not in page
    page = listing(ticket, may_open_originals=True)
    assert address(sealed, "original") in page
    Attachment.objects.update(state=State.QUARANTINED, finding="Eicar-Test-Signature")
    page = listing(ticket, may_open_originals=True)
    assert "Eicar-Test-Signature" in page
    assert "<form" not in page


def test_a_request_without_files_says_so(ticket):
    assert "No file was sent" in listing(ticket, may_open_originals=True)
