"""No subscriber's address stands anywhere in the clear: database, its log, logs, tasks, caches."""

import logging
import re
import subprocess
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.privacy.public_forms import URL_ENCODED
from publications.models import Announcement, Subscription
from tests.committed_database import MANAGE, ROOT, process_environment
from tests.factories import pages
from tests.helpdesk.personal_words import Words, findings, stored_places, written_log

FORM = "/en/publications/updates/"


@pytest.fixture
def words():
    return Words()


@pytest.fixture
def desk(server, settings, transactional_db, monkeypatch):
    # The mail server of the test itself writes down what it hears.
    monkeypatch.setattr(logging.getLogger("mail.log"), "disabled", True)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return server


def subscribe(client: Client, address: str):
    """Press the button twice, as somebody does who types fast."""
    page = client.get(FORM)
    for _time in range(2):
        token = BeautifulSoup(page.content, "html.parser").select_one("[name=token]")["value"]
        data = {"token": token, "address": address, "language": "bn"}
        page = client.post(FORM, urlencode(data), content_type=URL_ENCODED)
    return page


def work(desk, log: Path, folder: str) -> None:
    """Run the tasks that are ready in a process of its own, and add what it says to a log."""
    with log.open("ab") as out:
        subprocess.run(
            [*MANAGE, "db_worker", "--batch", "--no-startup-delay", "--verbosity", "3"],
            cwd=ROOT,
            env=process_environment(Path(folder), EMAIL_URL=f"smtp://127.0.0.1:{desk.port}"),
            stdout=out,
            stderr=out,
            timeout=120,
            check=True,
        )


def test_an_address_through_form_worker_and_letters(
    desk, words, tmp_path, settings, bangla_home_committed
):
    log, worker_log = tmp_path / "log", tmp_path / "worker-log"
    address, refused = (f"{words.latin}{end}@readers.example" for end in ("a", "b"))
    client = Client(enforce_csrf_checks=True)
    with written_log(log):
        assert subscribe(client, f"{words.latin}@{words.bangla}").status_code == 422
        assert subscribe(client, address).status_code == 200
        assert subscribe(client, refused).status_code == 200
        work(desk, worker_log, settings.VAR_DIR)
        for _to, letter, _raw in desk.letters:
            text = letter.get_payload(decode=True).decode()
            link = urlsplit(re.search(r"\S+/updates/confirm/\S+", text).group())
            assert client.post(f"{link.path}?{link.query}").status_code == 200
        assert Subscription.objects.filter(confirmed_at__isnull=False).count() == 2
        desk.refused.add(refused)
        index = pages.PublicationIndexPageFactory(parent=bangla_home_committed)
        pages.PublicationPageFactory(parent=index, live=False).save_revision().publish()
        Announcement.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
        work(desk, worker_log, settings.VAR_DIR)
    assert desk.addresses == [address, refused, address]
    assert Subscription.objects.get(refusals=1).address == refused
    kept = [("log", log.read_bytes()), ("worker's log", worker_log.read_bytes())]
    assert b"SMTPRecipientsRefused" in worker_log.read_bytes()
    assert findings(words, [*stored_places(), *kept]) == []


def test_the_search_would_find_it(desk, words):
    """As if the address were an ordinary column."""
    from tests.factories.records import SubscriptionFactory

    reader = SubscriptionFactory(reader=f"{words.latin}@readers.example")
    assert findings(words, stored_places()) == []
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE publications_subscription SET address = %s WHERE id = %s",
            [reader.address.encode(), reader.pk],
        )
    places = {line.partition(": ")[0] for line in findings(words, stored_places())}
    assert "table publications_subscription" in places
