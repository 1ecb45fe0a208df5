"""Taking a file: once, whole, within the limits."""

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import translation

from helpdesk.files import receive, vault
from helpdesk.files.limits import LARGEST, MAX_BYTES, MAX_FILES, limits_sentence
from helpdesk.files.receive import FileRefusedError, clean_name
from helpdesk.files.refusals import SENTENCES
from helpdesk.models import Attachment, Notice
from helpdesk.taxonomy import Subject
from portal.privacy.ciphers import CannotOpenError
from tests.helpdesk.conftest import make_member
from tests.helpdesk.files.conftest import blobs, read
from tests.helpdesk.files.samples import MEDIA, WORD, picture

pytestmark = pytest.mark.django_db


def refusal(send, *arguments, **options) -> str:
    with pytest.raises(FileRefusedError) as refused:
        send(*arguments, **options)
    return refused.value.code


def test_a_file_is_stored_sealed_logged_and_announced(send, ticket):
    content = picture()
    attachment = send(content, name="রহিমার পাসপোর্ট.jpg", sent_by=Subject.WORKER)
    assert read(attachment) == content
    assert attachment.content_type == "image/jpeg"
    assert attachment.size == len(content)
    assert attachment.sent_by == Subject.WORKER
    assert attachment.state == Attachment.State.WAITING
    assert Attachment.objects.get().name == "রহিমার পাসপোর্ট.jpg"
    assert list(ticket.log.values_list("act", "actor", "detail")) == [
        ("file_in", None, "image/jpeg")
    ]
    assert Notice.objects.get().kind == Notice.Kind.NEW_FILE


def test_the_database_has_no_plain_name(send):
    send(name=f"{WORD}.jpg")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM helpdesk_attachment")
        row = cursor.fetchone()
    assert not any(WORD.encode() in bytes(value) for value in row if isinstance(value, memoryview))
    assert WORD not in repr(row)


def test_sent_twice_it_is_stored_once(send, ticket):
    first, second = send(), send()
    assert first == second
    assert len(blobs()) == 1
    assert ticket.log.count() == Notice.objects.count() == 1
    # Another form, another file, another ticket: something of its own.
    assert send(key="form-2") != first
    assert send(picture(colour="blue")) != first


def test_the_same_form_key_says_nothing_about_another_ticket(send, new_ticket):
    assert send(ticket=new_ticket()) != send()


def test_two_at_once_make_one(send, monkeypatch):
    """The other request is quicker between this one's first look and its row."""
    real, others = vault.store, []

    def store(attachment, content):
        if not others:
            others.append(None)
            others[0] = send()
        return real(attachment, content)

    monkeypatch.setattr(vault, "store", store)
    assert send() == others[0]
    assert len(blobs()) == Attachment.objects.count() == 1


def test_a_failing_database_leaves_no_blob(send, monkeypatch):
    def fail(*_arguments, **_options):
        raise DatabaseError

    monkeypatch.setattr(receive, "write_log", fail)
    with pytest.raises(DatabaseError):
        send()
    assert blobs() == []
    assert not Attachment.objects.exists()


def test_the_count_is_limited_for_each_sender(send, ticket):
    for number in range(MAX_FILES):
        send(key=f"form-{number}")
    assert refusal(send, key="one more") == "too_many"
    assert len(blobs()) == MAX_FILES
    # Sent again it is there already.
    assert send(key="form-3").pk
    send(key="worker", sent_by=Subject.WORKER)
    staff = make_member("staff")
    added = send(key="staff", added_by=staff)
    assert ticket.log.get(actor=staff).act == "file_in"
    assert added.added_by == staff


def test_the_limit_holds_when_others_send_meanwhile(send, monkeypatch):
    for number in range(MAX_FILES - 1):
        send(key=f"form-{number}")
    real, others = vault.store, []

    def store(attachment, content):
        if not others:
            others.append(True)
            send(key="somebody else")
        return real(attachment, content)

    monkeypatch.setattr(vault, "store", store)
    assert refusal(send, key="one more") == "too_many"
    assert Attachment.objects.count() == len(blobs()) == MAX_FILES


@pytest.mark.parametrize(
    ("content", "family"), [(picture(), "picture"), (MEDIA["mp4"][1](), "video")]
)
def test_sizes_are_limited_by_kind(send, content, family):
    limit = LARGEST[family]
    assert send(content + bytes(limit - len(content)))
    assert refusal(send, content + bytes(limit - len(content) + 1)) == "too_large"


def test_what_is_not_to_be_taken_leaves_nothing(send, ticket):
    assert refusal(send, b"") == "empty"
    assert refusal(send, b"<svg/>") == "wrong_kind"
    assert refusal(send, bytes(MAX_BYTES + 1)) == "too_large"
    with pytest.raises(FileRefusedError):
        receive.receive_file(ticket, None, key="k", sent_by=Subject.ASKER)
    assert blobs() == []
    assert not ticket.log.exists()


def test_an_erased_request_takes_nothing(send, ticket):
    stale = type(ticket).objects.select_related("data_key").get(pk=ticket.pk)
    _ = stale.data_key.plain
    ticket.data_key.destroy()
    assert refusal(send) == "closed"
    # It was erased after the page was opened.
    assert refusal(send, ticket=stale) == "closed"
    assert blobs() == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\x\\photo.jpg", "photo.jpg"),
        ("../../etc/passwd", "passwd"),
        ("a\u202egpj.exe\n.jpg", "agpj.exe .jpg"),
        ("", ""),
        (None, ""),
        ("ক" * 200, "ক" * 120),
    ],
)
def test_names_are_cleaned(given, kept):
    assert clean_name(given) == kept


def test_the_sentences_speak_the_readers_language_and_digits():
    assert "20" in limits_sentence("en")
    bangla = limits_sentence("bn")
    assert "২০" in bangla
    assert "১০" in bangla
    assert "20" not in bangla
    for code in SENTENCES:
        for language in ("bn", "en"):
            with translation.override(language):
                assert FileRefusedError(code).message


def test_erasing_a_request_deletes_its_files(
    send, ticket, supervisor, django_capture_on_commit_callbacks
):
    from helpdesk.erasure import erase

    attachment = send(process=True)
    assert len(blobs()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        erase(ticket, supervisor)
    assert blobs() == []
    attachment = Attachment.objects.get()
    with pytest.raises(CannotOpenError):
        read(attachment)
    assert settings.STORAGES["case_files"]["OPTIONS"]["base_url"] is None
