"""What the results page and the data answer show: entries with their addresses and excerpts."""

from dataclasses import dataclass, field

from django.utils import translation
from wagtail.models import Page

from portal.search.addresses import addresses
from portal.search.excerpts import excerpt, marked
from portal.search.finding import Hit, Question, find, understand
from portal.search.meaning import best_bet
from portal.search.models import Entry, Kind
from portal.search.romanise import romanise
from portal.search.vocabulary import latin_spelling

# Fewer results than this, and the other language's are offered too.
FEW = 3
MOST_OF_OTHER_LANGUAGE = 5


@dataclass
class Result:
    """Something that was found. `url` is a path; `score` compares within one answer only.

    `text` is empty until `load_texts`: only what is shown needs its text.
    """

    title: str
    url: str
    kind: str
    language: str
    score: float
    summary: str
    matched: frozenset[str]
    entry_id: int | None = None
    text: str = ""

    @property
    def excerpt(self) -> str:
        """A short plain text below the title."""
        return excerpt(self.summary, self.text, self.matched)

    @property
    def marked_title(self):
        """The title as HTML, matched words marked."""
        return marked(self.title, self.matched)

    @property
    def marked_excerpt(self):
        """The excerpt as HTML, matched words marked."""
        return marked(self.excerpt, self.matched)

    @property
    def kind_name(self) -> str:
        """What kind it is, in the active language."""
        return Kind(self.kind).label


@dataclass
class Answer:
    """All that was found for a question in a language, the best first."""

    query: str
    language: str
    question: Question
    results: list[Result] = field(default_factory=list)
    best: Result | None = None
    corrected: str = ""

    @property
    def is_danger(self) -> bool:
        """Whether the emergency numbers are shown first."""
        return self.question.is_danger

    def of_kind(self, kind: str) -> list[Result]:
        """The results of one kind, or all."""
        return [result for result in self.results if not kind or result.kind == kind]

    def groups(self) -> list[tuple[str, str, list[Result]]]:
        """Kinds with their names and results, the kind of the best result first."""
        found: dict[str, list[Result]] = {}
        for result in self.results:
            found.setdefault(result.kind, []).append(result)
        return [(kind, Kind(kind).label, results) for kind, results in found.items()]


def answer(query: str, language: str) -> Answer:
    """Return what is found for a typed query. It may be anything: nothing here raises for it."""
    question = understand(query, language)
    found = Answer(query=query, language=language, question=question)
    if not question.typed:
        return found
    found.results = _results(find(question), question)
    page = best_bet(" ".join(question.typed), language)
    if page is not None:
        found.best = next((each for each in found.results if each.url == page.get_url()), None)
        found.best = found.best or _result_of_page(page, question)
        found.results = [
            found.best,
            *(each for each in found.results if each.url != found.best.url),
        ]
    found.corrected = corrected(question)
    return found


def other_language(found: Answer) -> list[Result]:
    """Return what the other language has where this one has little: at most five."""
    if len(found.results) >= FEW or not found.question.typed:
        return []
    language = "en" if found.language == "bn" else "bn"
    with translation.override(language):
        question = understand(found.query, language)
        return _results(find(question)[:MOST_OF_OTHER_LANGUAGE], question)


def load_texts(results: list[Result]) -> None:
    """Give results that are going to be shown their texts. One query."""
    keys = [result.entry_id for result in results if result.entry_id]
    texts = dict(Entry.objects.filter(pk__in=keys).values_list("pk", "text"))
    for result in results:
        result.text = texts.get(result.entry_id, "")


def corrected(question: Question) -> str:
    """Return the question with its misspelt words as the site writes them, in the typed script.

    Nothing where no word had to be guessed, or a group knows what was typed.
    """
    words = [
        typed if place in question.understood else _in_script_of(typed, guess)
        for place, (typed, guess) in enumerate(zip(question.typed, question.guessed, strict=True))
    ]
    return "" if words == question.typed else " ".join(words)


def _in_script_of(typed: str, guess: str) -> str:
    """Return what was meant by a word, in the script of the typed one."""
    if guess == typed or guess.isascii() or not typed.isascii():
        return guess
    return latin_spelling(guess) or romanise(guess)


def _results(hits: list[Hit], question: Question) -> list[Result]:
    urls = addresses(hit.entry for hit in hits)
    results = []
    for hit in hits:
        entry = hit.entry
        if entry.pk not in urls:
            continue
        results.append(
            Result(
                title=entry.title,
                url=urls[entry.pk],
                kind=entry.kind,
                language=entry.language,
                score=hit.score,
                summary=entry.summary,
                matched=question.matched,
                entry_id=entry.pk,
            )
        )
    return results


def _result_of_page(page: Page, question: Question) -> Result:
    specific = page.specific
    return Result(
        title=page.title,
        url=page.get_url(),
        kind=getattr(specific, "search_kind", Kind.ABOUT),
        language=question.language,
        score=0.0,
        summary=getattr(specific, "summary", ""),
        matched=question.matched,
    )
