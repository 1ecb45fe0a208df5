"""What the help desk leaves to the worker (`manage.py db_worker`)."""

from datetime import datetime, timedelta
from functools import cache

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from helpdesk.notice_mail import CLAIMED_FOR, next_attempt, send_due_notices

# A task that is to run at most this much later than wished is as good as a new one.
AS_GOOD_AS = timedelta(minutes=1)
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
    """Make a task that sends what is due: at once, or after `delay` if the backend can wait.

    A task that waits already serves all: without a worker their number stays small.
    """
    if delay is None:
        if not _is_waiting_for(None):
            deliver_notices.enqueue()
    elif deliver_notices.get_backend().supports_defer:
        when = timezone.now() + delay
        if not _is_waiting_for(when):
            deliver_notices.using(run_after=when).enqueue()


def _is_waiting_for(when: datetime | None) -> bool:
    if when is None:
        # Everybody who sends pays for this question: it is put into words once.
        with connection.cursor() as cursor:
            cursor.execute(*_question(connection.vendor))
            return cursor.fetchone() is not None
    soon_enough = Q(run_after=get_date_max()) | Q(run_after__lte=when + AS_GOOD_AS)
    return _waiting_tasks().filter(soon_enough).exists()


@cache
def _question(_vendor: str) -> tuple[str, tuple]:
    """Return the statement, and its values, that finds a task that waits for any worker."""
    query = _waiting_tasks().filter(run_after=get_date_max()).query.exists()
    return query.get_compiler(connection=connection).as_sql()


def _waiting_tasks():
    return DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=deliver_notices.module_path
    )
