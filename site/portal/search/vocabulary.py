"""Which words of the site somebody may have meant by a word that was typed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from math import inf, log

from django.db.models import Count, Q

from portal.search.common_words import is_common
from portal.search.index_writer import trigrams
from portal.search.inflection import forms
from portal.search.models import Word, WordTrigram
from portal.search.phonetics import (
    letter_distance,
    skeleton,
    soft_key,
    sound_key,
    spelling_distance,
    with_ch_for_c,
)

# How much a word counts that is not the typed one: 1 is the typed word itself.
SAME_STEM = 0.85
SAME_SOUND = 0.9
PARTS_OF_WORD = 0.8
ONE_HALF = 0.6
# Less sure than this, a word may be misspelt: কাড sounds like কোড, and is কার্ড.
SURE = 0.87
MISSPELT = 0.75
MOST_LIKE_IT = 40
KEPT_GUESSES = 5
# Fewer entries than this have a word that may be another one, misspelt.
USUAL = 3
# Words of one question that are guessed: each costs some milliseconds.
MOST_GUESSED = 6
COMMONER_IS_NEARER = 0.06
MIN_GUESSED_LETTERS = 3
MIN_HALF_LETTERS = 5
MIN_CONSONANTS_OF_ONE_WORD = 4
ONE_VOWEL = 0.5
# Endings of Bangla words typed in Latin letters, the longest first.
_LATIN_ENDINGS = (
    "gulor",
    "gulo",
    "guli",
    "derke",
    "theke",
    "der",
    "ke",
    "te",
    "ra",
    "er",
    "ta",
    "ti",
)
_LATIN_ENDINGS = (*_LATIN_ENDINGS, "r", "e", "y")


@dataclass(frozen=True)
class KnownWord:
    """A word of the site. `quality` is how sure it is that it was meant, up to 1."""

    pk: int
    text: str
    entry_count: int
    quality: float
    is_surface: bool = True


@dataclass
class Meant:
    """A typed word and the words of the site it may stand for, by their key."""

    typed: str
    is_common: bool
    words: dict[int, KnownWord] = field(default_factory=dict)
    # The words that a guess fell on: "did you mean" offers the first of them.
    guesses: list[KnownWord] = field(default_factory=list)

    @property
    def surest(self) -> float:
        """How sure the best of the words is, 0 to 1."""
        return max((word.quality for word in self.words.values()), default=0.0)

    @property
    def is_sure(self) -> bool:
        """Whether the site has the word, in some form, or one that sounds just the same."""
        return self.surest >= SURE or any(
            word.text in forms(self.typed) for word in self.words.values()
        )

    @property
    def is_usual(self) -> bool:
        """Whether more than a few texts have it: পাসপোট stands in the glossary as a spelling."""
        return any(word.entry_count >= USUAL for word in self.words.values())

    def likeliest(self, other: tuple[float, str] | None) -> str:
        """The word that was meant: of the guess, and a word from elsewhere with how sure it is."""
        if other and other[0] > self.surest:
            return other[1]
        return self.guesses[0].text if self.guesses else self.typed

    def add(self, word: Word, quality: float) -> None:
        """Let a word of the site stand for the typed one, at least that surely."""
        known = self.words.get(word.pk)
        if known is None or known.quality < quality:
            self.words[word.pk] = KnownWord(
                word.pk, word.text, word.entry_count, quality, word.is_surface
            )


def words_meant(typed: list[str], language: str, guess: bool = True) -> list[Meant]:
    """Return for each typed word (folded) what it may stand for in a language.

    First the word as it is, its stem and whatever sounds the same; for a word that the site does
    not have, its two halves, or what is spelt most like it.
    """
    meant = [Meant(word, is_common(word, language)) for word in typed]
    _add_same(meant, language)
    for each in meant:
        # What the site has is not corrected; of what sounds like it, the commonest is meant.
        each.guesses.sort(key=lambda word: (-word.quality, -word.entry_count))
        if each.is_sure or each.is_common:
            each.guesses.clear()
    unsure = [
        each for each in meant if not (each.is_sure and each.is_usual) and not each.is_common
    ]
    if unsure and guess:
        unknown = [each for each in unsure if not each.words]
        halves = _add_joined_and_parted(unknown, meant, language)
        for each in unsure[:MOST_GUESSED]:
            if each.surest != PARTS_OF_WORD and len(each.typed) >= MIN_GUESSED_LETTERS:
                _add_guesses(each, language)
        for each in unknown:
            if not each.words:
                _add_known_half(each, halves)
    _add_stems([each for each in meant if each.words], language)
    return meant


def known_words(texts: Collection[str], language: str) -> dict[str, Word]:
    """Return the words of the site among some folded words, by their text. One query or none."""
    if not texts:
        return {}
    found = Word.objects.filter(language=language, text__in=set(texts))
    return {word.text: word for word in found}


def latin_spelling(word: str) -> str:
    """Return how the site spells a Bangla word in Latin letters: passport. Nothing if it does not.

    Only of words with enough consonants not to be another one by chance. One query or none.
    """
    sound = sound_key(word)
    bones = skeleton(sound)
    if len(bones) < MIN_CONSONANTS_OF_ONE_WORD:
        return ""
    rows = Word.objects.filter(skeleton=bones, is_surface=True).values_list("sound", "text")
    near = [(spelling_distance(sound, each), text) for each, text in rows if text.isascii()]
    distance, text = min(near, default=(inf, ""))
    return text if distance <= ONE_VOWEL else ""


def sounds_of(word: str, language: str) -> dict[str, float]:
    """Return the soft keys under which a typed word may be found, and how sure each is."""
    keys = {soft_key(sound_key(word)): SAME_SOUND}
    if language == "bn" and word.isascii() and word.isalpha():
        for stem in _latin_stems(word):
            keys.setdefault(soft_key(sound_key(stem)), SAME_SOUND * SAME_STEM)
        for reading in (word, with_ch_for_c(word)):
            keys.setdefault(soft_key(sound_key(reading)), SAME_SOUND)
            if reading.endswith("o"):
                # The vowel that nobody writes in Bangla: কত, "koto".
                keys.setdefault(soft_key(sound_key(reading[:-1])), SAME_SOUND)
    return {key: quality for key, quality in keys.items() if key}


def _latin_stems(word: str) -> list[str]:
    stems = (word.removesuffix(ending) for ending in _LATIN_ENDINGS if word.endswith(ending))
    return [stem for stem in stems if len(stem) >= MIN_GUESSED_LETTERS][:2]


def _add_same(meant: list[Meant], language: str) -> None:
    texts = {form: each for each in meant for form in forms(each.typed)}
    sounds = {key for each in meant for key in sounds_of(each.typed, language)}
    rows = Word.objects.filter(
        Q(text__in=list(texts)) | Q(soft__in=sounds, is_surface=True), language=language
    )
    by_text: dict[str, Word] = {}
    by_sound: dict[str, list[Word]] = {}
    for word in rows:
        by_text[word.text] = word
        by_sound.setdefault(word.soft, []).append(word)
    for each in meant:
        own = sound_key(each.typed)
        for form in forms(each.typed):
            if form in by_text:
                each.add(by_text[form], 1.0 if form == each.typed else SAME_STEM)
        if language == "en" and each.words:
            # English is spelt in one way: "age" is not "wage".
            continue
        for key, quality in sounds_of(each.typed, language).items():
            for word in by_sound.get(key, ()):
                if word.is_surface:
                    apart = spelling_distance(own, word.sound, 2.0) if key == soft_key(own) else 0
                    each.add(word, quality - 0.1 * apart)
                    if apart and each.typed.isascii() == word.text.isascii():
                        each.guesses.append(each.words[word.pk])


def _add_joined_and_parted(
    unknown: list[Meant], meant: list[Meant], language: str
) -> dict[str, Word]:
    """স্মার্টকার্ড for স্মার্ট কার্ড, and the other way round. One query.

    Returns the halves that the site has.
    """
    halves = {
        each.typed: [
            (each.typed[:place], each.typed[place:]) for place in range(2, len(each.typed) - 1)
        ]
        for each in unknown
    }
    joined = [
        (one, other, one.typed + other.typed)
        for one, other in zip(meant, meant[1:], strict=False)
        if one in unknown or other in unknown
    ]
    texts = {half for pairs in halves.values() for pair in pairs for half in pair}
    found = Word.objects.filter(
        Q(text__in=[*texts, *(text for *_, text in joined)])
        | Q(soft__in={key for *_, text in joined for key in sounds_of(text, language)}),
        language=language,
        is_surface=True,
    )
    known = {word.text: word for word in found}
    by_sound = {word.soft: word for word in sorted(found, key=lambda word: word.entry_count)}
    for one, other, text in joined:
        sounds = (by_sound[key] for key in sounds_of(text, language) if key in by_sound)
        whole = known.get(text) or next(sounds, None)
        if whole:
            one.add(whole, PARTS_OF_WORD)
            other.add(whole, PARTS_OF_WORD)
    for each in unknown:
        pairs = [pair for pair in halves[each.typed] if pair[0] in known and pair[1] in known]
        if pairs:
            # The halves that are both common words rather than chance letters.
            best = max(pairs, key=lambda pair: min(known[half].entry_count for half in pair))
            for half in best:
                each.add(known[half], PARTS_OF_WORD)
    return known


def _add_known_half(each: Meant, halves: dict[str, Word]) -> None:
    """Let the longer known half of joined words stand for them: ব্যাংকএকাউন্ট has ব্যাংক."""
    places = range(MIN_HALF_LETTERS, len(each.typed) - 1)
    parts = [part for place in places for part in (each.typed[:place], each.typed[-place:])]
    known = [part for part in parts if part in halves]
    if known:
        each.add(halves[max(known, key=len)], ONE_HALF)


def guess_limit(own: str) -> float:
    """How far from a typed word's key a guess may be."""
    return 0.35 * len(own) + 0.4


def guess_quality(distance: float, limit: float) -> float:
    """How sure a guess is."""
    return MISSPELT * (1 - max(distance, 0) / (2 * limit))


def _add_guesses(each: Meant, language: str) -> None:
    ranked: dict[int, tuple[float, str, Word]] = {}
    for own in _readings(each.typed, language):
        for distance, word in _spelt_like(each, own, language):
            if word.pk not in ranked or distance < ranked[word.pk][0]:
                ranked[word.pk] = (distance, word.text, word)
    limit, _near = _limits(each, sound_key(each.typed))
    surest = each.surest
    for distance, _text, word in sorted(ranked.values(), key=lambda found: found[:2])[
        :KEPT_GUESSES
    ]:
        each.add(word, guess_quality(distance, limit))
        if not surest:
            each.guesses.append(each.words[word.pk])


def _readings(typed: str, language: str) -> list[str]:
    """Return how a typed word may sound: the c of Latin-typed Bangla is ক or চ."""
    readings = [sound_key(typed)]
    if language == "bn" and typed.isascii():
        readings.append(sound_key(with_ch_for_c(typed)))
    return [own for own in dict.fromkeys(readings) if len(own) >= MIN_GUESSED_LETTERS]


def _limits(each: Meant, own: str) -> tuple[float, float]:
    """Return how far a word may be, and one that begins otherwise: hands seldom miss the first."""
    near = 0.2 * len(own) + 0.3
    # Where the site has the word, only what is nearly the same may be meant as well.
    return (near if each.is_sure else guess_limit(own)), near


def _spelt_like(each: Meant, own: str, language: str) -> Iterator[tuple[float, Word]]:
    """Yield words that are near enough to a reading of the typed one, with how far they are."""
    bones = skeleton(own)
    limit, near = _limits(each, own)
    rows = Word.objects.filter(
        Q(skeleton=bones, is_surface=True) | Q(pk__in=_most_alike(soft_key(own), language)),
        language=language,
    )
    for word in rows:
        if word.pk not in each.words and not is_common(word.text, language):
            distance = _distance(each.typed, own, word, limit + 0.1)
            if distance <= (limit if word.skeleton[:1] == bones[:1] else near):
                yield distance, word


def _distance(typed: str, own: str, word: Word, limit: float) -> float:
    """How far a word is from the typed one: by its sound, and by its letters in the same script.

    Of words equally far, the one that more texts have is nearer.
    """
    distance = spelling_distance(own, word.sound, limit)
    if distance >= limit:
        return inf
    in_letters = word.language == "en" or not typed.isascii()
    if in_letters and typed.isascii() == word.text.isascii():
        letters = letter_distance(typed, word.text)
        if letters > 0.4 * len(typed):
            return inf
        distance = (distance + 1.5 * letters) / 2.5
    return distance - COMMONER_IS_NEARER * log(1 + word.entry_count)


def _most_alike(soft: str, language: str) -> list[int]:
    """Return the keys of the surface words that share most trigrams with a soft key."""
    parts = sorted(trigrams(soft))
    if not parts:
        return []
    alike = (
        WordTrigram.objects.filter(trigram__in=parts, word__language=language)
        .values("word")
        .annotate(shared=Count("trigram"))
        .order_by("-shared", "word")
    )
    return list(alike.values_list("word", flat=True)[:MOST_LIKE_IT])


def _add_stems(meant: list[Meant], language: str) -> None:
    """A word was found in the form that sounds like it; its stem finds the others. One query."""
    wanted = {
        form: word
        for each in meant
        for word in each.words.values()
        for form in forms(word.text)[1:]
    }
    known = known_words(wanted, language)
    for each in meant:
        for word in list(each.words.values()):
            for form in forms(word.text)[1:]:
                if form in known:
                    each.add(known[form], word.quality * SAME_STEM)
