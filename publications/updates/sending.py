"""Sends what is due: one letter for each subscriber, and none twice.

An announcement is claimed for some minutes, so that two workers send it once and no lock is held
meanwhile; of a worker that was killed, the claim runs out, and the next goes on behind the last
letter that was noted. Between a letter and its note lies one statement: that letter alone may go
out a second time. A run ends after some seconds, so that notices of the help desk never wait for
a long list. Neither an address nor the text of an exception, which may hold one, is ever logged.
"""

import contextlib
import logging
import smtplib
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.core.sending_mail import delay_after
from portal.privacy.ciphers import CannotOpenError
from publications.models import Announcement, PublicationPage, Subscription
from publications.public import public_publications
from publications.updates.letters import letter_of_announcement
from publications.updates.subscribing import erase

logger = logging.getLogger(__name__)

# Far longer than one letter can take: EMAIL_TIMEOUT is seconds for each step.
CLAIMED_FOR = timedelta(minutes=10)
RUN_SECONDS = 20
# What waited longer, because its page was private or withdrawn, is no news any more.
NEWS_FOR = timedelta(days=7)
# While the server is away.
TRIED_AGAIN_AFTER = timedelta(minutes=10)
# A mail server that puts a letter off is asked so often; then this letter is given up.
MOST_ATTEMPTS = 6
# An address refused in so many announcements in a row is erased.
MOST_REFUSALS = 3
# Replies of SMTP (RFC 5321): from here on trying again is of no use; the server closes.
PERMANENT = 500
CLOSING = 421


@dataclass
class Sending:
    """What one run did. `again_in` says when there is more to do, None for never."""

    letters: int = 0
    refused: int = 0
    finished: int = 0
    again_in: timedelta | None = None


@dataclass
class _Batch:
    """One claim of one announcement."""

    announcement: Announcement
    page: PublicationPage
    # Keys of subscriptions: the server took the letter, knows no such mailbox, or did not want
    # what stands in it.
    taken: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    unwanted: list[int] = field(default_factory=list)
    problems: Counter = field(default_factory=Counter)


class _ServerAwayError(Exception):
    """The mail server cannot be reached: all others would wait for it too."""


class _ClaimLostError(Exception):
    """This took longer than the claim, or the page is no longer there: another goes on."""


def waiting():
    """Return announcements that are to be sent now or later, of what everybody may read."""
    shown = public_publications().filter(alias_of=None, is_announced=True).values("pk")
    return Announcement.objects.filter(
        sent_at=None, page__in=shown, due_at__gt=timezone.now() - NEWS_FOR
    )


def next_due():
    """The moment when the next announcement is due, None when none waits."""
    return waiting().order_by("due_at").values_list("due_at", flat=True).first()


def send_due_announcements(run_seconds: float = RUN_SECONDS) -> Sending:
    """Send what is due for some seconds, and say what is left. Raises nothing of mail servers."""
    sending = Sending()
    ends_at = time.monotonic() + run_seconds
    connection = get_connection()
    while (announcement := _claim()) is not None:
        batch = _Batch(announcement, announcement.page)
        try:
            done = _send_batch(batch, connection, ends_at)
        except _ServerAwayError:
            _put_off(batch, TRIED_AGAIN_AFTER)
            break
        except _ClaimLostError:
            continue
        finally:
            sending.letters += len(batch.taken)
            sending.refused += len(batch.refused)
            _note_refusals(batch)
        if not done:
            _put_off(batch, timedelta(0))
            break
        sending.finished += _finish(batch)
    with contextlib.suppress(Exception):
        connection.close()
    upcoming = next_due()
    if upcoming is not None:
        sending.again_in = max(upcoming - timezone.now(), timedelta(0))
    return sending


def _claim() -> Announcement | None:
    """Take the next announcement that is due away from all other workers for CLAIMED_FOR."""
    now = timezone.now()
    with transaction.atomic():
        found = (
            waiting()
            .filter(due_at__lte=now)
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("due_at", "pk")
            .first()
        )
        if found is not None:
            found.due_at = now + CLAIMED_FOR
            found.save(update_fields=["due_at"])
    return found


def _send_batch(batch: _Batch, connection, ends_at: float) -> bool:
    """Write to whoever does not have it, until the time is over. Returns whether all have it."""
    announcement, page = batch.announcement, batch.page
    readers = Subscription.objects.filter(
        language=page.locale.language_code,
        # Who came later reads it on the site.
        confirmed_at__lte=page.last_published_at or announcement.due_at,
    ).select_related("data_key")
    if announcement.attempts:
        # Everybody else has it.
        readers = readers.filter(pk__in=announcement.postponed)
    while True:
        # A few at a time: no cursor stays open while letters go out.
        few = list(readers.filter(pk__gt=announcement.last_subscription).order_by("pk")[:50])
        if not few:
            return True
        for reader in few:
            if time.monotonic() > ends_at:
                return False
            _send_to(batch, reader, connection)
            _note(batch, reader)


def _send_to(batch: _Batch, reader: Subscription, connection) -> None:
    """Send one letter, or note why not. Raises _ServerAwayError."""
    is_put_off = False
    try:
        connection.open()
        connection.send_messages([letter_of_announcement(batch.announcement, batch.page, reader)])
        batch.taken.append(reader.pk)
    except Exception as error:
        batch.problems[type(error).__name__] += 1
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            code = max((code for code, _text in error.recipients.values()), default=CLOSING)
            if code == CLOSING:
                raise _ServerAwayError from None
            is_put_off = code < PERMANENT
            if not is_put_off:
                batch.refused.append(reader.pk)
        elif isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= PERMANENT:
            batch.unwanted.append(reader.pk)
        elif not isinstance(error, CannotOpenError):
            # Whatever it is, it would happen with the next letter too.
            raise _ServerAwayError from None
    postponed = {*batch.announcement.postponed} - {reader.pk}
    batch.announcement.postponed = sorted(postponed | {reader.pk} if is_put_off else postponed)


def _note(batch: _Batch, reader: Subscription) -> None:
    """Remember who has it, and renew the claim. Raises _ClaimLostError."""
    announcement = batch.announcement
    renewed = timezone.now() + CLAIMED_FOR
    mine = waiting().filter(pk=announcement.pk, due_at=announcement.due_at)
    still_mine = mine.update(
        due_at=renewed,
        last_subscription=reader.pk,
        postponed=announcement.postponed,
        letters=announcement.letters + len(batch.taken),
    )
    announcement.due_at, announcement.last_subscription = renewed, reader.pk
    if not still_mine:
        _note_last_letter(batch, reader)
        raise _ClaimLostError


def _note_last_letter(batch: _Batch, reader: Subscription) -> None:
    """Remember a letter that was out when the page was published anew, or hidden, meanwhile."""
    if reader.pk in batch.taken:
        Announcement.objects.filter(
            pk=batch.announcement.pk,
            attempts=batch.announcement.attempts,
            last_subscription__lt=reader.pk,
        ).update(last_subscription=reader.pk, letters=F("letters") + 1)


def _put_off(batch: _Batch, delay: timedelta) -> None:
    announcement = batch.announcement
    Announcement.objects.filter(pk=announcement.pk, due_at=announcement.due_at).update(
        due_at=timezone.now() + delay
    )


def _finish(batch: _Batch) -> bool:
    """Close an announcement that everybody has, or plan the next try of what was put off."""
    announcement = batch.announcement
    postponed = {*announcement.postponed}
    if not (announcement.letters or batch.taken):
        # A server that takes no letter at all refuses this site, not its readers.
        postponed |= {*batch.refused, *batch.unwanted}
    mine = Announcement.objects.filter(pk=announcement.pk, due_at=announcement.due_at)
    attempts = announcement.attempts + 1
    if postponed and attempts < MOST_ATTEMPTS:
        mine.update(
            attempts=attempts,
            last_subscription=0,
            postponed=sorted(postponed),
            due_at=timezone.now() + delay_after(attempts) * 10,
        )
        return False
    mine.update(sent_at=timezone.now(), postponed=[])
    return True


def _note_refusals(batch: _Batch) -> None:
    """Count what was refused for good, and erase addresses that were refused again and again.

    Only where the server took another letter in the same run: see `_finish`.
    """
    for name, times in batch.problems.items():
        logger.warning("Letters on a publication could not be sent: %d, %s", times, name)
    if not batch.taken:
        return
    Subscription.objects.filter(pk__in=batch.taken, refusals__gt=0).update(refusals=0)
    refused = Subscription.objects.filter(pk__in=batch.refused)
    refused.update(refusals=F("refusals") + 1)
    for reader in refused.filter(refusals__gte=MOST_REFUSALS).only("uid"):
        erase(reader.uid)
