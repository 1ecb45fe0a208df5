"""Bangla words in Latin letters, as people type them: দালাল is dalal.

Used to answer a question typed in Latin letters in the same script ("did you mean"). One plain
spelling a word: what people type differs, and the search folds it all the same.
"""

import re
import unicodedata

_LETTERS = {
    "ক": "k", "খ": "kh", "গ": "g", "ঘ": "gh", "ঙ": "ng", "চ": "ch", "ছ": "ch", "জ": "j",
    "ঝ": "jh", "ঞ": "n", "ট": "t", "ঠ": "th", "ড": "d", "ঢ": "dh", "ণ": "n", "ত": "t",
    "থ": "th", "দ": "d", "ধ": "dh", "ন": "n", "প": "p", "ফ": "f", "ব": "b", "ভ": "bh",
    "ম": "m", "য": "j", "র": "r", "ল": "l", "শ": "sh", "ষ": "sh", "স": "s", "হ": "h",
    "ৎ": "t", "ং": "ng",
}  # fmt: skip
_VOWELS = {
    "অ": "o", "আ": "a", "ই": "i", "ঈ": "i", "উ": "u", "ঊ": "u", "ঋ": "ri", "এ": "e",
    "ঐ": "oi", "ও": "o", "ঔ": "ou",
}  # fmt: skip
_SIGNS = {
    "া": "a", "ি": "i", "ী": "i", "ু": "u", "ূ": "u", "ৃ": "ri", "ে": "e", "ৈ": "oi",
    "ো": "o", "ৌ": "ou",
}  # fmt: skip
_DOTTED = {"ড়": "r", "ঢ়": "r", "য়": "y"}
_VIRAMA = "্"
# Written one way and said another.
_SAID = [("ক্ষ", "খ"), ("জ্ঞ", "গ"), ("্যা", "া"), ("্য", ""), ("ভ", "ভ")]
_PIECE = re.compile("[ডঢয]়|.")


def romanise(text: str) -> str:
    """Return a text with its Bangla words in Latin letters; everything else stays."""
    return re.sub(
        "[\u0980-\u09ff]+", lambda found: _word(found[0]), unicodedata.normalize("NFC", text)
    )


def _word(word: str) -> str:
    for written, said in _SAID:
        word = word.replace(written, said)
    pieces = _PIECE.findall(word)
    latin: list[str] = []
    for place, piece in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else ""
        if piece in _DOTTED or piece in _LETTERS:
            latin.append(_DOTTED.get(piece) or _LETTERS[piece])
            # The vowel that nobody writes is heard between two consonants.
            if (following in _LETTERS or following in _DOTTED) and piece not in "ংৎ":
                latin.append("o" if following not in "ং" else "o")
        elif piece in _VOWELS or piece in _SIGNS:
            latin.append(_VOWELS.get(piece) or _SIGNS[piece])
        elif piece.isdigit():
            latin.append(str(unicodedata.digit(piece)))
    return "".join(latin)
