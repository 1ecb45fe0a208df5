"""What the worker does with a file: scan it, clean it, or come back later."""

import os
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from helpdesk.files import scanner, tasks, vault
from helpdesk.files.tasks import process_attachment, process_waiting
from helpdesk.models import Attachment
from tests.helpdesk.files.clamd import EICAR, Clamd
from tests.helpdesk.files.conftest import blobs, read
from tests.helpdesk.files.samples import TRACES, picture

pytestmark = pytest.mark.django_db
State = Attachment.State


@pytest.fixture
def clamd(settings):
    server = Clamd()
    settings.CLAMD_ADDRESS = server.address
    yield server
    server.close()


def run() -> str:
    out = StringIO()
    call_command("process_files", stdout=out)
    return out.getvalue()


def test_a_picture_gets_a_working_copy_and_keeps_its_original(send):
    content = picture()
    attachment = send(content, process=True)
    assert attachment.state == State.READY
    assert read(attachment) == content
    copy = read(attachment, "working_copy")
    assert copy.startswith(b"\xff\xd8")
    assert not [trace for trace in TRACES if trace in copy]
    assert len(blobs()) == 2


def test_what_cannot_be_cleaned_stays_sealed(send):
    half = picture()[:-200]
    attachment = send(half, process=True)
    assert attachment.state == State.SEALED
    assert attachment.working_copy == ""
    assert read(attachment) == half


def test_clean_files_are_scanned_first(send, clamd):
    content = picture() + os.urandom(600_000)
    attachment = send(content, process=True)
    assert clamd.received == [content]
    assert attachment.state == State.READY


def test_a_finding_sets_the_file_aside(send, ticket, clamd):
    attachment = send(picture() + EICAR, process=True)
    assert attachment.state == State.QUARANTINED
    assert attachment.finding == "Eicar-Test-Signature"
    assert attachment.working_copy == ""
    assert ticket.log.filter(act="file_quarantine", detail=str(attachment.uid)).exists()
    assert run().startswith("0 files processed, 0 still wait")


def test_a_unix_socket_will_do(send, settings, tmp_path):
    server = Clamd(str(tmp_path / "clamd.sock"))
    settings.CLAMD_ADDRESS = server.address
    try:
        assert send(process=True).state == State.READY
        assert len(server.received) == 1
    finally:
        server.close()


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"rubbish"])
def test_no_verdict_is_never_taken_for_clean(send, settings, answer):
    server = Clamd(answer=answer)
    settings.CLAMD_ADDRESS = server.address
    try:
        assert send(process=True).state == State.WAITING
    finally:
        server.close()


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1:1", "/no/such/socket"])
def test_a_scanner_that_is_away_makes_files_wait(send, settings, address):
    settings.CLAMD_ADDRESS = address
    attachment = send(process=True)
    assert attachment.state == State.WAITING
    assert "0 files processed, 1 still wait" in run()
    settings.CLAMD_ADDRESS = ""
    assert "1 files processed, 0 still wait" in run()
    attachment.refresh_from_db()
    assert attachment.state == State.READY


def test_the_worker_comes_back_with_longer_and_longer_waits(send, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    attachment = send(process=True)
    made = DBTaskResult.objects.filter(task_path=process_attachment.module_path)
    assert made.get().args_kwargs["args"] == [attachment.pk]
    waits = []
    for attempt in range(6):
        made.delete()
        process_attachment.call(attachment.pk, attempt)
        following = made.get()
        assert following.args_kwargs["args"] == [attachment.pk, attempt + 1]
        waits.append(round((following.run_after - timezone.now()) / timedelta(minutes=1)))
    assert waits == [1, 4, 16, 60, 60, 60]


def test_two_workers_make_one_copy(send, monkeypatch):
    attachment = send()
    real = vault.store

    def store(*arguments):
        monkeypatch.setattr(vault, "store", real)
        assert tasks.process(attachment.pk) == State.READY
        return real(*arguments)

    monkeypatch.setattr(vault, "store", store)
    assert tasks.process(attachment.pk) == State.READY
    assert len(blobs()) == 2
    assert read(attachment, "working_copy")


def test_an_erasure_meanwhile_leaves_no_copy(send, ticket, monkeypatch):
    attachment = send()
    real = vault.store

    def store(*arguments):
        name = real(*arguments)
        ticket.data_key.destroy()
        return name

    monkeypatch.setattr(vault, "store", store)
    tasks.process(attachment.pk)
    attachment = Attachment.objects.get()
    assert attachment.state == State.WAITING
    assert attachment.working_copy == ""
    assert len(blobs()) == 1
    # What the erasure could not delete, the command does.
    assert "Files of 1 erased requests deleted" in run()
    assert blobs() == []


def test_a_damaged_blob_is_no_error_of_the_worker(send):
    attachment = send()
    blobs()[0].write_bytes(b"damaged")
    assert process_waiting() == (1, 0)
    attachment.refresh_from_db()
    assert attachment.state == State.SEALED


def test_a_storage_that_is_away_makes_files_wait(send, monkeypatch):
    def away(*_arguments):
        raise OSError("away")

    attachment = send()
    monkeypatch.setattr(vault, "store", away)
    assert process_waiting() == (0, 1)
    attachment.refresh_from_db()
    assert attachment.state == State.WAITING


def test_an_attachment_that_is_gone_is_no_error():
    assert process_attachment.call(999_999) == ""


def test_a_finding_is_never_too_long(settings):
    server = Clamd(answer=b"stream: " + b"x" * 500 + b" FOUND\0")
    settings.CLAMD_ADDRESS = server.address
    try:
        assert len(scanner.scan([b"content"])) == 120
    finally:
        server.close()


def test_one_lost_key_does_not_stop_the_others(send, new_ticket, settings):
    other = send(ticket=new_ticket())
    keys = settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = ["t9:" + "A" * 43 + "="]
    send(ticket=new_ticket())
    assert process_waiting() == (1, 1)
    settings.FIELD_ENCRYPTION_KEYS = keys
    assert process_waiting() == (1, 0)
    assert Attachment.objects.get(pk=other.pk).state == State.READY


def test_a_kind_that_is_no_longer_taken_stays_sealed(send):
    attachment = send()
    Attachment.objects.update(content_type="image/bmp")
    assert tasks.process(attachment.pk) == State.SEALED
