"""A small stand-in for clamd: speaks its INSTREAM protocol on a socket and finds EICAR."""

import socket
import threading

# In pieces, so that no scanner sets this file aside.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Listens until it is closed; `received` holds what it was given to scan."""

    def __init__(self, address=("127.0.0.1", 0), answer: bytes | None = None):
        family = socket.AF_UNIX if isinstance(address, str) else socket.AF_INET
        self._socket = socket.socket(family)
        self._socket.bind(address)
        self._socket.listen()
        self._answer = answer
        self.received: list[bytes] = []
        name = self._socket.getsockname()
        self.address = name if isinstance(name, str) else f"{name[0]}:{name[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                link, _peer = self._socket.accept()
            except OSError:
                return
            with link, link.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while length := int.from_bytes(stream.read(4), "big"):
                    content += stream.read(length)
                self.received.append(content)
                link.sendall(self._verdict(content))

    def _verdict(self, content: bytes) -> bytes:
        if self._answer is not None:
            return self._answer
        found = EICAR in content
        return b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0"
