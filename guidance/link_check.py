"""Looks whether addresses of other sites still answer: politely, bounded, never in a request.

One request at a time in all, so one at a time for each host, with a pause between two to the
same host. Only public addresses are spoken to: the site's machine may stand beside others that
no editor's link should reach.
"""

import contextlib
import ipaddress
import socket
import threading
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import certifi
import urllib3
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    HTTPError,
    LocationValueError,
    NameResolutionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
    TimeoutError,
)

MOST_REDIRECTS = 5
PERMANENT, REDIRECTS = {301, 308}, {301, 302, 303, 307, 308}
# Answers by which a site keeps machines out. A reader may still be let in.
GUARDED = {401, 403, 405, 407, 429, 451, 503, 999}
PROBLEM_LETTERS = 200

PROBLEMS = {
    "": "",
    "gone": _("There is no such page."),
    "error": _("The site answers with an error."),
    "timeout": _("The site does not answer in time."),
    "unknown-host": _("The site's name is not known any more."),
    "unreachable": _("The site cannot be reached."),
    "certificate": _("The site's certificate is not valid."),
    "redirects": _("The address leads in circles."),
    "private": _("The address is not a public one."),
    "invalid": _("This is not a web address."),
    "guarded": _("The site does not let machines in: look for yourself."),
    "moved": _("Moved for good. New address: {address}"),
}
# What says more about this machine or its line than about the address.
NO_CONNECTION = {"timeout", "unknown-host", "unreachable"}


@dataclass(frozen=True)
class Look:
    """What a look at an address found: the last status, and a problem of PROBLEMS.

    A problem may carry a detail behind a space, as in `moved https://example.org/new`.
    """

    status: int | None = None
    problem: str = ""

    @property
    def is_broken(self) -> bool:
        """Whether readers who follow the link are likely to find nothing."""
        return self.problem.partition(" ")[0] not in ("", "moved", "guarded")


def problem_in_words(problem: str):
    """Return a stored problem in words, translated when it is shown."""
    code, _space, detail = problem.partition(" ")
    words = PROBLEMS.get(code, code)
    return format_lazy(words, address=detail) if detail else words


class NotPublicError(OSError):
    """The name leads to an address that is not public."""


class LinkChecker:
    """Looks at addresses one after the other.

    `timeout` and `pause` are seconds: how long one answer may take in all, and how long the same
    host is left alone between two requests.
    """

    def __init__(self, timeout: float, pause: float, allow_private: bool = False):
        self._timeout, self._pause = timeout, pause
        self._last_asked: dict[str, float] = {}
        self._socket: socket.socket | None = None
        self._pool = urllib3.PoolManager(
            num_pools=4,
            maxsize=1,
            headers={"User-Agent": f"OKUP-link-check (+{settings.SITE_URL})"},
            timeout=urllib3.Timeout(connect=timeout, read=timeout),
            retries=False,
            ca_certs=certifi.where(),
        )
        self._pool.pool_classes_by_scheme = self._pools(allow_private)

    def _pools(self, allow_private: bool) -> dict:
        """Return urllib3's pools with connections that know where they may go."""
        checker = self

        class Bounded:
            def _new_conn(self):
                if allow_private:
                    checker._socket = super()._new_conn()
                    return checker._socket
                # Connected to the very address that was looked at: the name may lead elsewhere
                # a moment later. The certificate is still that of the name.
                name = self._dns_host
                self._dns_host = public_address(name, self.port)
                try:
                    checker._socket = super()._new_conn()
                finally:
                    self._dns_host = name
                return checker._socket

        class Plain(HTTPConnectionPool):
            ConnectionCls = type("PlainConnection", (Bounded, HTTPConnection), {})

        class Secure(HTTPSConnectionPool):
            ConnectionCls = type("SecureConnection", (Bounded, HTTPSConnection), {})

        return {"http": Plain, "https": Secure}

    def look(self, address: str) -> Look:
        """Return what an address answers. Never raises: every failure is a problem with a name."""
        try:
            return self._follow(address)
        except NotPublicError:
            return Look(problem="private")
        except (LocationValueError, ValueError):
            return Look(problem="invalid")
        except SSLError:
            return Look(problem="certificate")
        except (NameResolutionError, socket.gaierror):
            return Look(problem="unknown-host")
        except TimeoutError:
            return Look(problem="timeout")
        except (HTTPError, OSError) as error:
            return Look(problem="private" if _has_cause(error, NotPublicError) else "unreachable")

    def _follow(self, address: str) -> Look:
        here, moved_to, is_permanent = address, "", True
        for _step in range(MOST_REDIRECTS + 1):
            status, target = self._ask(here)
            if status not in REDIRECTS or not target:
                return _judged(status, moved_to)
            here = urljoin(here, target).partition("#")[0]
            is_permanent = is_permanent and status in PERMANENT
            if is_permanent:
                moved_to = here
        return Look(status, "redirects")

    def _ask(self, address: str) -> tuple[int, str]:
        """Return status and target of a redirect: by HEAD, or by GET where that does not do."""
        if urlsplit(address).scheme not in ("http", "https"):
            raise ValueError(address)
        try:
            status, target = self._request("HEAD", address)
        except (ProtocolError, ReadTimeoutError):
            status, target = 405, ""
        if status >= 400 and status != 429:
            return self._request("GET", address)
        return status, target

    def _request(self, method: str, address: str) -> tuple[int, str]:
        self._wait_for(urlsplit(address).netloc)
        # Each read has a time limit, but a server could send its head one letter at a time.
        deadline = threading.Timer(self._timeout * 2, self._hang_up)
        deadline.start()
        try:
            response = self._pool.request(method, address, redirect=False, preload_content=False)
            # What follows the head is never read, however much it is: the connection ends here.
            response.close()
        finally:
            deadline.cancel()
            self._socket = None
        return response.status, response.headers.get("Location", "")

    def _hang_up(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _wait_for(self, host: str) -> None:
        last = self._last_asked.get(host)
        if last is not None:
            time.sleep(max(last + self._pause - time.monotonic(), 0))
        self._last_asked[host] = time.monotonic()


def public_address(name: str, port: int) -> str:
    """Return an address of a host that all the world can reach.

    Raises NotPublicError where there is none but private ones, OSError where there is none.
    """
    found = [place[4][0] for place in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
    public = [address for address in found if _is_public(address)]
    # One that also leads into the private network is left alone altogether.
    if len(public) < len(found):
        raise NotPublicError(name)
    return min(public, key=lambda address: ":" in address)


def _is_public(address: str) -> bool:
    number = ipaddress.ip_address(address.partition("%")[0])
    number = getattr(number, "ipv4_mapped", None) or number
    return number.is_global and not number.is_multicast


def _judged(status: int, moved_to: str) -> Look:
    if status in GUARDED:
        return Look(status, "guarded")
    if status in (404, 410):
        return Look(status, "gone")
    if status >= 400:
        return Look(status, "error")
    return Look(status, f"moved {moved_to}"[:PROBLEM_LETTERS] if moved_to else "")


def _has_cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False
