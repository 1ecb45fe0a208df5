"""Bangla in the old Bijoy encoding: gibberish on every phone, and in every table."""

import re

_BANGLA = re.compile(r"[\u0985-\u09b9\u09ce\u09dc-\u09df]")
# Symbols that stand for vowel signs and conjuncts there, and hardly ever inside other words.
_SYMBOL = re.compile(r"[†‡ˆ‰‹›¨ª¬®¯±²³´µ¶¸¹º¼½¾¿×÷¤¥¦¢¡]")
_HIGH = re.compile(r"[\u00a1-\u00ff†‡ˆ‰‹›ŒœŠšŸƒ˜™]")


def looks_like_bijoy(text: str, meant_as_bangla: bool = False) -> bool:
    """Whether a text was typed with Bijoy.

    Where a text can only be Bangla (`meant_as_bangla`) one symbol is enough; elsewhere it may be
    English with accents, so several must come together.
    """
    if _BANGLA.search(text) or not _SYMBOL.search(text):
        return False
    if meant_as_bangla:
        return True
    letters = re.sub(r"\s", "", text)
    high = _HIGH.findall(letters)
    return len(high) >= 3 and len(high) * 12 >= len(letters)
