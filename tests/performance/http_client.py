"""An HTTP/1.1 client that costs next to nothing, so that the server is what is measured.

It keeps its connection, counts every byte in both directions and prepares requests beforehand.
"""

import gzip
import socket
from dataclasses import dataclass, field
from urllib.parse import urlencode

HOST = "127.0.0.1"
# What a browser on a cheap phone says of itself.
BROWSER = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/130.0.0.0 Mobile Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8",
    "Accept-Language": "bn-BD,bn;q=0.9,en;q=0.8",
    "Connection": "keep-alive",
}


@dataclass(frozen=True)
class Answer:
    """A response. `bytes_down` counts head and body as they came over the network."""

    status: int
    headers: dict[str, list[str]]
    body: bytes = field(repr=False)
    bytes_down: int

    @property
    def text(self) -> str:
        """The body as text, unpacked."""
        packed = self.headers.get("content-encoding") == ["gzip"]
        return (gzip.decompress(self.body) if packed else self.body).decode()


def make_request(
    port: int,
    path: str,
    form: dict | None = None,
    *,
    compressed: bool = True,
    **headers: str,
) -> bytes:
    """Return the bytes of a GET, or of a POST of a form, as a browser sends them."""
    lines = {"Host": f"{HOST}:{port}", **BROWSER}
    if compressed:
        lines["Accept-Encoding"] = "gzip"
    body = b""
    if form is not None:
        body = urlencode(form, doseq=True).encode()
        lines |= {
            "Origin": f"http://{HOST}:{port}",
            "Referer": f"http://{HOST}:{port}{path}",
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
        }
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    method = "GET" if form is None else "POST"
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body


class Connection:
    """One kept connection; it is opened again when the server has closed it."""

    def __init__(self, port: int, patience: float = 60):
        self.port = port
        self.patience = patience
        self._socket: socket.socket | None = None

    def open(self) -> None:
        self._socket = socket.create_connection((HOST, self.port), timeout=self.patience)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, request: bytes) -> Answer:
        """Send a request and wait for its whole answer. Raises OSError."""
        if self._socket is None:
            self.open()
        self._socket.sendall(request)
        answer = self._receive()
        if answer.headers.get("connection") == ["close"]:
            self.close()
        return answer

    def _receive(self) -> Answer:
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, list[str]] = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers.setdefault(name.lower(), []).append(value.strip())
        length = int(headers["content-length"][0])
        parts, missing = [body], length - len(body)
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        return Answer(int(status.split()[1]), headers, b"".join(parts), len(head) + 4 + length)

    def _more(self) -> bytes:
        part = self._socket.recv(262_144)
        if not part:
            raise ConnectionError("The server closed the connection in the middle of an answer.")
        return part

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
