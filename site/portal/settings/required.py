"""What production cannot do without is said in one readable sentence, not in a traceback."""

import sys
from typing import NoReturn


def refuse_to_start(sentence: str) -> NoReturn:
    """End the process with exit code 1 and one sentence on standard error."""
    sys.exit(f"The site does not start: {sentence} See docs/operations.md.")
