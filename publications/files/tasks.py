"""What files leave to the worker (`manage.py db_worker`)."""

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from portal.core.waking import wake
from publications.files import reading
from publications.files.reading import (
    STUCK_AFTER,
    NotNowError,
    abandoned,
    note_document,
    waiting,
)
from publications.models import DocumentReading

logger = logging.getLogger(__name__)

# Behind notices of the help desk: a long file takes many seconds.
LOW_PRIORITY = -10
FIRST_WAIT = timedelta(minutes=1)
# A little later, so that what was begun just now counts as left by then.
LOOK_AFTER = STUCK_AFTER + timedelta(minutes=1)


@task(priority=LOW_PRIORITY)
def read_document(key: int, attempt: int = 0) -> str:
    """Read the document of a reading (primary key), and return the state that it is in now.

    When something is away it is tried again later, some times. Where the backend cannot wait,
    `manage.py read_documents` takes it up.
    """
    # Should this worker be killed meanwhile, by a file or by its machine.
    wake(take_up_abandoned, LOOK_AFTER)
    try:
        return reading.read(key)
    except NotNowError as error:
        logger.warning("A document stays unread for now (%s).", error)
    if read_document.get_backend().supports_defer:
        later = timezone.now() + FIRST_WAIT * 4**attempt
        read_document.using(run_after=later).enqueue(key, attempt + 1)
    return DocumentReading.State.WAITING


@task(priority=LOW_PRIORITY)
def take_up_abandoned() -> None:
    """Have read anew what a killed worker left, and look again while something is being read."""
    for key in abandoned().values_list("pk", flat=True):
        read_document.enqueue(key)
    if DocumentReading.objects.filter(state=DocumentReading.State.READING).exists():
        wake(take_up_abandoned, LOOK_AFTER)


def documents_have_changed(keys: Iterable[int], again: bool = False) -> None:
    """Have documents (primary keys) read by the worker, as far as there is something to read."""
    for key in keys:
        reading_key = note_document(key, again)
        if reading_key is not None:
            read_document.enqueue(reading_key)


def read_waiting() -> tuple[int, int]:
    """Read whatever waits, here and now. Returns how many are done and how many wait on."""
    done = left = 0
    for key in list(waiting().values_list("pk", flat=True)):
        try:
            reading.read(key)
            done += 1
        except NotNowError:
            left += 1
    return done, left
