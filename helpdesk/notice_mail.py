"""Sends the notices that are due: a reference and a link to each who may see the ticket.

The provider of the e-mail reads along: there is no category, no name and no word of a person in
a letter, one letter for each person, and nothing of it in a log. A notice is claimed for some
minutes before it is sent, so that two workers send it once and no lock is held meanwhile; of a
worker that was killed, the claim runs out.
"""

import contextlib
import logging
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from helpdesk.access import people_to_notify
from helpdesk.models import Notice
from helpdesk.taxonomy import Urgency
from portal.core.sending_mail import FIRST_DELAY, delay_after, is_server_away

logger = logging.getLogger(__name__)

# Far longer than one letter can take: EMAIL_TIMEOUT is seconds for each step.
CLAIMED_FOR = timedelta(minutes=10)
# After that long whoever works there has seen the queue; a dead mailbox is not tried for ever.
TRIED_FOR = timedelta(days=7)
STAFF_LANGUAGE = "en"


@dataclass
class Sending:
    """What one run did: notices that everybody has, notices that must be tried again."""

    sent: int = 0
    failed: int = 0
    next_attempt_in: timedelta | None = None


class NobodyToTellError(LookupError):
    """No member of staff who may see the ticket has an e-mail address."""


def next_attempt():
    """The moment when the next notice is due, None when none waits."""
    waiting = _waiting().order_by("next_attempt_at").values_list("next_attempt_at", flat=True)
    return waiting.first()


def send_due_notices() -> Sending:
    """Send every notice that is due, and say what is left. Raises nothing of the mail server."""
    sending = Sending()
    connection = get_connection()
    while (notice := _claim()) is not None:
        problem = _send_to_everybody(notice, connection)
        if problem is None:
            sending.sent += 1
        else:
            sending.failed += 1
            if is_server_away(problem):
                # The others would only wait for it too.
                break
    with contextlib.suppress(Exception):
        connection.close()
    upcoming = next_attempt()
    if upcoming is not None:
        sending.next_attempt_in = max(upcoming - timezone.now(), FIRST_DELAY)
    return sending


def _waiting():
    told = Q(ticket__quarantined=False) | Q(ticket__urgency=Urgency.NOW)
    return Notice.objects.filter(told, sent_at=None, created_at__gt=timezone.now() - TRIED_FOR)


def _claim() -> Notice | None:
    """Take the next notice that is due away from all other workers for CLAIMED_FOR."""
    now = timezone.now()
    with transaction.atomic():
        notice = (
            _waiting()
            .filter(next_attempt_at__lte=now)
            .select_related("ticket")
            .select_for_update(skip_locked=True, of=("self",))
            .order_by("next_attempt_at", "pk")
            .first()
        )
        if notice is not None:
            notice.attempts += 1
            notice.next_attempt_at = now + CLAIMED_FOR
            notice.save(update_fields=["attempts", "next_attempt_at"])
    return notice


def _send_to_everybody(notice: Notice, connection) -> Exception | None:
    """Write to everybody who does not have the notice. Returns what went wrong, if anything."""
    problem = None
    has_it = set(notice.delivered_to.values_list("pk", flat=True))
    people = list(people_to_notify(notice.ticket).select_related("wagtail_userprofile"))
    if not people:
        problem = NobodyToTellError()
    for person in people:
        if person.pk in has_it:
            continue
        try:
            connection.open()
            connection.send_messages([_letter(notice, person)])
        except Exception as error:
            problem = error
            if is_server_away(error):
                break
            continue
        if not _note_delivery(notice, person):
            # This took longer than the claim: another worker goes on.
            return None
    if problem is None:
        notice.sent_at = timezone.now()
        notice.save(update_fields=["sent_at"])
        return None
    notice.next_attempt_at = timezone.now() + delay_after(notice.attempts)
    notice.save(update_fields=["next_attempt_at"])
    # The text of the exception may hold an address: only its kind is logged.
    logger.warning("A notice (%s) could not be sent: %s", notice.kind, type(problem).__name__)
    return problem


def _note_delivery(notice: Notice, person) -> bool:
    """Remember who has it, and renew the claim. Returns whether the claim still stood."""
    renewed = timezone.now() + CLAIMED_FOR
    with transaction.atomic():
        mine = Notice.objects.filter(pk=notice.pk, next_attempt_at=notice.next_attempt_at)
        still_mine = mine.update(next_attempt_at=renewed)
        notice.delivered_to.add(person)
    notice.next_attempt_at = renewed
    return bool(still_mine)


def _letter(notice: Notice, person) -> EmailMessage:
    profile = getattr(person, "wagtail_userprofile", None)
    with translation.override(getattr(profile, "preferred_language", "") or STAFF_LANGUAGE):
        subject = f"{notice.ticket.reference}: {notice.get_kind_display()}"
    path = reverse("helpdesk_ticket", args=[notice.ticket_id])
    body = render_to_string(
        "helpdesk/notices/notice.txt",
        {"reference": notice.ticket.reference, "address": f"{settings.SITE_URL}{path}"},
    )
    # So that no mailbox answers "I am on holiday".
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, to=[person.email], headers=headers)
