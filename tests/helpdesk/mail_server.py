"""A mail server of our own, in this process: it takes letters in or refuses them."""

import asyncio
import socket
import threading
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller


class MailServer:
    """Speaks SMTP on a free port of this machine.

    refused: addresses whose letters it does not take. put_off: addresses that it wants to be
    tried again later. unwanted: it wants no letter of this sender. full: it takes none for now.
    full_after: it takes so many and no more. hanging: it takes a letter in and never says so.
    """

    def __init__(self):
        self.asked = threading.Event()
        self.letters: list[tuple[str, Message, bytes]] = []
        self.refused: set[str] = set()
        self.put_off: set[str] = set()
        self.unwanted = False
        self.full = False
        self.full_after: int | None = None
        self.hanging = False
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._controller = None

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if address in self.refused:
            return "550 no such mailbox"
        if address in self.put_off:
            return "450 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.asked.set()
        while self.hanging:
            await asyncio.sleep(0.05)
        if self.unwanted:
            return "554 this looks like spam"
        if self.full or (self.full_after is not None and len(self.letters) >= self.full_after):
            return "452 try later"
        content = envelope.content
        for address in envelope.rcpt_tos:
            self.letters.append((address, message_from_bytes(content), content))
        return "250 OK"

    @property
    def addresses(self) -> list[str]:
        """To whom letters went, in their order."""
        return [address for address, _letter, _raw in self.letters]

    def start(self) -> None:
        """Begin to listen on `port`."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Go away. It may be started again."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None
