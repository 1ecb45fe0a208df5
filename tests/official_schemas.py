"""Official schemas, carried by the packages of tests/schemas.txt, which `make test` fetches."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[1] / "var/schemas"


def official(path: str) -> Path:
    """Return a file or folder of one of the packages; `*` stands for the package's version.

    Skips the test where the packages are not here. Raises ValueError for what they do not hold.
    """
    if not (FOLDER / ".ready").exists():
        pytest.skip("the official schemas are not here: make var/schemas/.ready")
    (found,) = FOLDER.glob(path)
    return found
