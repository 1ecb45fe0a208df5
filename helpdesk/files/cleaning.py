"""Has the working copy made, by a process of its own that knows no key and may open nothing.

Formats of pictures, sound and papers are read by large C libraries: what an attacker hides in a
file then meets a process without secrets, files or network, with little memory and time.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from helpdesk.files.kinds import Kind

ROOT = Path(__file__).resolve().parents[2]
MODULE = "helpdesk.files.clean_process"
SECONDS = 90


class CannotCleanError(Exception):
    """No working copy can be made of the file: only the sealed original remains."""


def clean(content: bytes, kind: Kind) -> bytes:
    """Return the working copy: the same without metadata, in the format `kind.working_copy`.

    Raises CannotCleanError when the file is damaged, locked with a password, or asks for more
    memory or time than it may have; OSError when no process can be started now.
    """
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-B", "-m", MODULE, kind.content_type],
        cwd=ROOT,
        # Not the environment of the site: it holds the keys.
        env={"LANG": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Libraries write what they found in the file.
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        cleaned, _nothing = process.communicate(content, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise CannotCleanError("It took too long.") from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    if process.returncode != 0 or not cleaned:
        raise CannotCleanError("The cleaner could not do it.")
    return cleaned
