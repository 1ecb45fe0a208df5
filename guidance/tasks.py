"""What guidance leaves to the worker (`manage.py db_worker`)."""

import logging
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult, get_date_max

from guidance.journey_pdf import bring_up_to_date
from guidance.models import StagePage
from guidance.pdf_support import PdfNotPossible

logger = logging.getLogger(__name__)

# Editors publish several pages and facts in a row: one PDF serves all of them.
WAIT_FOR_MORE = timedelta(minutes=1)
# A task that is to run at most this much later than wished is as good as a new one.
AS_GOOD_AS = timedelta(minutes=1)
# Behind notices of the help desk and everything else: a PDF takes many seconds.
LOW_PRIORITY = -10


@task(priority=LOW_PRIORITY)
def make_journey_pdf(stage_key: int) -> None:
    """Make the PDF of a stage (primary key) if its text has changed, else do nothing.

    Comes back on the day when a check in it is overdue and the text has to say so.
    """
    stage = StagePage.objects.filter(pk=stage_key).select_related("locale").first()
    if stage is None:
        return
    try:
        outcome = bring_up_to_date(stage)
    except PdfNotPossible as problem:
        logger.warning("No PDF of %s is made. %s", stage.url_path, problem)
        return
    if outcome.next_check is not None:
        day_after = outcome.next_check + timedelta(days=1)
        _enqueue([stage_key], timezone.make_aware(datetime.combine(day_after, time(0, 5))))


def journeys_have_changed(stage_keys: Iterable[int]) -> None:
    """Let the worker look at stages (primary keys) soon: two queries and one for each stage.

    A stage that waits for the worker already is not made to wait twice. Where tasks cannot wait
    nothing is made: a PDF takes too long for the request that a change comes with.
    """
    _enqueue(stage_keys, timezone.now() + WAIT_FOR_MORE)


def _enqueue(stage_keys: Iterable[int], when: datetime) -> None:
    if not make_journey_pdf.get_backend().supports_defer:
        return
    waiting = DBTaskResult.objects.filter(
        Q(run_after=get_date_max()) | Q(run_after__lte=when + AS_GOOD_AS),
        status=TaskResultStatus.READY,
        task_path=make_journey_pdf.module_path,
    ).values_list("args_kwargs", flat=True)
    served = {arguments["args"][0] for arguments in waiting}
    for key in sorted(set(stage_keys) - served):
        make_journey_pdf.using(run_after=when).enqueue(key)
