"""`python -m helpdesk.files.clean_process CONTENT_TYPE`: bytes in, cleaned bytes out.

Started by helpdesk.files.cleaning. Ends with 0 when the working copy was written, and with
anything else when there is none. Imports nothing of Django and sees no key.
"""

import sys

from helpdesk.files.clean_media import clean_media
from helpdesk.files.clean_pdf import clean_pdf
from helpdesk.files.clean_picture import clean_picture
from helpdesk.files.kinds import KINDS, Family
from portal.core.limited_process import shut_the_doors

CANNOT_CLEAN = 3


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
