"""Where files lie: encrypted in chunks, under random names, in the `case_files` storage.

A blob is a row of chunks. Each is a value of portal.privacy.ciphers (34 bytes longer than its
plain text of CHUNK_BYTES, the last one shorter) under the ticket's data key. The associated data
names the attachment, the blob, the chunk's position and whether it is the last: chunks that were
swapped, dropped, repeated, or brought from another file do not open.
"""

import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.core.files.base import File
from django.core.files.storage import Storage, storages

from helpdesk.models import Attachment, Ticket
from portal.privacy.ciphers import NONCE_BYTES, CannotOpenError, seal, unseal
from portal.privacy.models import KEY_NAME

STORAGE = "case_files"
CHUNK_BYTES = 256 * 1024
TAG_BYTES = 16
OVERHEAD = 2 + len(KEY_NAME) + NONCE_BYTES + TAG_BYTES
SEALED_CHUNK_BYTES = CHUNK_BYTES + OVERHEAD


def case_files() -> Storage:
    """Return the storage of the blobs."""
    return storages[STORAGE]


@contextmanager
def _storage_call():
    """Object storages have exceptions of their own for being away: all become OSError."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"The storage does not answer ({type(error).__name__}).") from error


def _place(attachment: Attachment, name: str, position: int, is_last: bool) -> str:
    end = "last" if is_last else "more"
    return f"{attachment._meta.label_lower}:{attachment.uid}:{name}:{position}:{end}"


class _SealingFile(File):
    """A file for a storage to read from, which seals one chunk at a time as it goes."""

    def __init__(self, content: bytes, attachment: Attachment, name: str):
        super().__init__(None, name)
        self._content = content
        self._attachment = attachment
        self._key = attachment.data_key.plain
        self.seek(0)

    @property
    def closed(self) -> bool:
        return False

    @property
    def size(self) -> int:
        chunks = max(1, -(-len(self._content) // CHUNK_BYTES))
        return len(self._content) + chunks * OVERHEAD

    def chunks(self, chunk_size=None) -> Iterator[bytes]:
        starts = range(0, max(1, len(self._content)), CHUNK_BYTES)
        for position, start in enumerate(starts):
            is_last = start + CHUNK_BYTES >= len(self._content)
            yield seal(
                self._content[start : start + CHUNK_BYTES],
                self._key,
                KEY_NAME,
                _place(self._attachment, self.name, position, is_last),
            )

    # Object storages read instead of asking for chunks.

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END and offset == 0:
            self._at = self.size
        elif whence == io.SEEK_SET and offset == 0:
            self._chunks, self._rest, self._at = self.chunks(), b"", 0
        else:
            raise io.UnsupportedOperation("seek")
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                break
            self._rest += chunk
        if size < 0:
            size = len(self._rest)
        data, self._rest = self._rest[:size], self._rest[size:]
        self._at += len(data)
        return data

    def close(self) -> None:
        """Nothing is open."""


def store(attachment: Attachment, content: bytes) -> str:
    """Seal the bytes, write them to the storage and return the blob's name.

    On return they are on the disk. Raises OSError when the storage cannot write; then nothing
    is left behind.
    """
    storage = case_files()
    letters = secrets.token_hex(20)
    name = f"{letters[:2]}/{letters}"
    sealing = _SealingFile(content, attachment, name)
    try:
        with _storage_call():
            stored = storage.save(name, sealing)
        if stored != name:
            # A name that was taken would change the place that the chunks are sealed for.
            remove(stored)
            raise OSError("The storage chose another name.")
        _flush(storage, name)
    except BaseException:
        with suppress(OSError):
            remove(name)
        raise
    return name


def _flush(storage: Storage, name: str) -> None:
    """Wait until a file of this machine, and its entry in the folder, survive a power cut."""
    try:
        path = storage.path(name)
    except NotImplementedError:
        # An object storage answers when it has the object.
        return
    for target in (path, os.path.dirname(path)):  # noqa: PTH120
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def open_blob(attachment: Attachment, name: str) -> Iterator[bytes]:
    """Return the plain bytes of a blob in pieces; the first is opened before this returns.

    Raises CannotOpenError, from here or while iterating, when the blob is missing or damaged or
    its key is gone; OSError when the storage is away.
    """
    pieces = _opened_chunks(attachment, name)
    first = next(pieces)

    def all_pieces():
        yield first
        yield from pieces

    return all_pieces()


def _opened_chunks(attachment: Attachment, name: str) -> Iterator[bytes]:
    key = attachment.data_key.plain
    blob = None
    with suppress(FileNotFoundError), _storage_call():
        blob = case_files().open(name, "rb") if name else None
    if blob is None:
        raise CannotOpenError("The file is gone.")
    with blob:
        position = 0
        sealed = _read_chunk(blob)
        while True:
            following = _read_chunk(blob)
            yield unseal(sealed, key, _place(attachment, name, position, not following))
            if not following:
                return
            sealed, position = following, position + 1


def _read_chunk(blob: File) -> bytes:
    with _storage_call():
        return blob.read(SEALED_CHUNK_BYTES)


def plain_size(name: str) -> int:
    """Return how many bytes a blob has once it is opened. Raises OSError when it is gone."""
    with _storage_call():
        sealed = case_files().size(name)
    return sealed - -(-sealed // SEALED_CHUNK_BYTES) * OVERHEAD


def remove(*names: str) -> None:
    """Delete blobs. Missing ones are no error. Raises OSError when the storage is away."""
    for name in names:
        if name:
            with suppress(FileNotFoundError), _storage_call():
                case_files().delete(name)


def delete_files(ticket: Ticket) -> None:
    """Delete the blobs of an erased ticket. The rows stay, to be counted.

    Their key is destroyed before, so that nobody can read them even if this fails half-way:
    `manage.py process_files` deletes what was left. Raises OSError when the storage is away.
    """
    for attachment in ticket.attachments.exclude(original="", working_copy=""):
        remove(attachment.original, attachment.working_copy)
        attachment.original = attachment.working_copy = ""
        attachment.save(update_fields=["original", "working_copy"])
