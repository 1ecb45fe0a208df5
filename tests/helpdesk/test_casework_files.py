"""A file that reached staff in another way is put to its request by them."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from helpdesk.models import Attachment
from tests.factories.requests import make_request
from tests.helpdesk.conftest import TOKEN

pytestmark = pytest.mark.django_db


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (20, 20), "green").save(content, "JPEG")
    return SimpleUploadedFile("কাল্পনিক রহিমা.jpg", content.getvalue(), "image/jpeg")


@pytest.fixture
def ticket():
    return make_request()


@pytest.fixture
def address(ticket):
    return reverse("helpdesk_add_file", args=[ticket.pk])


@pytest.fixture
def desk(client, caseworker):
    client.force_login(caseworker)
    return client


def token_on(client, ticket) -> str:
    page = client.get(reverse("helpdesk_ticket", args=[ticket.pk])).content.decode()
    return TOKEN.search(page).group(1)


def test_a_picture_is_put_to_its_request_once(desk, caseworker, ticket, address):
    token = token_on(desk, ticket)
    for _click in range(2):
        data = {"token": token, "sent_by": "worker", "file": picture()}
        page = desk.post(address, data, follow=True).content.decode()
    attachment = Attachment.objects.get()
    assert (attachment.sent_by, attachment.added_by) == ("worker", caseworker)
    assert attachment.content_type == "image/jpeg"
    assert "The file is stored." in page
    assert list(ticket.log.filter(act="file_in").values_list("actor", flat=True)) == [
        caseworker.pk
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"sent_by": "worker"}, "Choose a file first."),
        ({"sent_by": "nobody", "file": "picture"}, "Choose who sent the file."),
        ({"sent_by": "asker", "file": "text"}, "We cannot open this kind of file."),
        ({"sent_by": "asker", "file": "picture", "token": "broken"}, "choose the file again"),
    ],
)
def test_what_cannot_be_taken_is_said(desk, ticket, address, data, words):
    files = {
        "picture": picture(),
        "text": SimpleUploadedFile("photo.jpg", b"<script>alert(1)</script>", "image/jpeg"),
    }
    data = {"token": token_on(desk, ticket), **data}
    if "file" in data:
        data["file"] = files[data["file"]]
    page = desk.post(address, data, follow=True).content.decode()
    assert words in page
    assert "The file is stored." not in page
    assert not Attachment.objects.exists()


def test_it_needs_a_post_with_the_csrf_token_and_the_right_to_see(caseworker, ticket, address):
    strict = Client(enforce_csrf_checks=True)
    data = {"sent_by": "asker", "file": picture()}
    assert strict.post(address, data).status_code == 302, "to the login"
    strict.force_login(caseworker)
    assert strict.get(address).status_code == 405
    assert strict.post(address, data).status_code == 403
    ticket.restricted = True
    ticket.save()
    lenient = Client()
    lenient.force_login(caseworker)
    assert lenient.post(address, data).status_code == 404
    assert not Attachment.objects.exists()
