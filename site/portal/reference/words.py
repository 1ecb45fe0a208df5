"""Finds the words of the glossary in a text of either language, inflected as people write them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import cache

from portal.reference.models import GlossaryTerm

# What is remembered is forgotten when a word changes; other processes learn of it by this.
SECONDS = 60

# What Bangla puts behind a word: case, plural, emphasis. At most two in a row (দালালদেরও).
_BANGLA_ENDINGS = [
    "গুলোর",
    "গুলোতে",
    "গুলোকে",
    "গুলো",
    "গুলির",
    "গুলি",
    "দেরকে",
    "দের",
    "েরা",
    "রা",
    "টির",
    "টিতে",
    "টিকে",
    "টি",
    "টার",
    "টাতে",
    "টাকে",
    "টা",
    "খানা",
    "ের",
    "েতে",
    "ে",
    "র",
    "কে",
    "তে",
    "য়",
    "েও",
    "ও",
    "ই",
]


@dataclass(frozen=True)
class Word:
    """A word of the glossary in one language."""

    key: str
    term: str
    explanation: str
    names: tuple[str, ...]
    explained_in_texts: bool


def glossary(language: str) -> tuple[Word, ...]:
    """Return all live words of a language by their spelling. One query, none once remembered."""
    words = cache.get(_cache_key(language))
    if words is None:
        rows = GlossaryTerm.objects.filter(live=True, locale__language_code=language)
        words = tuple(
            Word(row.key, row.term, row.explanation, tuple(row.names), row.explained_in_texts)
            for row in rows.order_by("term")
        )
        cache.set(_cache_key(language), words, SECONDS)
    return words


def forget_glossary() -> None:
    """Read the words anew at the next page: called when one of them changes."""
    cache.delete_many([_cache_key(language) for language in ("bn", "en")])


def _cache_key(language: str) -> str:
    return f"glossary:{language}"


class WordFinder:
    """Finds glossary words in running text; `words` by the name that was found."""

    def __init__(self, words: tuple[Word, ...]):
        self._by_name = {
            _folded(name): word for word in words if word.explained_in_texts for name in word.names
        }
        names = sorted(self._by_name, key=len, reverse=True)
        endings = "|".join(sorted(map(_normal, _BANGLA_ENDINGS), key=len, reverse=True))
        # Marks (vowel signs, virama) count as part of a word: দালাল is not in দালালি.
        edge = r"[\w\u0981-\u0983\u09bc-\u09cd\u09d7]"
        self._pattern = (
            re.compile(
                rf"(?<!{edge})(?P<name>{'|'.join(map(re.escape, names))})"
                rf"(?:(?:{endings}){{0,2}}|(?:s|es|'s|’s)?)(?!{edge})",
                re.IGNORECASE,
            )
            if names
            else None
        )

    def find(self, text: str):
        """Yield (start, end, word) for every word in a text without mark-up, in order."""
        if self._pattern is None:
            return
        for found in self._pattern.finditer(text):
            yield found.start(), found.end(), self._by_name[_folded(found.group("name"))]


@lru_cache(maxsize=4)
def word_finder(words: tuple[Word, ...]) -> WordFinder:
    """Return the finder of a glossary: made once for each state of it."""
    return WordFinder(words)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _folded(text: str) -> str:
    return _normal(text).casefold()
