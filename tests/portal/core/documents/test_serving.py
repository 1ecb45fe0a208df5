"""Documents reach readers as what they are, under their own name, and never as a page."""

from urllib.parse import unquote

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction

from portal.core.models import CustomDocument
from tests.portal.core.documents import samples

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def stored(content: bytes, name: str, **fields) -> CustomDocument:
    return CustomDocument.objects.create(title="কাল্পনিক", file=ContentFile(content, name), **fields)


def test_a_pdf_opens_in_the_browser_under_its_own_name(client):
    content = samples.pdf_saying("Fictional")
    response = client.get(stored(content, "report.pdf").url)
    assert b"".join(response.streaming_content) == content
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="report.pdf"'
    assert response["Content-Length"] == str(len(content))
    assert "Content-Encoding" not in response
    assert not response.cookies


def test_a_bangla_name_is_sent_as_the_standards_say(client):
    response = client.get(stored(samples.pdf_saying("a"), "প্রতিবেদন ২০৯৯.pdf").url)
    kind, plain, true = response["Content-Disposition"].split("; ")
    assert (kind, plain) == ("inline", 'filename="document.pdf"')
    assert true.startswith("filename*=UTF-8''")
    assert unquote(true.removeprefix("filename*=UTF-8''")) == "প্রতিবেদন-২০৯৯.pdf"
    assert response["Content-Disposition"].isascii()


class TestDownloadsThatBrokeOff:
    CONTENT = samples.pdf_saying("Fictional words of a report")

    def test_go_on_where_they_stopped(self, client):
        document = stored(self.CONTENT, "report.pdf")
        document.get_file_hash()
        address = document.url
        whole = client.get(address)
        assert whole["Accept-Ranges"] == "bytes"
        rest = client.get(
            address,
            headers={
                "range": "bytes=100-",
                "if-range": whole["ETag"],
                "accept-encoding": "gzip",
            },
        )
        assert rest.status_code == 206
        assert b"".join(rest.streaming_content) == self.CONTENT[100:]
        size = len(self.CONTENT)
        assert rest["Content-Range"] == f"bytes 100-{size - 1}/{size}"
        assert rest["Content-Length"] == str(size - 100)
        assert rest["Content-Disposition"] == whole["Content-Disposition"]
        assert rest["Content-Security-Policy"] == whole["Content-Security-Policy"]

    def test_begin_anew_when_the_file_is_another_one(self, client):
        address = stored(self.CONTENT, "report.pdf").url
        headers = {"range": "bytes=100-", "if-range": '"0123"'}
        answer = client.get(address, headers=headers)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content) == self.CONTENT

    def test_what_lies_behind_the_end_is_refused(self, client):
        address = stored(self.CONTENT, "report.pdf").url
        answer = client.get(address, headers={"range": f"bytes={len(self.CONTENT)}-"})
        assert answer.status_code == 416
        assert answer["Content-Range"] == f"bytes */{len(self.CONTENT)}"


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.csv", "text/csv; charset=utf-8"),
        ("a.txt", "text/plain; charset=utf-8"),
        ("a.zip", "application/zip"),
        ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        # None of these may be uploaded; whatever way they came, they are no pages.
        ("a.html", "application/octet-stream"),
        ("a.svg", "application/octet-stream"),
        ("a.xhtml", "application/octet-stream"),
        ("a.js", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_everything_else_is_saved_and_never_a_page(client, name, content_type):
    response = client.get(stored(b"<script>alert(1)</script>", name).url)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_private_collection_stays_private(client):
    room = Collection.get_first_root_node().add_child(name="কাল্পনিক ঘর")
    CollectionViewRestriction.objects.create(collection=room, restriction_type="login")
    response = client.get(stored(b"secret", "a.txt", collection=room).url)
    assert response.status_code == 302
    assert "/login/?next=/documents/" in response["Location"]


def test_a_password_opens_its_own_collection_alone(client):
    room = Collection.get_first_root_node().add_child(name="কাল্পনিক ঘর")
    CollectionViewRestriction.objects.create(
        collection=room, restriction_type="password", password="fictional"
    )
    response = client.get(stored(b"secret", "a.txt", collection=room).url)
    assert b"secret" not in response.content
    assert b"password" in response.content


def test_what_only_some_may_open_is_kept_by_no_store_on_the_way(client, admin_user):
    room = Collection.get_first_root_node().add_child(name="কাল্পনিক ঘর")
    document = stored(b"secret", "a.txt", collection=room.add_child(name="ভেতরে"))
    assert "Cache-Control" not in client.get(document.url)
    CollectionViewRestriction.objects.create(collection=room, restriction_type="login")
    client.force_login(admin_user)
    response = client.get(document.url)
    assert response.status_code == 200
    assert {"private", "no-store"} <= {*response["Cache-Control"].split(", ")}


def test_what_a_browser_has_already_is_not_sent_again(client):
    document = stored(samples.pdf_saying("a"), "a.pdf")
    document.get_file_hash()
    tag = client.get(document.url)["ETag"]
    assert client.get(document.url, headers={"If-None-Match": tag}).status_code == 304


def test_other_names_gone_files_and_writing_are_refused(client):
    document = stored(b"a", "a.txt")
    assert client.get(f"/documents/{document.pk}/b.txt").status_code == 404
    assert client.post(document.url).status_code in (403, 405)
    assert client.head(document.url).status_code == 200
    document.file.storage.delete(document.file.name)
    assert client.get(document.url).status_code == 404
