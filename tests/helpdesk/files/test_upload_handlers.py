"""An upload stays in memory, and too much of it is answered with a sentence."""

import os
import tempfile
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from helpdesk.files.limits import MAX_BYTES
from helpdesk.files.refusals import FileRefusedError
from helpdesk.files.upload_handlers import READ_AT_MOST, NoFiles, OneFileInMemory
from tests.helpdesk.files.samples import picture

MARK = b"MARK-OF-A-PLAIN-UPLOAD"


def post(body: bytes, length: int | None = None):
    """Parse a body as a server would; return the request, the handler and what was read."""
    stream = BytesIO(body)
    request = RequestFactory().post("/help/code/", content_type=MULTIPART_CONTENT)
    request.environ["wsgi.input"] = stream
    request.environ["CONTENT_LENGTH"] = request.META["CONTENT_LENGTH"] = str(length or len(body))
    request = type(request)(request.environ)
    handler = OneFileInMemory(request)
    request.upload_handlers = [handler]
    request.POST  # noqa: B018
    return request, handler, stream


def form(**fields) -> bytes:
    return encode_multipart(BOUNDARY, fields)


def upload(content: bytes, name="a.jpg"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content)


def refusal(handler) -> str:
    with pytest.raises(FileRefusedError) as refused:
        handler.take()
    return refused.value.code


def test_a_file_arrives_with_the_form():
    content = picture()
    request, handler, _stream = post(form(token="t", file=upload(content), words="কথা"))
    assert handler.take().read() == content
    assert handler.take().name == "a.jpg"
    assert request.POST["token"] == "t"
    assert request.POST["words"] == "কথা"


def test_the_largest_file_fits_and_one_byte_more_does_not():
    _request, handler, _stream = post(form(file=upload(bytes(MAX_BYTES))))
    assert handler.take().size == MAX_BYTES
    request, handler, _stream = post(
        form(token="t", file=upload(bytes(MAX_BYTES + 1)), words="after")
    )
    assert refusal(handler) == "too_large"
    assert request.POST["token"] == "t"
    assert request.POST["words"] == "after"
    assert not request.FILES


def test_a_huge_file_is_cut_off_and_what_stood_before_it_survives():
    request, handler, stream = post(form(token="t", file=upload(bytes(READ_AT_MOST * 2))))
    assert stream.tell() < READ_AT_MOST * 1.1
    assert refusal(handler) == "too_large"
    assert request.POST["token"] == "t"


def test_one_file_only():
    content = picture()
    request, handler, _stream = post(
        form(token="t", a=upload(content), b=upload(bytes(1000)), words="after")
    )
    assert refusal(handler) == "more_than_one"
    assert request.POST["words"] == "after"
    assert list(request.FILES) == ["a"]


def test_no_file():
    _request, handler, _stream = post(form(token="t", file=""))
    assert refusal(handler) == "missing"


@pytest.mark.parametrize("cut", [40, 500, 70_000])
def test_a_connection_that_broke_is_told_apart_from_no_file(cut):
    body = form(token="t", file=upload(os.urandom(150_000)))
    request, handler, _stream = post(body[:-cut], len(body))
    assert refusal(handler) == "cut_short"
    assert request.POST["token"] == "t"


@pytest.mark.parametrize("size", [10, 5 * 1024 * 1024])
def test_a_page_without_files_keeps_none_and_all_words(size, monkeypatch):
    assert 10 < settings.FILE_UPLOAD_MAX_MEMORY_SIZE < 5 * 1024 * 1024
    opened = []
    real = tempfile.NamedTemporaryFile
    monkeypatch.setattr(
        tempfile, "NamedTemporaryFile", lambda *a, **k: opened.append(a) or real(*a, **k)
    )
    fields = {"token": "t", "a": upload(bytes(size)), "words": "কথা", "b": upload(bytes(size))}
    request = RequestFactory().post("/help/", {**fields, "after": "more"})
    request.upload_handlers = [NoFiles(request)]
    assert request.POST.dict() == {"token": "t", "words": "কথা", "after": "more"}
    assert not request.FILES
    assert opened == []


def test_nothing_touches_the_disk(client, monkeypatch):
    """Through the whole of Django, with the file larger than what it keeps in memory itself."""
    content = MARK * (5 * 1024 * 1024 // len(MARK))
    assert len(content) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    opened = []
    real = tempfile.NamedTemporaryFile
    monkeypatch.setattr(
        tempfile, "NamedTemporaryFile", lambda *a, **k: opened.append(a) or real(*a, **k)
    )
    request = RequestFactory().post("/help/code/", {"file": upload(content)})
    handler = OneFileInMemory(request)
    request.upload_handlers = [handler]
    assert HttpResponse(handler and request.POST.get("x", "")).status_code == 200
    assert handler.take().size == len(content)
    assert opened == []
    for folder in (settings.VAR_DIR, Path(tempfile.gettempdir())):
        for path in folder.glob("*upload*"):
            assert MARK not in path.read_bytes()
