"""Blobs in an object storage, over its real client and a small stand-in for the server."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.storage import storages
from storages.backends.s3 import S3Storage

from helpdesk.files import vault
from helpdesk.files.vault import CHUNK_BYTES
from helpdesk.models import Attachment
from portal.privacy.ciphers import CannotOpenError

pytestmark = pytest.mark.django_db


class Bucket(BaseHTTPRequestHandler):
    """PUT, GET, HEAD and DELETE of objects, kept in memory."""

    objects: dict[str, bytes] = {}
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def _answer(self, status: int, body: bytes = b"", length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    @property
    def _name(self) -> str:
        return self.path.partition("?")[0]

    def do_PUT(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            raw = b""
            while size := int(self.rfile.readline(), 16):
                raw += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body, rest = b"", raw
            while True:
                head, _line, rest = rest.partition(b"\r\n")
                size = int(head.partition(b";")[0], 16)
                if not size:
                    break
                body, rest = body + rest[:size], rest[size + 2 :]
            raw = body
        self.objects[self._name] = raw
        self._answer(200)

    def do_GET(self):
        content = self.objects.get(self._name)
        self._answer(404) if content is None else self._answer(200, content)

    def do_HEAD(self):
        content = self.objects.get(self._name)
        self._answer(404) if content is None else self._answer(200, length=len(content))

    def do_DELETE(self):
        self.objects.pop(self._name, None)
        self._answer(204)


@pytest.fixture
def bucket(monkeypatch):
    """The case files' storage as production sets it up with a bucket."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bucket)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    storage = S3Storage(
        bucket_name="case-files",
        endpoint_url=f"http://127.0.0.1:{server.server_port}",
        region_name="nowhere",
        access_key="fictional",
        secret_key="fictional",
        default_acl="private",
        querystring_auth=True,
        file_overwrite=False,
    )
    Bucket.objects.clear()
    monkeypatch.setitem(storages._storages, "case_files", storage)
    yield Bucket.objects
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("size", [0, 10, 3 * CHUNK_BYTES + 7])
def test_what_was_stored_comes_back_and_can_be_deleted(bucket, ticket, size):
    attachment = Attachment(ticket=ticket)
    content = b"plain " * (size // 6) + b"x" * (size % 6)
    name = vault.store(attachment, content)
    (sealed,) = bucket.values()
    assert len(sealed) == vault._SealingFile(content, attachment, name).size
    assert b"plain plain" not in sealed
    assert vault.plain_size(name) == size
    assert b"".join(vault.open_blob(attachment, name)) == content
    vault.remove(name)
    assert not bucket
    with pytest.raises(CannotOpenError):
        vault.open_blob(attachment, name)
