"""Names of files: Bangla stays whole, and whatever could mislead or break something goes."""

import re
import unicodedata

from portal.core.inputs import clean_line

# What a folder takes for one name is 255 bytes, at three for each Bangla letter; the storage may
# add some to make it a name of its own.
MAX_BYTES = 150
MAX_ENDING_LETTERS = 10
_BETWEEN = re.compile(r"[/\\]")
_DASHES = re.compile(r"-{2,}")


def tame_file_name(name: str) -> str:
    """Return the last part of a path as a name for a folder, an address and a header.

    Letters with their marks, digits, dash, underscore and dot are kept, in NFC; everything else
    becomes a dash, joiners and direction marks nothing. At most MAX_BYTES bytes.
    """
    last = clean_line(_BETWEEN.split(name)[-1])
    stem, dot, ending = last.rpartition(".")
    if not dot or not ending or len(ending) > MAX_ENDING_LETTERS:
        stem, ending = last, ""
    ending = _tame(ending).lower()
    stem = _cut(_tame(stem).strip("-."), MAX_BYTES - len(ending.encode()) - 1) or "file"
    return f"{stem}.{ending}" if ending else stem


def _tame(text: str) -> str:
    return _DASHES.sub("-", "".join(letter if _is_kept(letter) else "-" for letter in text))


def _is_kept(letter: str) -> bool:
    # Modifier letters look like quotation marks, and become some in ASCII.
    kind = unicodedata.category(letter)
    return letter in "-_." or kind in ("Nd", "Mn", "Mc") or (kind[0] == "L" and kind != "Lm")


def _cut(text: str, most: int) -> str:
    """Return what fits into so many bytes, and no mark without its letter or letter without it."""
    if len(text.encode()) <= most:
        return text
    cut = text.encode()[:most].decode(errors="ignore")
    if unicodedata.category(text[len(cut)])[0] == "M":
        while cut and unicodedata.category(cut[-1])[0] == "M":
            cut = cut[:-1]
        cut = cut[:-1]
    return cut.rstrip("-._")
