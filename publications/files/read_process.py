"""`python -m publications.files.read_process`: a PDF in; a line of JSON and a picture out.

Started by publications.files.opening. The line says what was found (pdf_words.PdfWords), the
picture's points follow it. Ends with anything but 0 when the file cannot be opened.
"""

import dataclasses
import json
import os
import sys

import pypdfium2

from portal.core.limited_process import shut_the_doors
from publications.files.pdf_words import read_pdf, rehearse

CANNOT_READ = 3
CPU_SECONDS = 240
# Whoever asks for a page of the site comes first.
NICENESS = 15


def main() -> int:
    os.nice(NICENESS)
    rehearse()
    shut_the_doors(cpu_seconds=CPU_SECONDS)
    content = sys.stdin.buffer.read()
    try:
        found = read_pdf(content)
    except (pypdfium2.PdfiumError, MemoryError):
        return CANNOT_READ
    said = dataclasses.asdict(found)
    cover = said.pop("cover")
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + cover)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
