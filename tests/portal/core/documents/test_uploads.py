"""Editors upload documents: what is refused is said plainly, and leaves nothing anywhere."""

import json
import os
import tempfile
from pathlib import Path

import pikepdf
import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT
from django.urls import reverse

from portal.core.documents.refusals import MAX_BYTES
from portal.core.models import CustomDocument
from tests.factories.people import UserFactory
from tests.portal.core.documents import samples

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch) -> list[Path]:
    """Where uploads go, and where they wait before."""
    found = [tmp_path / "media", tmp_path / "temporary"]
    for folder in found:
        folder.mkdir()
    settings.MEDIA_ROOT = str(found[0])
    settings.FILE_UPLOAD_TEMP_DIR = str(found[1])
    monkeypatch.setattr(tempfile, "tempdir", str(found[1]))
    return found


@pytest.fixture
def editor(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return client


def files_in(folders) -> list[str]:
    return [
        name for folder in folders for _path, _dirs, names in os.walk(folder) for name in names
    ]


def upload(client, content: bytes, name: str, **fields):
    return client.post(
        reverse("wagtaildocs:add"),
        {"title": "কাল্পনিক", **fields, "file": SimpleUploadedFile(name, content)},
    )


class LongUpload:
    """A form with a file of so many bytes that are made while they are read, and never held.

    Notes the most that lay in the folders meanwhile.
    """

    def __init__(self, size: int, folders, field="file", name="large.pdf", fields=None):
        self.folders = folders
        self.most_on_disk = 0
        fields = {"title": "কাল্পনিক", **(fields or {})}
        head = "".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        )
        head += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; '
            f'filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
        )
        self._head = head.encode() + b"%PDF-1.7\n"
        self._tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        self.length = len(self._head) + size + len(self._tail)
        self._at = 0
        self.read_bytes = 0

    def read(self, size=-1) -> bytes:
        if size < 0:
            size = self.length
        size = min(size, self.length - self._at, 4 * MEGABYTE)
        start, end = self._at, self._at + size
        self._at = end
        if end // MEGABYTE > start // MEGABYTE or end == self.length:
            self._look()
        self.read_bytes += size
        piece = self._head[start:end]
        last = self.length - len(self._tail)
        zeros = min(end, last) - max(start, len(self._head))
        piece += b"0" * max(zeros, 0)
        return piece + self._tail[max(start - last, 0) : max(end - last, 0)]

    def readline(self, size=-1):
        raise AssertionError("Nothing reads a form by lines.")

    def _look(self):
        on_disk = sum(
            (Path(path) / name).stat().st_size
            for folder in self.folders
            for path, _dirs, names in os.walk(folder)
            for name in names
        )
        self.most_on_disk = max(self.most_on_disk, on_disk)


def send(client, address: str, body: LongUpload, **headers):
    return client.generic(
        "POST",
        address,
        b"",
        **{
            "wsgi.input": body,
            "CONTENT_TYPE": MULTIPART_CONTENT,
            "CONTENT_LENGTH": str(body.length),
            **headers,
        },
    )


@pytest.mark.parametrize(
    ("name", "size"),
    [("wagtaildocs:add", 500_000_000), ("wagtaildocs_chooser:create", 60_000_000)],
)
def test_500_megabytes_are_refused_with_a_sentence_and_never_reach_the_disk(
    editor, folders, name, size
):
    prefix = "document-chooser-upload-" if "chooser" in name else ""
    fields = {f"{prefix}title": "কাল্পনিক"}
    body = LongUpload(size, folders, field=f"{prefix}file", fields=fields)
    response = send(editor, reverse(name), body)
    assert response.status_code == 200
    shown = response.content.decode()
    assert "This file is too large. Nothing of it was kept." in shown
    assert "at most 50 MB" in shown
    assert body.most_on_disk == 0
    assert files_in(folders) == []
    assert not CustomDocument.objects.exists()


def test_the_page_for_many_files_says_so_too(editor, folders):
    body = LongUpload(120 * MEGABYTE, folders, field="files[]")
    response = send(
        editor,
        reverse("wagtaildocs:add_multiple"),
        body,
        HTTP_X_REQUESTED_WITH="XMLHttpRequest",
    )
    answer = json.loads(response.content)
    assert answer["success"] is False
    assert "This file is too large. Nothing of it was kept." in answer["error_message"]
    assert files_in(folders) == []
    assert body.most_on_disk == 0
    # And the browser says it before it sends anything.
    shown = editor.get(reverse("wagtaildocs:add_multiple")).content.decode()
    assert str(MAX_BYTES) in shown
    assert "A file may have at most 50 MB." in shown


def test_what_was_not_announced_as_too_large_leaves_nothing_either(editor, folders):
    """A file just above the limit is on its way to the disk when it turns out to be too large."""
    body = LongUpload(MAX_BYTES + 1, folders)
    response = send(editor, reverse("wagtaildocs:add"), body)
    assert "This file is too large." in response.content.decode()
    assert 0 < body.most_on_disk <= MAX_BYTES
    assert files_in(folders) == []


def test_what_is_immense_is_cut_off(editor, folders):
    body = LongUpload(40 * 500 * MEGABYTE, folders)
    send(editor, reverse("wagtaildocs:add"), body)
    assert body.read_bytes < 600 * MEGABYTE
    assert files_in(folders) == []


def test_strangers_put_nothing_on_the_disk(client, folders):
    body = LongUpload(100 * MEGABYTE, folders)
    send(client, reverse("wagtaildocs:add"), body)
    assert body.most_on_disk == 0
    assert files_in(folders) == []


def test_a_large_document_that_fits_is_kept_whole(editor, folders):
    content = samples.changed(
        lambda pdf: setattr(
            pdf.pages[0], "Contents", pikepdf.Stream(pdf, os.urandom(5 * MEGABYTE))
        )
    )
    assert upload(editor, content, "large.pdf").status_code == 302
    document = CustomDocument.objects.get()
    with document.open_file() as file:
        assert file.read() == content
    assert files_in(folders) == ["large.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"<!DOCTYPE html><script>alert(1)</script>", "not what its name says"),
        ("a.pdf", b"", "There is nothing in this file"),
        ("a.pdf", samples.locked("fictional"), "locked with a password"),
        ("a.pdf", samples.pdf_saying("Fictional " * 30)[:-200], "damaged or not whole"),
        ("a.pdf", samples.HARMFUL_PDF["script"]["a named script"], "a script in this PDF"),
        ("a.pdf", samples.HARMFUL_PDF["bomb"]["a stream packed twice"], "an immense size"),
        ("a.docx", samples.archive(a_txt=b"a"), "not what its name says"),
    ],
)
class TestRefusals:
    def test_the_form_says_why_keeps_the_words_and_stores_nothing(
        self, editor, folders, name, content, words
    ):
        response = upload(editor, content, name, title="কাল্পনিক শিরোনাম")
        shown = response.content.decode()
        assert words in shown
        assert "কাল্পনিক শিরোনাম" in shown
        assert files_in(folders) == []
        assert not CustomDocument.objects.exists()

    def test_the_page_for_many_files_says_why_and_stores_nothing(
        self, editor, folders, name, content, words
    ):
        response = editor.post(
            reverse("wagtaildocs:add_multiple"),
            {"files[]": SimpleUploadedFile(name, content), "title": "x" * 999},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
        answer = json.loads(response.content)
        assert words in answer["error_message"]
        assert files_in(folders) == []


def test_editors_who_read_bangla_are_told_in_bangla(editor):
    from django.contrib.auth import get_user
    from wagtail.users.models import UserProfile

    user = get_user(editor)
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "bn"
    profile.save()
    shown = upload(editor, samples.locked("fictional"), "a.pdf").content.decode()
    assert "locked with a password" not in shown
    assert "পাসওয়ার্ড" in shown


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("প্রত্যাবাসন প্রতিবেদন ২০৯৯.pdf", "প্রত্যাবাসন-প্রতিবেদন-২০৯৯.pdf"),
        ("../../etc/passwd/কাল্পনিক.pdf", "কাল্পনিক.pdf"),
        ("C:\\fakepath\\Report 2099.PDF", "Report-2099.pdf"),
        ('a"b\r\nSet-Cookie: x=1.pdf', "a-b-Set-Cookie-x-1.pdf"),
        ("report\u202efdp.exe.pdf", "reportfdp.exe.pdf"),
        ("...pdf", "file.pdf"),
    ],
)
def test_names_in_bangla_stay_and_dangerous_ones_are_tamed(editor, folders, sent, stored):
    document = CustomDocument(title="কাল্পনিক")
    document.file.save(sent.rpartition("/")[2], SimpleUploadedFile("x", samples.pdf_saying("a")))
    assert document.filename == stored
    assert files_in(folders) == [stored]


def test_a_bangla_name_arrives_from_the_form_and_leads_to_the_document(editor, client):
    name = "প্রত্যাবাসন ও ক্ষতিপূরণ.pdf"
    assert upload(editor, samples.pdf_saying("a"), name, title="ক/খ \\ গ\u202e").status_code == 302
    document = CustomDocument.objects.get()
    assert document.filename == "প্রত্যাবাসন-ও-ক্ষতিপূরণ.pdf"
    assert document.title == "ক/খ \\ গ"
    assert client.get(document.url).status_code == 200


def test_a_very_long_bangla_name_fits_into_a_folder(editor):
    upload(editor, samples.pdf_saying("a"), "প্রত্যাবাসন" * 20 + ".pdf")
    name = CustomDocument.objects.get().filename
    assert len(name.encode()) <= 160
    assert name.startswith("প্রত্যাবাসন")
    assert name.endswith(".pdf")


def test_the_language_of_a_new_document_is_left_to_the_file(editor):
    upload(editor, samples.pdf_saying("a"), "a.pdf")
    assert CustomDocument.objects.get().language == ""
    document = CustomDocument.objects.get()
    shown = editor.get(reverse("wagtaildocs:edit", args=[document.pk])).content.decode()
    assert "Left empty" not in shown
