"""The worker's tasks, several workers at once, and the command."""

import subprocess
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from helpdesk.tasks import deliver_notices
from publications.models import Subscription
from publications.updates.sending import send_due_announcements
from publications.updates.tasks import send_confirmation, send_updates
from tests.committed_database import MANAGE, ROOT, process_environment
from tests.factories import pages
from tests.factories.records import SubscriptionFactory
from tests.publications.updates.announcements import make_due, publish, readers


@pytest.mark.django_db
class TestTheWorker:
    @pytest.fixture(autouse=True)
    def tasks_in_the_database(self, settings):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

    def test_one_task_waits_for_all_and_knows_nobody(
        self, server, draft, index, django_capture_on_commit_callbacks
    ):
        readers()
        other = pages.PublicationPageFactory(parent=index, live=False)
        with django_capture_on_commit_callbacks(execute=True):
            publish(draft)
            publish(other)
        task = DBTaskResult.objects.get(task_path=send_updates.module_path)
        assert task.args_kwargs == {"args": [], "kwargs": {}}
        assert task.run_after > timezone.now() + timedelta(minutes=9)

    def test_notices_of_the_help_desk_come_first(self):
        send_updates.enqueue()
        send_confirmation.enqueue("0" * 32, "bn")
        deliver_notices.enqueue()
        order = DBTaskResult.objects.ready().values_list("task_path", flat=True)
        assert list(order) == [
            deliver_notices.module_path,
            send_confirmation.module_path,
            send_updates.module_path,
        ]

    def test_a_letter_of_confirmation_waits_for_its_server(self, server):
        reader = SubscriptionFactory(confirmed_at=None, last_asked_at=timezone.now())
        server.stop()
        send_confirmation.call(reader.uid.hex, "en")
        again = DBTaskResult.objects.get(task_path=send_confirmation.module_path)
        assert again.run_after > timezone.now()
        assert reader.address not in str(again.args_kwargs)
        server.start()
        send_confirmation.call(*again.args_kwargs["args"], **again.args_kwargs["kwargs"])
        assert server.addresses == [reader.address]

    def test_who_could_not_be_written_to_may_ask_again_at_once(self, server):
        reader = SubscriptionFactory(confirmed_at=None, last_asked_at=timezone.now())
        server.stop()
        send_confirmation.call(reader.uid.hex, "en", attempt=9)
        assert Subscription.objects.get().last_asked_at is None
        assert not DBTaskResult.objects.exists()


def test_two_workers_at_once_send_once(server, transactional_db, bangla_home_committed):
    everybody = readers(6)
    publish(
        pages.PublicationPageFactory(
            parent=pages.PublicationIndexPageFactory(parent=bangla_home_committed), live=False
        )
    )
    make_due()
    results, together = [], threading.Barrier(3)

    def work():
        together.wait()
        try:
            results.append(send_due_announcements())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert sum(result.letters for result in results) == 6
    assert sorted(server.addresses) == sorted(reader.address for reader in everybody)


def test_the_command_of_a_real_process_sends_what_is_due(
    server, transactional_db, bangla_home_committed, tmp_path
):
    readers(2)
    publish(
        pages.PublicationPageFactory(
            parent=pages.PublicationIndexPageFactory(parent=bangla_home_committed), live=False
        )
    )
    make_due()
    environment = process_environment(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
    for told in (b"2 letters sent", b"0 letters sent"):
        done = subprocess.run(
            [*MANAGE, "send_updates"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            timeout=120,
            check=True,
        )
        assert told in done.stdout
        assert b"readers.example" not in done.stdout + done.stderr
    assert len(server.letters) == 2
