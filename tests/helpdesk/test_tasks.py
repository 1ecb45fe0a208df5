"""The worker's part in the notices: one task for many, and none that is needed for ever."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments.
import subprocess
import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks.backends.dummy import DummyBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from helpdesk.files.tasks import process_attachment
from helpdesk.models import Notice
from helpdesk.notice_mail import CLAIMED_FOR, send_due_notices
from helpdesk.notices import announce
from helpdesk.tasks import deliver_notices
from portal.reference.tasks import index_texts_with_fact
from tests.committed_database import MANAGE, ROOT, process_environment, transactional_db
from tests.helpdesk.test_notices import (
    NEW_TICKET,
    make_due,
    make_staff,
    server,
    staff,
    store_ticket,
    tell,
)

DATABASE_TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


class TestTasks:
    """With the database as the queue, as a server has it."""

    @pytest.fixture(autouse=True)
    def tasks_in_the_database(self, settings):
        settings.TASKS = DATABASE_TASKS

    def work(self):
        """Run what is ready, as db_worker does within its loop."""
        worker = Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id="test",
            excluded_queue_names=[],
        )
        while (task := DBTaskResult.objects.ready().get_locked()) is not None:
            task.claim(worker.worker_id)
            worker.run_task(task)

    def ready(self):
        return DBTaskResult.objects.filter(status="READY")

    def test_one_task_for_many_notices_and_no_word_in_it(self, server, staff, tell):
        for _number in range(5):
            tell(store_ticket())
        task = DBTaskResult.objects.get()
        assert task.args_kwargs == {"args": [], "kwargs": {}}
        assert not server.letters
        assert Notice.objects.count() == 5

    def test_notices_and_files_wait_for_no_other_work(self, server, staff, tell):
        for _number in range(3):
            index_texts_with_fact.enqueue("00000000-0000-0000-0000-000000000000")
        process_attachment.enqueue(0)
        tell(store_ticket())
        order = DBTaskResult.objects.ready().values_list("task_path", flat=True)
        assert list(order)[:2] == [deliver_notices.module_path, process_attachment.module_path]

    def test_announcing_costs_two_rows(
        self, server, staff, django_assert_num_queries, django_capture_on_commit_callbacks
    ):
        ticket = store_ticket()
        with django_assert_num_queries(1), django_capture_on_commit_callbacks() as callbacks:
            announce(ticket, NEW_TICKET)
        with django_assert_num_queries(2):
            callbacks[0]()
        assert Notice.objects.count() == DBTaskResult.objects.count() == 1

    def test_what_is_rolled_back_is_not_told(
        self, server, staff, django_capture_on_commit_callbacks
    ):
        ticket = store_ticket()
        with (
            django_capture_on_commit_callbacks(execute=True),
            pytest.raises(ZeroDivisionError),
            transaction.atomic(),
        ):
            announce(ticket, NEW_TICKET)
            _ = 1 / 0
        assert not Notice.objects.exists()
        assert not DBTaskResult.objects.exists()

    def test_a_queue_that_is_away_fails_no_request(self, server, staff, tell, settings, caplog):
        settings.TASKS = {"default": {"BACKEND": "tests.helpdesk.test_tasks.Away"}}
        tell(store_ticket())
        assert "The worker could not be told of a notice: ConnectionError" in caplog.text
        assert "secret" not in caplog.text
        assert Notice.objects.get().sent_at is None
        assert send_due_notices().sent == 1

    def test_the_worker_sends_and_comes_back_for_what_failed(self, server, staff, tell):
        server.refused.add("rina@staff.example")
        tell(store_ticket())
        self.work()
        assert server.addresses == ["karim@staff.example"]
        assert not DBTaskResult.objects.filter(status="FAILED").exists()
        again = self.ready().order_by("run_after").first()
        wait = again.run_after - timezone.now()
        assert timedelta(seconds=50) < wait <= timedelta(minutes=1)
        server.refused.clear()
        make_due()
        self.ready().update(run_after=timezone.now())
        self.work()
        assert server.addresses == ["karim@staff.example", "rina@staff.example"]
        assert Notice.objects.get().sent_at is not None

    def test_waiting_tasks_do_not_pile_up(self, server, staff, tell):
        server.stop()
        for _number in range(6):
            tell(store_ticket())
            self.work()
        assert self.ready().count() <= 3

    def test_a_task_that_runs_for_ever_stops_nothing(self, server, staff, tell):
        tell(store_ticket())
        # What db_worker leaves behind when it is killed: nobody takes this task again.
        DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now())
        tell(store_ticket())
        self.work()
        assert len(server.letters) == 4


class Away(DummyBackend):
    """A queue that cannot be reached."""

    def enqueue(self, *args, **kwargs):
        raise ConnectionError("secret address of the queue")


def test_two_workers_at_once_send_once(server, transactional_db):
    for name in ("rina", "karim"):
        make_staff(name)
    for _number in range(6):
        with transaction.atomic():
            announce(store_ticket(), Notice.Kind.NEW_MESSAGE)
    server.letters.clear()
    Notice.objects.update(
        sent_at=None, attempts=0, next_attempt_at=timezone.now() - timedelta(seconds=1)
    )
    Notice.delivered_to.through.objects.all().delete()
    results, together = [], threading.Barrier(4)

    def work():
        together.wait()
        try:
            results.append(send_due_notices())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sum(result.sent for result in results) == 6
    assert sum(result.failed for result in results) == 0
    assert len(server.letters) == 12


def test_a_killed_worker_is_followed_by_another(server, transactional_db, tmp_path):
    make_staff("rina")
    announce(store_ticket(), NEW_TICKET)
    server.letters.clear()
    Notice.objects.update(sent_at=None, attempts=0, next_attempt_at=timezone.now())
    Notice.delivered_to.through.objects.all().delete()
    server.asked.clear()
    server.hanging = True
    email = f"smtp://127.0.0.1:{server.port}"
    environment = process_environment(tmp_path, EMAIL_URL=email)
    DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="helpdesk.tasks.deliver_notices",
        backend_name="default",
        queue_name="default",
    )
    worker = subprocess.Popen([*MANAGE, "db_worker"], cwd=ROOT, env=environment)
    try:
        assert server.asked.wait(60), "the worker sent nothing"
    finally:
        worker.kill()
        worker.wait()
    assert DBTaskResult.objects.get(status="RUNNING")
    waiting = DBTaskResult.objects.get(status="READY")
    assert waiting.run_after <= timezone.now() + CLAIMED_FOR
    assert Notice.objects.get().sent_at is None
    assert send_due_notices().sent == 0, "the claim still stands"

    server.hanging = False
    server.letters.clear()
    make_due()
    DBTaskResult.objects.filter(pk=waiting.pk).update(run_after=timezone.now())
    subprocess.run(
        [*MANAGE, "db_worker", "--batch", "--no-startup-delay"],
        cwd=ROOT,
        env=environment,
        check=True,
        timeout=60,
    )
    assert server.addresses == ["rina@staff.example"]
    assert Notice.objects.get().sent_at is not None
