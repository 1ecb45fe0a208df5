"""One normalisation for index and query.

Measured (SQLite 3.40, PostgreSQL 15): precomposed য় ড় ঢ় and their decomposed forms are
different words to both databases; NFC decomposes them. Bangla digits are not folded by either.
Never strip Unicode's category Mark from Bangla: that deletes the vowels.
"""

import re
import unicodedata

from portal.core.inputs import JOINERS, clean_text
from portal.core.numerals import to_ascii_digits

_GROUPING = re.compile(r"(?<=\d),(?=\d)")
_SEPARATORS = re.compile(r"[।॥|]")


def fold_for_search(text: str) -> str:
    """Return the text as index and query see it. Idempotent, and never shown to a reader."""
    text = clean_text(text.translate(JOINERS))
    text = _SEPARATORS.sub(" ", to_ascii_digits(text))
    return " ".join(_GROUPING.sub("", text).split())


def query_words(text: str) -> str:
    """Return the folded text with letters, marks and numbers only, words parted by one space.

    Quotes, stars and brackets are operators to the databases, and could be no part of a word.
    """
    folded = fold_for_search(text)
    kept = (letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in folded)
    return " ".join("".join(kept).split())
