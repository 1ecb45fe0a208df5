"""“Did this help?”: saving what readers answer, without anything that tells who they are.

No cookie, session, address or moment is kept. Numbers that may lead to a person are masked
before saving: people write them although the form asks them not to.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from guidance.models.feedback import Feedback
from portal.core.inputs import clean_line
from portal.privacy.tokens import make_token, read_token

MAX_SENTENCE = 300
# A flood of sentences must not fill the database. Yes and no are counted beyond it.
# Looked at no further: masking may make a sentence shorter, but not by so much.
LONGEST_TYPED = 4 * MAX_SENTENCE
MAX_SENTENCES_A_DAY = 50
KEEP_SENTENCES_FOR = timedelta(days=2 * 365)
# For so long a sentence can be added to an answer.
SECONDS_TO_ADD = 60 * 60
PURPOSE = "guidance-feedback"
# The same answer to a page within so many seconds is a second tap, or a browser that tried twice.
SECONDS_OF_ONE_TAP = 5
_BEING_SAVED = 0

MASK = "•••"
# What people put between digits: spaces, dashes, dots, brackets, commas, whatever invisible.
_GAP = r"[\W_]{0,6}"
# Seven digits are a telephone, identity card or passport number. Bangla and other digits count;
# a country's plus sign and the letters of a passport go with them.
_NUMBER = re.compile(rf"(?:(?<![A-Za-z])[A-Za-z]{{1,2}}{_GAP})?[+＋]?\d(?:{_GAP}\d){{6,}}")
_PASSPORT = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,2}[ -]?\d{6}(?!\d)")
# Bounded, so that a long text cannot keep the expression busy.
_EMAIL = re.compile(r"(?<![^\s@])[^\s@]{1,64} ?@ ?[^\s@]{1,255}")
# Money as people write it, ৩,৫০,০০০ or 350,000: what a page is often about, and no number to call.
_AMOUNT = re.compile(r"(?<!\d)(?<!\d,)(?![0০])\d{1,3}(?:,\d{2,3}){0,2},\d{3}(?![,]?\d)")
_DIGIT = re.compile(r"\d")
_DIGITS_OF_A_NUMBER = 7
MOST_DIGITS_OF_MONEY = 8


class SentenceTooLongError(ValueError):
    """The sentence has more than MAX_SENTENCE letters."""


class TooManySentencesError(Exception):
    """The page has had its sentences for today."""


@dataclass(frozen=True)
class Score:
    """How often a page helped in one language; `share` is that of yes in per cent, or None."""

    language: str
    yes: int
    no: int

    @property
    def total(self) -> int:
        """All answers."""
        return self.yes + self.no

    @property
    def share(self) -> int | None:
        """Share of yes in whole per cent."""
        return round(100 * self.yes / self.total) if self.total else None


def masked(text: str) -> str:
    """Return a text in which telephone, identity card and passport numbers and e-mails are •••."""
    text = _EMAIL.sub(MASK, text)
    text = _NUMBER.sub(_mask_unless_money, text)
    return _PASSPORT.sub(MASK, text)


def _mask_unless_money(found: re.Match) -> str:
    rest = _AMOUNT.sub(_nothing_if_it_can_be_money, found.group())
    return MASK if len(_DIGIT.findall(rest)) >= _DIGITS_OF_A_NUMBER else found.group()


def _nothing_if_it_can_be_money(found: re.Match) -> str:
    """Sums of ten digits and more are nobody's cost: they are numbers with commas put in."""
    return "" if len(_DIGIT.findall(found.group())) <= MOST_DIGITS_OF_MONEY else found.group()


def clean_sentence(text: str) -> str:
    """Return what may be saved of a typed sentence: one clean, masked line.

    Raises SentenceTooLongError.
    """
    if len(text) > LONGEST_TYPED:
        raise SentenceTooLongError
    # ①, ² and full-width digits become the digits that they stand for.
    sentence = masked(unicodedata.normalize("NFKC", clean_line(text)))
    if len(sentence) > MAX_SENTENCE:
        raise SentenceTooLongError
    return sentence


def save_answer(page_key: UUID, language: str, helped: bool) -> Feedback:
    """Count a yes or no."""
    return Feedback.objects.create(
        page_key=page_key, language=language, helped=helped, day=timezone.localdate()
    )


def save_answer_once(
    page_key: UUID, language: str, helped: bool, typed: str, form: str
) -> Feedback | None:
    """Count a yes or no; a double tap finds the answer that its first tap has saved.

    Only what was answered is compared, never who answered. `typed` is what came along, `form` a
    random word that our script gives every form it shows: without a script two people who say the
    very same of a page in the same moment count once. Nothing while the first tap is still being
    saved. Without a cache every tap counts.
    """
    said = hashlib.sha256(repr((form, typed)).encode(errors="replace")).hexdigest()
    name = f"feedback:{page_key}:{language}:{helped}:{said}"
    if not cache.add(name, _BEING_SAVED, SECONDS_OF_ONE_TAP):
        first = cache.get(name)
        if first == _BEING_SAVED:
            return None
        answer = Feedback.objects.filter(pk=first).first() if first else None
        if answer is not None:
            return answer
    answer = save_answer(page_key, language, helped)
    cache.set(name, answer.pk, SECONDS_OF_ONE_TAP)
    return answer


def add_sentence(answer: Feedback, sentence: str) -> None:
    """Put a clean sentence beside an answer, in the place of one that was sent before.

    Sentences past their time are deleted on the way, so that nobody has to remember it.
    Raises TooManySentencesError.
    """
    of_today = Feedback.objects.filter(page_key=answer.page_key, day=answer.day)
    others = of_today.exclude(pk=answer.pk).exclude(sentence="")
    if others.count() >= MAX_SENTENCES_A_DAY:
        raise TooManySentencesError
    forget_old_sentences()
    answer.sentence = sentence
    answer.save(update_fields=["sentence"])


def forget_old_sentences() -> int:
    """Delete the words of answers older than KEEP_SENTENCES_FOR; yes and no stay counted.

    Returns how many there were.
    """
    oldest = timezone.localdate() - KEEP_SENTENCES_FOR
    return Feedback.objects.filter(day__lt=oldest).exclude(sentence="").update(sentence="")


def answer_token(answer: Feedback) -> str:
    """Return a sealed token by which a sentence is added to this answer and to no other."""
    return make_token(PURPOSE, {"answer": answer.pk})


def answer_of_token(token: str, page_key: UUID) -> Feedback | None:
    """Return the answer that a token stands for, or nothing if it is about another page.

    Raises TokenError for a token that is damaged, foreign or too old.
    """
    data, _age = read_token(PURPOSE, token, SECONDS_TO_ADD)
    return Feedback.objects.filter(pk=data["answer"], page_key=page_key).first()


def scores(page_key: UUID, days: int) -> list[Score]:
    """Return the scores of a page in the last days, by language. One query."""
    rows = (
        answers_since(days)
        .filter(page_key=page_key)
        .order_by("language")
        .values("language")
        .annotate(yes=Count("pk", filter=Q(helped=True)), no=Count("pk", filter=Q(helped=False)))
    )
    return [Score(**row) for row in rows]


def latest_sentences(page_key: UUID, count: int) -> list[Feedback]:
    """Return the last answers of a page that came with a sentence. One query."""
    return list(Feedback.objects.filter(page_key=page_key).exclude(sentence="")[:count])


def answers_since(days: int):
    """Return the answers of the last days, today included."""
    first: date = timezone.localdate() - timedelta(days=days)
    return Feedback.objects.filter(day__gt=first)
