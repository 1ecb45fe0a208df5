"""`python -m helpdesk.files.clean_process CONTENT_TYPE`: bytes in, cleaned bytes out.

Started by helpdesk.files.cleaning. Ends with 0 when the working copy was written, and with
anything else when there is none. Imports nothing of Django and sees no key.
"""

import resource
import sys

from helpdesk.files.clean_media import clean_media
from helpdesk.files.clean_pdf import clean_pdf
from helpdesk.files.clean_picture import clean_picture
from helpdesk.files.kinds import KINDS, Family

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 60
CANNOT_CLEAN = 3


def shut_the_doors() -> None:
    """Give up, for good, what a cleaner never needs: more memory and time, files, sockets.

    Standard input and output are open already. No descriptor can be added, so that not even code
    smuggled in by a file opens another file or a connection.
    """
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(limit, (value, value))


def main() -> int:
    kind = KINDS[sys.argv[1]]
    shut_the_doors()
    content = sys.stdin.buffer.read()
    try:
        if kind.family == Family.PICTURE:
            cleaned = clean_picture(content, kind)
        elif kind.family == Family.PDF:
            cleaned = clean_pdf(content)
        else:
            cleaned = clean_media(content, kind)
    except Exception:
        # Whatever a library says about a file that it cannot read: there is no working copy.
        return CANNOT_CLEAN
    sys.stdout.buffer.write(cleaned)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
