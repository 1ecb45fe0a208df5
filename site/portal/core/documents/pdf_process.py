"""`python -m portal.core.documents.pdf_process`: a PDF in, the code of its problem out.

Started by portal.core.documents.recognition. Writes nothing when the PDF may be kept.
"""

import sys

from portal.core.documents.pdf_problems import find_problem
from portal.core.limited_process import shut_the_doors

CPU_SECONDS = 30


def main() -> int:
    shut_the_doors(cpu_seconds=CPU_SECONDS)
    sys.stdout.write(find_problem(sys.stdin.buffer.read()))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
