"""Files of strangers are opened by processes of their own: no secrets, no files, no network.

Large libraries read pictures, sound and papers. What an attacker hides in a file then meets a
process that holds nothing, may open nothing, and has little memory and time.

The module that such a process runs imports what it needs, calls `shut_the_doors`, and only then
reads its standard input. Nothing here imports Django: the process has no settings.
"""

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024
MEMORY_BYTES = 1536 * MEGABYTE
CPU_SECONDS = 60


class ProcessFailedError(Exception):
    """The process ended without an answer: the file is damaged, or asks for too much."""


class ProcessTooSlowError(ProcessFailedError):
    """The process was ended because its time was over."""


def shut_the_doors(memory: int = MEMORY_BYTES, cpu_seconds: int = CPU_SECONDS) -> None:
    """Give up, for good, what is not needed any more: more memory and time, files, sockets.

    Standard input and output are open already. No descriptor can be added, so that not even code
    smuggled in by a file opens another file or a connection.
    """
    for limit, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(limit, (value, value))


def run_limited(
    module: str, *arguments: str, chunks: Iterable[bytes], seconds: float, most: int
) -> bytes:
    """Return what `python -m module arguments` writes when it is given `chunks`.

    `seconds` is how long it may take by the clock, `most` how many bytes it may write.

    Raises ProcessTooSlowError, ProcessFailedError when it ends with anything but 0 or writes more;
    OSError when no process can be started now; and whatever reading the chunks raises.
    """
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-B", "-m", module, *arguments],
        cwd=ROOT,
        # Not the environment of the site: it holds the keys.
        env={"LANG": "C.UTF-8", "PYTHONPATH": str(ROOT / "site")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Libraries write what they found in the file.
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    feeder = _Feeder(process.stdin, chunks)
    clock = _Clock(process, seconds)
    try:
        with clock:
            feeder.start()
            written = process.stdout.read(most + 1)
            if len(written) <= most:
                process.wait()
    finally:
        _end(process)
        feeder.join()
        process.stdout.close()
    if feeder.error is not None:
        raise feeder.error
    if clock.is_over:
        raise ProcessTooSlowError(f"{module} took longer than {seconds} seconds.")
    if process.returncode != 0 or len(written) > most:
        raise ProcessFailedError(f"{module} gave no answer.")
    return written


class _Feeder(threading.Thread):
    """Writes while the other end reads: neither the file nor the answer fits into a pipe."""

    def __init__(self, pipe, chunks: Iterable[bytes]):
        super().__init__(daemon=True)
        self.pipe = pipe
        self.chunks = chunks
        self.error: Exception | None = None

    def run(self):
        try:
            # The process may end before it has read everything.
            with suppress(BrokenPipeError), self.pipe:
                for chunk in self.chunks:
                    self.pipe.write(chunk)
        except Exception as error:
            self.error = error


class _Clock:
    """Ends a process that takes too long."""

    def __init__(self, process: subprocess.Popen, seconds: float):
        self.is_over = False
        self._process = process
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True

    def _ring(self):
        self.is_over = True
        _kill(self._process)

    def __enter__(self):
        self._timer.start()

    def __exit__(self, *error):
        self._timer.cancel()


def _kill(process: subprocess.Popen) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        _kill(process)
        process.wait()
