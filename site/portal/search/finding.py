"""Finds entries: a question becomes concepts, concepts words, words postings, postings an order.

The same on SQLite and PostgreSQL, and bounded: of a word that stands almost everywhere only the
entries are read where it weighs most, and all words of a question are looked at again for those
that lead. Nothing here knows who asks.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from math import log

from django.db import connection

from portal.search.common_words import is_common
from portal.search.inflection import forms
from portal.search.meaning import OtherWords, nearest_words, other_words
from portal.search.models import Entry, IndexState, Kind, Posting
from portal.search.pieces import whole_words
from portal.search.vocabulary import Meant, known_words, words_meant
from portal.search.words import words_of

MAX_QUERY_WORDS = 12
# Postings read of one word, and entries that are looked at closely.
MOST_POSTINGS = 200
LEADERS = 60
MAX_RESULTS = 40
OTHER_WORDS = 0.85
COMMON_WORD = 0.12
# Of two entries with the same words, the one for people who have to act comes first.
KIND_WEIGHT = {
    Kind.GUIDE: 1.0,
    Kind.HELP: 1.0,
    Kind.GLOSSARY: 0.75,
    Kind.PROVIDER: 0.8,
    Kind.PROGRAMME: 0.8,
    Kind.PUBLICATION: 0.8,
    Kind.ABOUT: 0.8,
}
TITLE_COVERED = 0.6
_SHOWN = ("language", "kind", "title", "summary", "page_id", "suffix")
_COLUMNS = "word_id, entry_id, weight"
_HEAVIEST = (
    f"SELECT {_COLUMNS} FROM search_posting WHERE word_id = %s"  # noqa: S608
    " ORDER BY weight DESC, entry_id LIMIT %s"
)
# The typed words stand in the title side by side.
TITLE_SAYS_IT = 0.6
QUESTION_COVERED = 0.5


# The postings of some words: for each word, entries and weights (0 to 1,000).
Postings = dict[int, list[tuple[int, int]]]


@dataclass
class Phrase:
    """Words that together stand for a concept: each part is one word in its possible forms."""

    quality: float
    parts: list[dict[int, float]]

    def weights(self, postings: Postings) -> dict[int, float]:
        """Return how much of the phrase each entry holds that has all of its parts."""
        found: dict[int, float] | None = None
        for part in self.parts:
            best: dict[int, float] = {}
            for word, quality in part.items():
                share = quality * self.quality
                for entry, weight in postings.get(word, ()):
                    if best.get(entry, 0.0) < share * weight:
                        best[entry] = share * weight
            if found is None:
                found = best
            else:
                # A phrase is there as much as the weakest of its words.
                found = {entry: min(found[entry], best[entry]) for entry in found.keys() & best}
        return found or {}


@dataclass
class Concept:
    """Something that was asked for, and the ways in which texts may say it."""

    phrases: list[Phrase] = field(default_factory=list)
    importance: float = 1.0

    def weights(self, postings: Postings) -> dict[int, float]:
        """Return how much each entry has of the concept: of the phrase it has most of."""
        best: dict[int, float] = {}
        for phrase in self.phrases:
            for entry, weight in phrase.weights(postings).items():
                if best.get(entry, 0.0) < weight:
                    best[entry] = weight
        return best

    def words(self) -> set[int]:
        """Return the keys of all words that may stand for it."""
        return {word for phrase in self.phrases for part in phrase.parts for word in part}


@dataclass
class Question:
    """A question as the index understands it, in one language."""

    typed: list[str]
    language: str
    meant: list[Meant] = field(default_factory=list)
    others: list[OtherWords] = field(default_factory=list)
    # The typed words as they were probably meant, and the places where a group knew them as typed.
    guessed: list[str] = field(default_factory=list)
    understood: set[int] = field(default_factory=set)
    concepts: list[Concept] = field(default_factory=list)
    # Of every word that may stand for something asked: its text, and how many entries have it.
    texts: dict[int, str] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    entry_count: int = 0

    @property
    def matched(self) -> frozenset[str]:
        """Folded words that texts are marked for: what was asked, in all its forms."""
        return frozenset(
            text for text in self.texts.values() if not is_common(text, self.language)
        )

    @property
    def is_danger(self) -> bool:
        """Whether staff want the emergency numbers shown first."""
        return any(part.is_danger for part in self.others)


@dataclass(frozen=True)
class Hit:
    """An entry that was found and how well it fits; scores compare within one answer only."""

    entry: Entry
    score: float


def understand(query: str, language: str) -> Question:
    """Return a typed query as concepts of the site's own words. Ten queries at most, and words."""
    typed = whole_words(words_of(query)[:MAX_QUERY_WORDS], language)
    question = Question(typed[:MAX_QUERY_WORDS], language)
    if not question.typed:
        return question
    state = IndexState.objects.first()
    question.entry_count = state.entry_count if state else 0
    question.meant = words_meant(question.typed, language)
    question.others = other_words(question.typed, language)
    parts = {place: part for part in question.others for place in range(part.start, part.end)}
    unsure = [
        each.typed
        for place, each in enumerate(question.meant)
        if not (place in parts or each.is_sure or each.is_common)
    ]
    nearest = nearest_words(unsure)
    question.guessed = [each.likeliest(nearest.get(each.typed)) for each in question.meant]
    question.understood = {
        place
        for place, part in parts.items()
        if part.is_exact or question.guessed[place] not in part.phrases
    }
    if question.guessed != question.typed:
        question.others += [
            part
            for part in other_words(question.guessed, language)
            if parts.keys().isdisjoint(range(part.start, part.end))
        ]
    make_concepts(question)
    return question


def find(
    question: Question, most_postings: int = MOST_POSTINGS, leaders: int = LEADERS
) -> list[Hit]:
    """Return the best entries for a question, the best first, at most 40.

    `most_postings` is how many are read of one word, `leaders` how many entries are looked at
    closely. Three queries, two for rare words.
    """
    concepts = [concept for concept in question.concepts if concept.phrases]
    words = {word for concept in concepts for word in concept.words()}
    if not words:
        return []
    postings, all_read = _postings(words, question.counts, most_postings)
    scores = _scores(concepts, postings)
    if not all_read:
        postings = _postings_of(_leading(scores, leaders), words)
        scores = _scores(concepts, postings)
    leading = _leading(scores, leaders)
    held: dict[int, set[str]] = {entry: set() for entry in leading}
    for word, found in postings.items():
        for entry, _weight in found:
            if entry in held and word in question.texts:
                held[entry].add(question.texts[word])
    rows = Entry.objects.filter(pk__in=leading).only(*_SHOWN)
    hits = [Hit(row, _final(scores[row.pk], row, held[row.pk], question)) for row in rows]
    hits.sort(key=lambda hit: (-hit.score, hit.entry.pk))
    return _one_country_a_step(hits)[:MAX_RESULTS]


def _one_country_a_step(hits: list[Hit]) -> list[Hit]:
    """Keep one country's note on a step, where it was asked for; the step itself says the rest."""
    kept = []
    shown: set[int | None] = set()
    for hit in hits:
        is_note = hit.entry.suffix.startswith("in/")
        if is_note and hit.entry.page_id in shown:
            continue
        if is_note or not hit.entry.suffix:
            shown.add(hit.entry.page_id)
        kept.append(hit)
    return kept


def make_concepts(question: Question) -> None:
    """Turn what was meant, and the other words for it, into concepts. One query at most."""
    said = {word for part in question.others for text in part.phrases for word in text.split()}
    known = known_words({form for word in said for form in forms(word)}, question.language)
    for word in (
        *known.values(),
        *(word for each in question.meant for word in each.words.values()),
    ):
        question.texts[word.pk] = word.text
        question.counts[word.pk] = word.entry_count
    covered: dict[int, OtherWords] = {}
    for part in question.others:
        covered.update(dict.fromkeys(range(part.start, part.end), part))
    done: set[int] = set()
    for place, each in enumerate(question.meant):
        part = covered.get(place)
        if part is None or part.end - part.start == 1:
            concept = Concept()
            if each.words:
                own = {word.pk: word.quality for word in each.words.values()}
                concept.phrases.append(Phrase(1.0, [own]))
            if part is not None:
                concept.phrases += _phrases(part.phrases, known)
            concept.importance = _rarity(concept, question) * (
                COMMON_WORD if each.is_common and part is None else 1.0
            )
            question.concepts.append(concept)
        elif part.start not in done:
            done.add(part.start)
            question.concepts += _joint_concepts(part, question, known)


def _joint_concepts(part: OtherWords, question: Question, known) -> list[Concept]:
    """A phrase of several words is one concept; each of its words still counts a little."""
    whole = Concept(_phrases(part.phrases, known))
    meant = question.meant[part.start : part.end]
    if all(each.words for each in meant):
        own = [{word.pk: word.quality for word in each.words.values()} for each in meant]
        whole.phrases.append(Phrase(1.0, own))
    whole.importance = _rarity(whole, question)
    singles = []
    for each in meant:
        if each.words and not each.is_common:
            own = {word.pk: word.quality for word in each.words.values()}
            single = Concept([Phrase(1.0, [own])])
            single.importance = 0.3 * _rarity(single, question)
            singles.append(single)
    return [whole, *singles] if whole.phrases else singles


def _phrases(texts: tuple[str, ...], known) -> list[Phrase]:
    phrases = []
    for text in texts:
        parts = []
        for word in text.split():
            own = {
                known[form].pk: 1.0 if form == word else 0.85
                for form in forms(word)
                if form in known
            }
            parts.append(own)
        if all(parts):
            phrases.append(Phrase(OTHER_WORDS, parts))
    return phrases


def _rarity(concept: Concept, question: Question) -> float:
    """How much a concept tells: little where almost every entry has it."""
    common = max(
        (
            min(
                max((question.counts.get(word, 0) for word in part), default=0)
                for part in phrase.parts
            )
            for phrase in concept.phrases
        ),
        default=0,
    )
    return log(1.0 + (question.entry_count + 1) / (1 + common))


def _postings(words: set[int], counts: dict[int, int], most: int) -> tuple[Postings, bool]:
    """Return the postings of words, and whether they are all of them. One query.

    Of a word in more than `most` entries, those where it weighs most. The query is written out:
    Django cannot join queries that have limits.
    """
    rare = [word for word in words if counts.get(word, 0) <= most]
    common = sorted(words.difference(rare))
    of_rare = f"SELECT {_COLUMNS} FROM search_posting WHERE word_id IN ({_marks(rare)})"  # noqa: S608
    of_common = f"SELECT {_COLUMNS} FROM ({_HEAVIEST}) AS heaviest"  # noqa: S608
    queries = [of_rare] * bool(rare) + [of_common] * len(common)
    values = [*rare, *(value for word in common for value in (word, most))]
    postings: Postings = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(queries), values)
        for word, entry, weight in cursor.fetchall():
            postings.setdefault(word, []).append((entry, weight))
    return postings, not common


def _postings_of(entries: list[int], words: set[int]) -> Postings:
    """Return what entries have of words. One query."""
    rows = Posting.objects.filter(entry__in=entries, word__in=words)
    postings: Postings = {}
    for word, entry, weight in rows.values_list("word_id", "entry_id", "weight"):
        postings.setdefault(word, []).append((entry, weight))
    return postings


def _marks(values) -> str:
    return ", ".join(["%s"] * len(values))


def _leading(scores: dict[int, float], count: int) -> list[int]:
    return sorted(scores, key=lambda entry: (-scores[entry], entry))[:count]


def _scores(concepts: list[Concept], postings: Postings) -> dict[int, float]:
    """Return the score of every entry that has something: more where everything is found."""
    asked = sum(concept.importance for concept in concepts)
    totals: dict[int, float] = {}
    had: dict[int, float] = {}
    for concept in concepts:
        for entry, weight in concept.weights(postings).items():
            totals[entry] = totals.get(entry, 0.0) + concept.importance * weight
            had[entry] = had.get(entry, 0.0) + concept.importance
    return {
        entry: total * (QUESTION_COVERED + (1 - QUESTION_COVERED) * had[entry] / asked)
        for entry, total in totals.items()
    }


def _final(score: float, entry: Entry, held: set[str], question: Question) -> float:
    """Weigh the kind, and how much of the title was asked for. `held` are words of the entry."""
    title, forms_of_title = _title(entry.title)
    asked = sum(not held.isdisjoint(each) for each in forms_of_title)
    covered = asked / max(len(forms_of_title), 1)
    says_it = f" {' '.join(question.typed)} " in title
    bonus = TITLE_COVERED * covered + TITLE_SAYS_IT * says_it
    return score * KIND_WEIGHT.get(entry.kind, 1.0) * (1 + bonus)


@lru_cache(maxsize=20_000)
def _title(title: str) -> tuple[str, list[tuple[str, ...]]]:
    """Return a title's words in one line, and the forms of each. Remembered: titles come again."""
    words = words_of(title)
    return f" {' '.join(words)} ", [forms(word) for word in words]
