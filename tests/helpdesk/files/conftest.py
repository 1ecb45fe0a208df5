"""A ticket to send files to, and what was really stored."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from helpdesk.files import vault
from helpdesk.files.receive import receive_file
from helpdesk.models import Ticket
from helpdesk.taxonomy import Relation, Subject
from portal.privacy.models import DataKey
from tests.helpdesk.files.samples import picture


@pytest.fixture
def new_ticket(db):
    """Make a ticket that nobody typed anything into."""

    def make(**fields) -> Ticket:
        data_key = DataKey.generate()
        data_key.save()
        return Ticket.objects.create(
            data_key=data_key,
            language="bn",
            relation=Relation.PARENT,
            submission_hash=str(data_key.pk),
            **fields,
        )

    return make


@pytest.fixture
def ticket(new_ticket):
    return new_ticket()


@pytest.fixture
def send(ticket, django_capture_on_commit_callbacks):
    """Send a file as the code's page does; with `process` the worker is done with it after."""

    def send_it(content: bytes | None = None, *, process=False, **options):
        content = picture() if content is None else content
        options = {"ticket": ticket, "key": "form-1", "sent_by": Subject.ASKER, **options}
        upload = SimpleUploadedFile(options.pop("name", "photo.jpg"), content)
        with django_capture_on_commit_callbacks(execute=process):
            attachment = receive_file(options.pop("ticket"), upload, **options)
        attachment.refresh_from_db()
        return attachment

    return send_it


def read(attachment, copy: str = "original") -> bytes:
    """The plain bytes of a copy, opened anew."""
    fresh = type(attachment).objects.get(pk=attachment.pk)
    return b"".join(vault.open_blob(fresh, getattr(fresh, copy)))


def blobs() -> list[Path]:
    """Every file in the storage."""
    folder = Path(settings.STORAGES["case_files"]["OPTIONS"]["location"])
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture(autouse=True)
def empty_storage():
    """Each test begins with an empty storage, and leaves it so."""
    for path in blobs():
        path.unlink()
    yield
    for path in blobs():
        path.unlink()
