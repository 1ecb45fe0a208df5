"""What e-mail updates leave to the worker (`manage.py db_worker`)."""

import logging
import uuid
from datetime import timedelta

from django.core.mail import get_connection
from django.utils import timezone
from django_tasks import task

from portal.core.sending_mail import delay_after
from portal.core.waking import wake
from publications.models import Subscription
from publications.updates.letters import letter_of_confirmation
from publications.updates.sending import CLAIMED_FOR, next_due, send_due_announcements

logger = logging.getLogger(__name__)

# Behind notices of the help desk, whose priority is 100: there somebody may be in danger.
# Somebody waits for this letter, too.
CONFIRMATION_PRIORITY = 50
ANNOUNCEMENT_PRIORITY = -5
# About six hours of trying (delay_after); then one may ask again.
MOST_ATTEMPTS = 9


@task(priority=CONFIRMATION_PRIORITY)
def send_confirmation(uid: str, language: str, attempt: int = 1) -> None:
    """Send the letter that asks for confirmation, and come back while the server is away.

    A letter that could not be sent in the end leaves its address free to be asked at once.
    """
    subscription = Subscription.objects.select_related("data_key").filter(uid=uid).first()
    if subscription is None:
        return
    try:
        connection = get_connection()
        connection.send_messages([letter_of_confirmation(subscription, language)])
        return
    except Exception as error:
        # The text of the exception may hold the address: only its kind is logged.
        logger.warning("A letter of confirmation could not be sent: %s", type(error).__name__)
    if attempt < MOST_ATTEMPTS and send_confirmation.get_backend().supports_defer:
        later = timezone.now() + delay_after(attempt)
        send_confirmation.using(run_after=later).enqueue(uid, language, attempt=attempt + 1)
    else:
        Subscription.objects.filter(uid=uuid.UUID(uid)).update(last_asked_at=None)


@task(priority=ANNOUNCEMENT_PRIORITY)
def send_updates() -> None:
    """Send the announcements that are due for some seconds, and come back for the rest.

    Does not rely on tasks that went before: it takes whatever rows are due.
    """
    if next_due() is not None:
        # Should this worker be killed: by then its claims have run out.
        wake_sender(CLAIMED_FOR)
    sending = send_due_announcements()
    if sending.again_in is not None:
        wake_sender(sending.again_in or None)


def wake_sender(delay: timedelta | None = None) -> None:
    """Make a task that sends what is due, as `portal.core.waking.wake` does."""
    wake(send_updates, delay)
