"""What the help desk leaves to the worker (`manage.py db_worker`)."""

from datetime import timedelta

from django_tasks import task

from helpdesk.notice_mail import CLAIMED_FOR, next_attempt, send_due_notices
from portal.core.waking import wake

# Before everything else: somebody may be in danger, while an editor's change may leave hundreds
# of tasks of the search index.
HIGHEST_PRIORITY = 100


@task(priority=HIGHEST_PRIORITY)
def deliver_notices() -> None:
    """Send the notices that are due, and come back for those that could not be sent.

    Does not rely on tasks that went before: it takes whatever rows are due.
    """
    if next_attempt() is not None:
        # Should this worker be killed: by then its claims have run out.
        wake_worker(CLAIMED_FOR)
    sending = send_due_notices()
    if sending.next_attempt_in is not None:
        wake_worker(sending.next_attempt_in)


def wake_worker(delay: timedelta | None = None) -> None:
    """Make a task that sends what is due, as `portal.core.waking.wake` does."""
    wake(deliver_notices, delay)
