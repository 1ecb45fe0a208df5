"""A gunicorn of one side, and what processor time it has used."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.launch.processes import end_with_parent
from tests.performance.http_client import HOST, Connection, make_request

TICKS = os.sysconf("SC_CLK_TCK")
SECONDS_TO_START = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


class GunicornServer:
    """A running server; its log goes to a file, as it does in production."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        port: int,
        log: Path,
    ):
        self.port = port
        self.log = log
        self._log_file = log.open("w")
        parent = os.getpid()
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=self._log_file,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=lambda: end_with_parent(parent, signal.SIGTERM),
        )

    def __enter__(self) -> "GunicornServer":
        return self

    def __exit__(self, *_error) -> None:
        self.process.terminate()
        try:
            self.process.wait(25)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._log_file.close()

    def wait_for(self, path: str) -> None:
        """Wait until a page is served. Raises SystemExit with the log's end otherwise."""
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if Connection(self.port, patience=10).send(self._get(path)).status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.2)
        raise SystemExit(f"{path} is not served. The log's end:\n{self.log.read_text()[-3000:]}")

    def _get(self, path: str) -> bytes:
        return make_request(self.port, path)

    def processor_seconds(self) -> float | None:
        """Return what the first process and its workers have used; None where /proc is missing."""
        try:
            master = self.process.pid
            tasks = Path(f"/proc/{master}/task/{master}/children").read_text().split()
            return sum(_ticks(int(pid)) for pid in (master, *tasks)) / TICKS
        except OSError:
            return None


def _ticks(pid: int) -> int:
    """User and system time of a process and of its children that have ended (proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(value) for value in fields[11:15])
