"""Child processes that never outlive the launcher, and the port they listen on."""

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from portal.launch import ROOT

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
SECONDS_TO_STOP = 25


def end_with_parent(parent: int, number: int) -> None:
    """Ask the system to send this process a signal when `parent` is gone, however it went.

    Linux only; elsewhere nothing happens.
    """
    if LIBC is None:
        return
    LIBC.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        # It went before the system could be asked.
        os.kill(os.getpid(), number)


class Child:
    """A process of the site, in a process group of its own: Ctrl-C reaches the launcher alone.

    `farewell` is the signal that it gets when the launcher is killed.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        farewell: int = signal.SIGTERM,
    ):
        self.name = name
        parent = os.getpid()
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=lambda: end_with_parent(parent, farewell),
        )

    def code(self) -> int | None:
        """Return the exit code, or None while the process lives."""
        return self.process.poll()

    def ended_within(self, seconds: float) -> bool:
        """Wait for the end, at most so long. Returns whether it came."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def how_it_ended(self) -> str:
        """Return the exit code in words."""
        code = self.process.returncode
        if code < 0:
            return f"ended by signal {-code} ({signal.strsignal(-code)})"
        return f"ended with code {code}"


def stop(children: Sequence[Child]) -> None:
    """Ask all to end, in order; end what has not ended in time together with its own children."""
    living = [child for child in children if child.code() is None]
    for child in living:
        child.process.terminate()
    until = time.monotonic() + SECONDS_TO_STOP
    for child in living:
        if not child.ended_within(max(0.0, until - time.monotonic())):
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()


def port_is_free(port: int, patience: float) -> bool:
    """Whether the port can be listened on, now or within `patience` seconds.

    A server that was killed a moment ago may still hold it.
    """
    until = time.monotonic() + patience
    while True:
        with socket.socket() as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                candidate.bind(("127.0.0.1", port))
            except OSError:
                if time.monotonic() > until:
                    return False
            else:
                return True
        time.sleep(0.1)


def answers(port: int) -> bool:
    """Whether the site answers on this machine's own address."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", "/healthz")
        return link.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        link.close()
