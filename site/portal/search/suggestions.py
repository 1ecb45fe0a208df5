"""What somebody who is still typing may want: pages whose words begin as the last one does."""

from textwrap import shorten

from portal.search.addresses import addresses
from portal.search.finding import Question, find, make_concepts
from portal.search.models import IndexState, Word
from portal.search.phonetics import skeleton, soft_key, sound_key
from portal.search.vocabulary import Meant, words_meant
from portal.search.words import words_of

MIN_LETTERS = 2
# Fewer consonants than this begin too many words.
MIN_CONSONANTS = 3
MOST_SUGGESTIONS = 6
MOST_WORDS = 12
MAX_TITLE_LETTERS = 90
# Read of each word: a list of six needs no more.
MOST_POSTINGS = 60
LEADERS = 20
MAX_QUERY_WORDS = 6


def suggest(query: str, language: str) -> list[dict[str, str]]:
    """Return up to six pages, `title` and `url`, for a query that is still being typed."""
    typed = words_of(query)[:MAX_QUERY_WORDS]
    if not typed or len(typed[-1]) < MIN_LETTERS:
        return []
    question = Question(typed, language)
    question.entry_count = IndexState.objects.values_list("entry_count", flat=True).first() or 0
    question.meant = words_meant(typed[:-1], language, guess=False) if typed[1:] else []
    last = Meant(typed[-1], is_common=False)
    for word, quality in _begun_words(typed[-1], language):
        last.add(word, quality)
    question.meant.append(last)
    make_concepts(question)
    return _pages(question)


def _begun_words(start: str, language: str) -> list[tuple[Word, float]]:
    """Return the commonest words that begin so, or that sound so, with how sure each is.

    Where there are few, also words with these consonants: পাসপোর্ট for "passp".
    """
    words = Word.objects.filter(language=language, is_surface=True).order_by("-entry_count")
    found = {word.pk: (word, 1.0) for word in words.filter(text__startswith=start)[:MOST_WORDS]}
    soft = soft_key(sound_key(start))
    if len(soft) >= MIN_LETTERS and len(found) < MOST_WORDS:
        for word in words.filter(soft__startswith=soft)[:MOST_WORDS]:
            found.setdefault(word.pk, (word, 0.9))
    bones = skeleton(soft)
    if len(bones) >= MIN_CONSONANTS and len(found) < MOST_WORDS:
        for word in words.filter(skeleton__startswith=bones)[:MOST_WORDS]:
            found.setdefault(word.pk, (word, 0.7))
    return list(found.values())[:MOST_WORDS]


def _pages(question: Question) -> list[dict[str, str]]:
    hits = find(question, MOST_POSTINGS, LEADERS)[: 2 * MOST_SUGGESTIONS]
    urls = addresses(hit.entry for hit in hits)
    found = [
        {
            "title": shorten(hit.entry.title, MAX_TITLE_LETTERS, placeholder=" …"),
            "url": urls[hit.entry.pk],
        }
        for hit in hits
        if hit.entry.pk in urls
    ]
    return found[:MOST_SUGGESTIONS]
