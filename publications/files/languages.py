"""In which language a file is written, told by its letters."""

import re

from portal.core.bijoy import looks_like_bijoy

_BANGLA = re.compile("[\u0985-\u09b9\u09ce\u09dc-\u09df]")
_LATIN = re.compile("[A-Za-z]")
# Fewer letters than this say nothing.
ENOUGH_LETTERS = 40
# English reports hold Bangla names, Bangla ones English terms and addresses.
MOSTLY = 0.8


def language_of(pages: list[str]) -> str:
    """Return bn, en, bn-en, or nothing where there are too few letters.

    Words typed with Bijoy count as Bangla. Every other language in Latin letters counts as
    English: the site has no files in one.
    """
    bangla = latin = 0
    for page in pages:
        if looks_like_bijoy(page):
            bangla += len(_LATIN.findall(page))
            continue
        bangla += len(_BANGLA.findall(page))
        latin += len(_LATIN.findall(page))
    if bangla + latin < ENOUGH_LETTERS:
        return ""
    share = bangla / (bangla + latin)
    if share >= MOSTLY:
        return "bn"
    return "en" if share <= 1 - MOSTLY else "bn-en"


def language_named(code: str) -> str:
    """Return bn or en for a language tag (BCP 47) of a PDF, nothing for any other."""
    first = code.lower().replace("_", "-").partition("-")[0]
    return {"bn": "bn", "ben": "bn", "en": "en", "eng": "en"}.get(first, "")
