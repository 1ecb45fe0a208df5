"""Asks clamd whether a file is harmful, where CLAMD_ADDRESS is set.

clamd's INSTREAM command (clamd(8)): chunks with their length in front, one of length 0 at the
end, and an answer such as `stream: OK` or `stream: Eicar-Test-Signature FOUND`.
"""

import socket
from collections.abc import Iterable

from django.conf import settings

CONNECT_SECONDS = 5
# Signatures are loaded for up to a minute after clamd starts; scans take seconds.
ANSWER_SECONDS = 90
MAX_ANSWER_BYTES = 4096
MAX_FINDING_LETTERS = 120


class ScannerUnavailableError(Exception):
    """The scanner is set up but gave no verdict. Nothing may be taken for clean."""


def is_configured() -> bool:
    """Whether files are scanned at all."""
    return bool(settings.CLAMD_ADDRESS)


def scan(pieces: Iterable[bytes]) -> str:
    """Return the name of what the scanner found, empty when the file is clean.

    Raises ScannerUnavailableError.
    """
    try:
        with _connect(settings.CLAMD_ADDRESS) as link:
            link.sendall(b"zINSTREAM\0")
            for piece in pieces:
                if piece:
                    link.sendall(len(piece).to_bytes(4, "big") + piece)
            link.sendall((0).to_bytes(4, "big"))
            answer = _answer(link)
    except OSError as error:
        raise ScannerUnavailableError("The scanner cannot be reached.") from error
    return _finding(answer)


def _connect(address: str) -> socket.socket:
    """Connect to `host:port`, `[IPv6]:port`, or the path of a Unix socket."""
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX)
        link.settimeout(CONNECT_SECONDS)
        try:
            link.connect(address)
        except OSError:
            link.close()
            raise
    else:
        host, _colon, port = address.rpartition(":")
        if not host or not port.isdecimal():
            raise ScannerUnavailableError("CLAMD_ADDRESS is neither host:port nor a path.")
        link = socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS)
    link.settimeout(ANSWER_SECONDS)
    return link


def _answer(link: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < MAX_ANSWER_BYTES:
        data = link.recv(MAX_ANSWER_BYTES)
        if not data:
            break
        received += data
    return received.decode("utf-8", "replace").strip("\0\r\n ")


def _finding(answer: str) -> str:
    _stream, _colon, verdict = answer.partition(": ")
    if verdict == "OK":
        return ""
    if verdict.endswith(" FOUND"):
        return verdict.removesuffix(" FOUND")[:MAX_FINDING_LETTERS] or "unnamed"
    raise ScannerUnavailableError("The scanner gave no verdict.")
