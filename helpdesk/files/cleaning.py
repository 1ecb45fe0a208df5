"""Has the working copy made, by a process of its own that knows no key and may open nothing."""

from helpdesk.files.kinds import Kind
from portal.core.limited_process import MEMORY_BYTES, ProcessFailedError, run_limited

MODULE = "helpdesk.files.clean_process"
SECONDS = 90


class CannotCleanError(Exception):
    """No working copy can be made of the file: only the sealed original remains."""


def clean(content: bytes, kind: Kind) -> bytes:
    """Return the working copy: the same without metadata, in the format `kind.working_copy`.

    Raises CannotCleanError when the file is damaged, locked with a password, or asks for more
    memory or time than it may have; OSError when no process can be started now.
    """
    try:
        cleaned = run_limited(
            MODULE, kind.content_type, chunks=[content], seconds=SECONDS, most=MEMORY_BYTES
        )
    except ProcessFailedError as error:
        raise CannotCleanError("The cleaner could not do it.") from error
    if not cleaned:
        raise CannotCleanError("The cleaner wrote nothing.")
    return cleaned
