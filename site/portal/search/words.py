"""Texts as the words that the index holds."""

from collections import Counter

from portal.search.inflection import forms
from portal.search.normalisation import query_words

MAX_WORD_LETTERS = 60
# An ending that was taken off is a guess.
WEIGHT_WITHOUT_ENDING = 0.8


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, folded and in lower case."""
    return [word[:MAX_WORD_LETTERS] for word in query_words(text).casefold().split()]


def forms_with_weights(words: Counter[str]) -> dict[str, float]:
    """Return how often each word and each of its forms stands there; a form counts less."""
    counted: dict[str, float] = {}
    for word, times in words.items():
        for form in forms(word):
            share = 1.0 if form == word else WEIGHT_WITHOUT_ENDING
            counted[form] = counted.get(form, 0.0) + share * times
    return counted
