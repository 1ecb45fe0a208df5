"""The site's stylesheet, put whole into every page.

On a 2G line a linked file costs a round trip of about half a second before anything is painted;
four kilobytes inside the page cost a tenth of that.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

FOLDER = "css"
# Each goes whole into a page, in a style element of its own.
SHEETS = {
    # Help and error pages get this one alone: they are many small pages in a row.
    "bare": ("bare.css",),
    "whole": (
        "bare.css",
        "site.css",
        "guidance.css",
        "feedback.css",
        "take_along.css",
        "search.css",
    ),
    # Behind the whole one on pages of programmes and figures, so that guides need not carry it.
    "programs": ("lists.css", "programs.css"),
    "publications": ("lists.css", "publications.css"),
}


@dataclass(frozen=True)
class Stylesheet:
    """Minified text, and its SHA-256 in base64 as a content security policy wants it."""

    text: str
    sha256: str


def stylesheet(name: str) -> Stylesheet:
    """Return a stylesheet by its name in SHEETS; it is read again when a file has changed."""
    return _stylesheet(SHEETS[name])


def stylesheet_paths(names: tuple[str, ...]) -> tuple[Path, ...]:
    """Return where the files of a stylesheet are."""
    return tuple(Path(settings.STATICFILES_DIRS[0]) / FOLDER / name for name in names)


def _stylesheet(names: tuple[str, ...]) -> Stylesheet:
    paths = stylesheet_paths(names)
    changed = tuple(path.stat().st_mtime_ns for path in paths) if settings.DEBUG else ()
    return _read(paths, changed)


@lru_cache(maxsize=8)
def _read(paths: tuple[Path, ...], _changed: tuple[int, ...]) -> Stylesheet:
    text = minify("\n".join(path.read_text(encoding="utf-8") for path in paths))
    digest = hashlib.sha256(text.encode()).digest()
    return Stylesheet(text=text, sha256=base64.b64encode(digest).decode())


def minify(css: str) -> str:
    """Return the CSS without comments and without the white space that means nothing."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    css = re.sub(r"(?<=[\w-]): ", ":", css)
    return css.replace(";}", "}").strip()
