"""Wakes the worker for work that stands in rows of its own.

The rows are the truth, and a task only says that there are some. One task that waits serves all
of them, so without a worker the number of tasks stays small.
"""

from datetime import datetime, timedelta
from functools import cache

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max

# A task that is to run at most this much later than wished is as good as a new one.
AS_GOOD_AS = timedelta(minutes=1)


def wake(task: Task, delay: timedelta | None = None) -> None:
    """Have a task without arguments run: at once, or after `delay` if the backend can wait.

    Makes none where one waits that will do as well.
    """
    if delay is None:
        if not _is_waiting(task):
            task.enqueue()
    elif task.get_backend().supports_defer:
        when = timezone.now() + delay
        if not _is_waiting_until(task, when):
            task.using(run_after=when).enqueue()


def _is_waiting(task: Task) -> bool:
    # Everybody who sends a form pays for this question: it is put into words once.
    with connection.cursor() as cursor:
        cursor.execute(*_question(connection.vendor, task.module_path))
        return cursor.fetchone() is not None


def _is_waiting_until(task: Task, when: datetime) -> bool:
    soon_enough = Q(run_after=get_date_max()) | Q(run_after__lte=when + AS_GOOD_AS)
    return _waiting_tasks(task.module_path).filter(soon_enough).exists()


@cache
def _question(_vendor: str, task_path: str) -> tuple[str, tuple]:
    """Return the statement, and its values, that finds a task that waits for any worker."""
    query = _waiting_tasks(task_path).filter(run_after=get_date_max()).query.exists()
    return query.get_compiler(connection=connection).as_sql()


def _waiting_tasks(task_path: str):
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=task_path)
