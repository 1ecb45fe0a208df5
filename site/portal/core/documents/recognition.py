"""Whether a document is what its name says, by its content alone.

Containers and texts are looked at here; a PDF by a process of its own.
"""

import codecs
import zipfile
from pathlib import PurePath

from portal.core.documents.refusals import MAX_BYTES, DocumentRefusedError
from portal.core.limited_process import ProcessFailedError, ProcessTooSlowError, run_limited
from portal.core.second_formats import (
    SECOND_FORMAT_BYTES,
    ZIP_END,
    ZIP_TAIL_BYTES,
    ends_as_zip,
    looks_like_another,
)

PDF_MODULE = "portal.core.documents.pdf_process"
PDF_SECONDS = 40
PDF_MARK = b"%PDF-"
ZIP_MARK = b"PK\x03\x04"
# The directory of a ZIP archive: some ten thousand names.
MAX_DIRECTORY_BYTES = 2 * 1024 * 1024
MAX_UNPACKED_BYTES = 2 * 1024**3
ENCRYPTED_FLAG = 1
# What an archive must hold to be of a kind (ECMA-376 and OASIS Open Document Format).
OFFICE_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
OFFICE_LIST = "[Content_Types].xml"
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
# Never in a text: all control codes but tab, line feed, form feed, return and escape.
NOT_TEXT = bytes({*range(32)} - {9, 10, 12, 13, 27})
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def check_document(file) -> None:
    """Raise DocumentRefusedError unless the file is what the ending of its name says.

    `file` is a Django file with `name` and `size` in bytes; it is left at its start. Endings that
    are none of ours are let be: the model refuses them. Raises OSError when no process can be
    started for a PDF.
    """
    if not file.size:
        raise DocumentRefusedError("empty")
    if file.size > MAX_BYTES:
        raise DocumentRefusedError("too_large")
    ending = PurePath(file.name).suffix[1:].lower()
    check = _CHECKS.get(ending)
    if check is None:
        return
    file.seek(0)
    try:
        check(file, ending)
    finally:
        file.seek(0)


def pdf_problem(file) -> str:
    """Return the code of what is wrong with a PDF, nothing if nothing is.

    Raises OSError when no process can be started.
    """
    try:
        found = run_limited(
            PDF_MODULE, chunks=file.chunks(), seconds=PDF_SECONDS, most=SECOND_FORMAT_BYTES
        )
    except ProcessTooSlowError:
        return "too_much_work"
    except ProcessFailedError:
        # Out of memory or of processor time, whatever it was that took it.
        return "bomb"
    return found.decode()


def _check_pdf(file, ending: str) -> None:
    head = file.read(SECOND_FORMAT_BYTES)
    if not head.startswith(PDF_MARK):
        raise DocumentRefusedError("not_what_it_says")
    if looks_like_another(head[len(PDF_MARK) :]) or _ends_as_zip(file):
        raise DocumentRefusedError("two_in_one")
    if code := pdf_problem(file):
        raise DocumentRefusedError(code)


def _ends_as_zip(file) -> bool:
    file.seek(max(0, file.size - ZIP_TAIL_BYTES - MAX_DIRECTORY_BYTES))
    return ends_as_zip(file.read())


def _check_archive(file, ending: str) -> None:
    if file.read(len(ZIP_MARK)) != ZIP_MARK:
        raise DocumentRefusedError("not_what_it_says")
    _check_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            names = {entry.filename for entry in entries}
            if ending in OFFICE_PARTS and not {OFFICE_LIST, OFFICE_PARTS[ending]} <= names:
                raise DocumentRefusedError("not_what_it_says")
            if ending == "odt" and not _is_odt(archive, entries):
                raise DocumentRefusedError("not_what_it_says")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        if isinstance(error, DocumentRefusedError):
            raise
        raise DocumentRefusedError("broken") from error


def _check_directory(file) -> None:
    """Look at the archive's end before Python reads its directory, however long, into memory."""
    file.seek(max(0, file.size - ZIP_TAIL_BYTES))
    tail = file.read()
    at = tail.rfind(ZIP_END)
    if at == -1:
        raise DocumentRefusedError("broken")
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    is_zip64 = tail.startswith(b"PK\x06\x07", max(0, at - 20))
    if size > MAX_DIRECTORY_BYTES or is_zip64:
        raise DocumentRefusedError("bomb")
    file.seek(0)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if not entries:
        raise DocumentRefusedError("empty")
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        raise DocumentRefusedError("encrypted")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise DocumentRefusedError("bomb")
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        raise DocumentRefusedError("macros")


def _is_odt(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    """Its kind stands first in the archive, as it is: not even packed."""
    first = entries[0]
    if first.filename != "mimetype" or first.compress_type != zipfile.ZIP_STORED:
        return False
    return first.file_size < SECOND_FORMAT_BYTES and archive.read(first).strip() == ODT_TYPE


def _check_text(file, ending: str) -> None:
    head = file.read(SECOND_FORMAT_BYTES)
    decode = _decoder(head)
    start = decode(head)
    if looks_like_another(start) or head.startswith(ZIP_MARK):
        raise DocumentRefusedError("not_what_it_says")
    while True:
        if start.translate(None, NOT_TEXT) != start:
            raise DocumentRefusedError("not_what_it_says")
        piece = file.read(64 * 1024)
        if not piece:
            return
        start = decode(piece)


def _decoder(head: bytes):
    """Return what makes bytes of ASCII of a text: texts of two bytes a letter hold zeros."""
    if not head.startswith(WIDE_MARKS):
        return lambda piece: piece
    decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
    return lambda piece: decoder.decode(piece).encode("utf-8", "replace")


_CHECKS = {
    "pdf": _check_pdf,
    "zip": _check_archive,
    "odt": _check_archive,
    **dict.fromkeys(OFFICE_PARTS, _check_archive),
    "csv": _check_text,
    "txt": _check_text,
}
