"""Reads the TOML files of home/demo_content."""

import tomllib
from functools import cache
from pathlib import Path

CONTENT_DIR = Path(__file__).resolve().parent.parent / "demo_content"
LANGUAGES = ("bn", "en")


@cache
def read(name: str) -> dict:
    """Return the parsed content of `<name>.toml`."""
    with (CONTENT_DIR / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
