"""Learns from what is asked, without spying: counts per question and day.

No address, no cookie, no time of day. What looks like somebody's telephone number, passport or
e-mail address is not stored at all, and what was asked only once or twice is deleted after a
month: a name that somebody typed must not stay.
"""

import logging
import re
import unicodedata
from datetime import date, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from portal.search.models import AskedQuery
from portal.search.words import words_of

logger = logging.getLogger(__name__)

MAX_STORED_LETTERS = 80
# Different questions of one day. More than this come from a machine.
MOST_A_DAY = 5000
# Asked less often than this in a month, a question may be one person's.
SHOWN_FROM = 3
KEPT_ALONE_DAYS = 30
KEPT_DAYS = 400
_MANY_DIGITS = re.compile(r"\d(?:[\s./+()-]*\d){5,}")
_PASSPORT = re.compile(r"\b[a-z]{1,3}\s?\d{5,}", re.IGNORECASE)


def stored_form(query: str) -> str:
    """Return a question as it is counted; nothing for one that must not be stored.

    The same words in another script or with other signs between them are one question each.
    """
    words = " ".join(words_of(query))
    if (
        "@" in unicodedata.normalize("NFKC", query)
        or _MANY_DIGITS.search(words)
        or _PASSPORT.search(words)
    ):
        return ""
    return words if len(words) <= MAX_STORED_LETTERS else ""


def count_asked(query: str, language: str, found: int) -> None:
    """Count that a question was asked today. Failing is no reason not to answer it."""
    stored = stored_form(query)
    if not stored:
        return
    today = {"day": timezone.localdate(), "language": language, "query": stored}
    try:
        with transaction.atomic():
            if AskedQuery.objects.filter(**today).update(times=F("times") + 1, found=found):
                return
            if AskedQuery.objects.filter(day=today["day"]).count() < MOST_A_DAY:
                AskedQuery.objects.bulk_create(
                    [AskedQuery(**today, times=1, found=found)], ignore_conflicts=True
                )
    except DatabaseError as error:
        logger.warning("A search was not counted: %s", type(error).__name__)


def count_followed(query: str, language: str) -> None:
    """Count that a result of a question was opened today, at most as often as it was asked."""
    rows = AskedQuery.objects.filter(
        day=timezone.localdate(),
        language=language,
        query=stored_form(query),
        followed__lt=F("times"),
    )
    try:
        with transaction.atomic():
            rows.update(followed=F("followed") + 1)
    except DatabaseError as error:
        logger.warning("An opened result was not counted: %s", type(error).__name__)


def delete_old(today: date) -> int:
    """Delete counts that are too old, and questions too rare to be more than one person's.

    Returns how many rows went.
    """
    gone, _kinds = AskedQuery.objects.filter(day__lt=today - timedelta(days=KEPT_DAYS)).delete()
    old = AskedQuery.objects.filter(day__lt=today - timedelta(days=KEPT_ALONE_DAYS))
    often = (
        AskedQuery.objects.values("language", "query")
        .annotate(total=Sum("times"))
        .filter(total__gte=SHOWN_FROM)
        .values("query")
    )
    rare, _kinds = old.exclude(query__in=often).delete()
    return gone + rare
