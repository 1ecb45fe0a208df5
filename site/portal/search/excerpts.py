"""Short pieces of texts around what was asked, with the matched words marked.

A word is marked whole: with its vowel signs, conjuncts and endings.
"""

import re
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.search.inflection import forms
from portal.search.words import words_of

# A word with its combining signs and joiners; \w alone leaves out Bangla vowel signs.
_WORD = re.compile("(?:\\w|[\u0300-\u036f\u0981-\u0983\u09bc-\u09cd\u09d7\u200c\u200d])+")
EXCERPT_LETTERS = 170


def is_matched(word: str, matched: frozenset[str]) -> bool:
    """Whether a word of a text, in one of its forms, is among the matched ones (folded)."""
    return not matched.isdisjoint(_forms_of(word))


@lru_cache(maxsize=50_000)
def _forms_of(word: str) -> frozenset[str]:
    """The folded forms of a word as a text has it. Remembered: texts repeat their words."""
    return frozenset(form for each in words_of(word) for form in forms(each))


def marked(text: str, matched: frozenset[str]) -> SafeString:
    """Return a text as HTML with its matched words in `<mark>`."""
    pieces: list[tuple[str, str, str]] = []
    end = 0
    for found in _WORD.finditer(text):
        if is_matched(found[0], matched):
            pieces.append((text[end : found.start()], found[0], ""))
            end = found.end()
    return format_html("{}{}", format_html_join("", "{}<mark>{}</mark>{}", pieces), text[end:])


def excerpt(summary: str, text: str, matched: frozenset[str]) -> str:
    """Return what to show below a title: the summary, or the place in the text that matches best.

    Cut between words, with … where something is left out.
    """
    if summary and (
        not text or any(is_matched(each[0], matched) for each in _WORD.finditer(summary))
    ):
        return _cut(summary, 0)
    words = list(_WORD.finditer(text))
    hits = [found.start() for found in words if is_matched(found[0], matched)]
    if not hits:
        return _cut(summary or text, 0)
    # The window that begins at a match and holds the most of them.
    best = max(
        hits, key=lambda start: sum(start <= hit < start + EXCERPT_LETTERS - 30 for hit in hits)
    )
    starts = [found.start() for found in words if best - 40 <= found.start() <= best]
    return _cut(text, min(starts, default=best))


def _cut(text: str, start: int) -> str:
    piece = text[start : start + EXCERPT_LETTERS]
    if start + EXCERPT_LETTERS < len(text):
        piece = piece.rsplit(" ", 1)[0] + " …"
    return f"… {piece}" if start else piece
