"""Blobs on the disk: unreadable, in their place, whole."""

import os
import stat
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, storages
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from helpdesk.files import vault
from helpdesk.files.vault import CHUNK_BYTES, OVERHEAD, SEALED_CHUNK_BYTES
from helpdesk.models import Attachment
from portal.privacy.ciphers import CannotOpenError
from tests.helpdesk.files.conftest import blobs
from tests.stored_files import file_contents

pytestmark = pytest.mark.django_db

MARK = b"a mark that nobody may find"


@pytest.fixture
def attachment(ticket):
    return Attachment(ticket=ticket, content_type="image/jpeg", size=1)


def opened(attachment, name: str) -> bytes:
    return b"".join(vault.open_blob(attachment, name))


@pytest.mark.parametrize(
    "size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]
)
def test_what_was_stored_comes_back(attachment, size):
    content = os.urandom(size)
    name = vault.store(attachment, content)
    assert opened(attachment, name) == content
    assert vault.plain_size(name) == size
    assert len(list(vault.open_blob(attachment, name))) == max(1, -(-size // CHUNK_BYTES))


def test_no_plain_byte_reaches_the_disk(attachment):
    vault.store(attachment, MARK * 30_000)
    just_now = blobs()[0].stat().st_mtime - 5
    for folder in (Path(settings.VAR_DIR), Path(tempfile.gettempdir())):
        for path, content in file_contents(folder, since=just_now):
            assert MARK not in content, path


def test_names_say_nothing_and_only_the_site_may_read(attachment):
    name = vault.store(attachment, b"x")
    (path,) = blobs()
    assert path.suffix == ""
    assert str(attachment.uid) not in name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    media, static = Path(settings.MEDIA_ROOT), Path(settings.STATIC_ROOT)
    assert not path.is_relative_to(media)
    assert not path.is_relative_to(static)


def chunks_of(path: Path) -> list[bytes]:
    sealed = path.read_bytes()
    return [
        sealed[at : at + SEALED_CHUNK_BYTES] for at in range(0, len(sealed), SEALED_CHUNK_BYTES)
    ]


@pytest.mark.parametrize(
    "tamper",
    [
        lambda chunks: [chunks[1], chunks[0], *chunks[2:]],
        lambda chunks: chunks[:-1],
        lambda chunks: chunks[1:],
        lambda chunks: [chunks[0], *chunks[2:]],
        lambda chunks: [*chunks, chunks[-1]],
        lambda chunks: [chunks[0], chunks[0], *chunks[1:]],
        lambda chunks: [chunks[0][:-1] + b"\0", *chunks[1:]],
        lambda chunks: [*chunks[:-1], chunks[-1][:-1]],
        lambda chunks: [],
    ],
    ids=[
        "swapped",
        "cut",
        "beheaded",
        "dropped",
        "longer",
        "doubled",
        "changed",
        "shorter",
        "emptied",
    ],
)
def test_tampering_is_noticed(attachment, tamper):
    name = vault.store(attachment, os.urandom(3 * CHUNK_BYTES + 5))
    (path,) = blobs()
    path.write_bytes(b"".join(tamper(chunks_of(path))))
    with pytest.raises(CannotOpenError):
        opened(attachment, name)


def test_a_blob_opens_nowhere_else(attachment, new_ticket):
    name = vault.store(attachment, b"x")
    neighbour = Attachment(ticket=attachment.ticket)
    with pytest.raises(CannotOpenError):
        opened(neighbour, name)
    elsewhere = Attachment(ticket=new_ticket(), uid=attachment.uid)
    with pytest.raises(CannotOpenError):
        opened(elsewhere, name)
    # Nor does one blob of an attachment pass for another one.
    other = vault.store(attachment, b"y")
    storage = vault.case_files()
    Path(storage.path(other)).write_bytes(Path(storage.path(name)).read_bytes())
    with pytest.raises(CannotOpenError):
        opened(attachment, other)


def test_a_missing_blob_cannot_be_opened(attachment):
    for name in ("", "ab/abcdef"):
        with pytest.raises(CannotOpenError):
            opened(attachment, name)


@hypothesis_settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.integers(0, 2 * CHUNK_BYTES + 10), st.integers(1, 3 * CHUNK_BYTES))
def test_storages_that_read_get_the_same_bytes(attachment, size, step):
    """As the S3 storage does: seek, then read in pieces of its own size."""
    content = b"z" * size
    file = vault._SealingFile(content, attachment, "ab/name")
    assert isinstance(file, File)
    assert file.seek(0, os.SEEK_END) == file.size
    file.seek(0)
    pieces = []
    while piece := file.read(step):
        pieces.append(piece)
    sealed = b"".join(pieces)
    assert len(sealed) == file.size == file.tell()
    path = Path(vault.case_files().path("ab/name"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sealed)
    assert opened(attachment, "ab/name") == content
    assert file.size == size + max(1, -(-size // CHUNK_BYTES)) * OVERHEAD


def test_a_disk_that_is_full_leaves_nothing_behind(attachment, monkeypatch):
    def fail(*_arguments):
        raise OSError("No space left on device")

    monkeypatch.setattr(vault, "_flush", fail)
    with pytest.raises(OSError, match="No space"):
        vault.store(attachment, b"x")
    assert blobs() == []


class FarStorage(FileSystemStorage):
    """Fails as an object storage does: with an exception of its own."""

    class AwayError(Exception):
        pass

    def _save(self, *_arguments):
        raise self.AwayError

    _open = delete = size = _save


def test_a_far_storage_that_is_away_is_an_os_error(attachment, monkeypatch):
    name = vault.store(attachment, b"x")
    monkeypatch.setitem(storages._storages, "case_files", FarStorage())
    for act in (
        lambda: vault.store(attachment, b"x"),
        lambda: vault.open_blob(attachment, name),
        lambda: vault.remove(name),
        lambda: vault.plain_size(name),
    ):
        with pytest.raises(OSError, match="does not answer"):
            act()
