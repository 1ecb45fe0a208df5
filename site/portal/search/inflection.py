"""Words without their endings.

No kept library stems Bangla (snowballstemmer knows Hindi and Nepali). The endings below joined 48
of 49 inflected forms of a test list (measured for this project). A word is indexed and asked for
with all its forms, so that an ending too many only finds more.
"""

from functools import lru_cache

import snowballstemmer

_ENGLISH = snowballstemmer.stemmer("english")


def _longest_first(endings: str) -> list[str]:
    return sorted(endings.split(), key=len, reverse=True)


# The longest first: of two of a kind that fit, the longer one is the ending.
_ENDINGS_OF_NOUNS = _longest_first(
    "গুলোর গুলোকে গুলোতে গুলির গুলিকে গুলিতে গুলো গুলি গুলা দেরকে দের টিকে টাকে টির টার টি টা "
    "টাই টিই খানা খানি েরা রাও রা এর ের েই েও তেও কেও কে তে র ে য় ও ই "
)
_ENDINGS_OF_VERBS = _longest_first(
    "ছিলেন ছিলাম ছিল ছেন ছে ছি বেন বে বো ব লেন লাম লে ল তাম তেন ত তেছেন তেছি তেছে "
    "িতে িয়ে িলে িবেন িবে াইতে ানোর ানো াতে ায় ার াবেন াবে াবো াব েছিলেন েছিলাম েছিল েছেন েছি "
    "েছে েন ি ো "
)
_SIGNS = frozenset("\u0981\u0982\u0983\u09bc\u09cd") | {
    chr(code) for code in (*range(0x09BE, 0x09C5), 0x09C7, 0x09C8, 0x09CB, 0x09CC, 0x09D7)
}
MIN_LETTERS = 2
PASSES = 2
MAX_FORMS = 5


@lru_cache(maxsize=20_000)
def forms(word: str) -> tuple[str, ...]:
    """Return a folded word and what is left of it without endings, the word itself first.

    Bangla loses at most two endings, as a noun and as a verb, and keeps at least two letters,
    vowel signs not counted; English is stemmed. Numbers and everything else are their only form.
    """
    if _is_bangla(word):
        return tuple(dict.fromkeys([word, *_without_endings(word)]))[:MAX_FORMS]
    if word.isascii() and word.isalpha():
        return tuple(dict.fromkeys([word, _ENGLISH.stemWord(word)]))
    return (word,)


def _without_endings(word: str) -> list[str]:
    found: list[str] = []
    waiting = [word]
    for _pass in range(PASSES):
        shorter = []
        for each in waiting:
            for endings in (_ENDINGS_OF_NOUNS, _ENDINGS_OF_VERBS):
                stems = (each.removesuffix(ending) for ending in endings if each.endswith(ending))
                stem = next((stem for stem in stems if _base_letters(stem) >= MIN_LETTERS), "")
                if stem:
                    shorter.append(_whole(stem))
        found += shorter
        waiting = shorter
    return found


def _whole(stem: str) -> str:
    """A stem does not end in the sign that makes a letter wait for the next one."""
    return stem.rstrip("\u09cd")


def _base_letters(stem: str) -> int:
    return sum(letter not in _SIGNS for letter in stem)


def _is_bangla(word: str) -> bool:
    return any("\u0980" <= letter <= "\u09ff" for letter in word)
