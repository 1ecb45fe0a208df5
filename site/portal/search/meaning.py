"""Other words for what was asked: groups that staff keep, and the pages that they put first."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from portal.search.common_words import is_common
from portal.search.inflection import forms
from portal.search.models import BestBetQuery, SynonymPhrase
from portal.search.models.meaning import MAX_PHRASE_WORDS, phrase_key
from portal.search.phonetics import (
    letter_distance,
    soft_key,
    sound_key,
    spelling_distance,
    with_ch_for_c,
)
from portal.search.vocabulary import guess_limit, guess_quality

# Short words sound like too many others.
MIN_KEY_LETTERS = 4


@dataclass(frozen=True)
class OtherWords:
    """A part of a question (words `start` to `end`) and the phrases that mean the same."""

    start: int
    end: int
    phrases: tuple[str, ...]
    is_danger: bool
    # Not known by its sound alone.
    is_exact: bool = True


def other_words(typed: list[str], language: str) -> list[OtherWords]:
    """Return the parts of a question (folded words) that a group knows. At most two queries.

    The longest parts win, none overlap; a word is recognised in its other forms and by how it
    sounds. Changes by staff count at once.
    """
    by_text: dict[str, tuple[int, int]] = {}
    by_key: dict[str, tuple[int, int]] = {}
    for length in range(min(MAX_PHRASE_WORDS, len(typed)), 0, -1):
        for start in range(len(typed) - length + 1):
            part = typed[start : start + length]
            if length == 1 and is_common(part[0], language):
                continue
            place = (start, start + length)
            for last in forms(part[-1]):
                phrase = " ".join([*part[:-1], last])
                by_text.setdefault(phrase, place)
                for reading in (phrase, with_ch_for_c(phrase)):
                    key = phrase_key(reading)
                    if len(key) >= MIN_KEY_LETTERS:
                        by_key.setdefault(key, place)
    if not by_text:
        return []
    hits = SynonymPhrase.objects.filter(
        Q(folded__in=list(by_text)) | Q(key__in=list(by_key))
    ).select_related("group")
    places: dict[tuple[int, int], set] = {}
    exact: set[tuple[int, int]] = set()
    for phrase in hits:
        place = by_text.get(phrase.folded) or by_key.get(phrase.key)
        if place:
            places.setdefault(place, set()).add(phrase.group)
        if phrase.folded in by_text:
            exact.add(by_text[phrase.folded])
    chosen: list[tuple[tuple[int, int], set]] = []
    taken: set[int] = set()
    for place in sorted(places, key=lambda place: (place[0] - place[1], place)):
        if taken.isdisjoint(range(*place)):
            taken.update(range(*place))
            chosen.append((place, places[place]))
    phrases: dict[int, list[str]] = {}
    groups = {group.pk for _place, found in chosen for group in found}
    for group, text in SynonymPhrase.objects.filter(group__in=groups).values_list(
        "group_id", "folded"
    ):
        phrases.setdefault(group, []).append(text)
    return [
        OtherWords(
            start=start,
            end=end,
            phrases=tuple(text for group in found for text in phrases.get(group.pk, ())),
            is_danger=any(group.is_danger for group in found),
            is_exact=(start, end) in exact,
        )
        for (start, end), found in chosen
    ]


def nearest_words(typed: list[str]) -> dict[str, tuple[float, str]]:
    """Return for misspelt words (folded) the word of a group spelt most like it, and how sure.

    For words that no page has: আত্মহত্তা must lead to the help for আত্মহত্যা. One query or none.
    """
    sounds = {word: soft_key(sound_key(word)) for word in typed}
    sounds = {word: own for word, own in sounds.items() if len(own) >= MIN_KEY_LETTERS}
    if not sounds:
        return {}
    known = SynonymPhrase.objects.exclude(folded__contains=" ").values_list("folded", "key")
    found: dict[str, tuple[float, str]] = {}
    for text, key in known:
        for word, own in sounds.items():
            # Hands miss the first letter seldom.
            if key[:1] != own[0] or len(key) < MIN_KEY_LETTERS or abs(len(key) - len(own)) > 2:
                continue
            limit = 0.2 * len(own) + 0.3
            distance = spelling_distance(own, key, 2 * limit)
            if word.isascii() == text.isascii():
                distance = (distance + 1.5 * letter_distance(word, text)) / 2.5
            if distance <= limit:
                quality = guess_quality(distance, guess_limit(own))
                found[word] = max(found.get(word, (0.0, "")), (quality, text))
    return found


def best_bet(query: str, language: str) -> Page | None:
    """Return the page that staff put first for a whole folded question, in a language.

    Only a live page that everybody may see. Two queries, one where there is no best answer.
    """
    key = phrase_key(query)
    wanted = Q(folded=query)
    if len(key) >= MIN_KEY_LETTERS:
        wanted |= Q(key=key)
    found = list(
        BestBetQuery.objects.filter(wanted).values_list(
            "best_bet__page__translation_key", flat=True
        )
    )
    if not found:
        return None
    pages = Page.objects.filter(translation_key__in=found, locale__language_code=language)
    return pages.live().public().first()
