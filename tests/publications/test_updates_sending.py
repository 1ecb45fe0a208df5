"""Telling subscribers of new publications, through a real mail server in this process."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments.
import logging
import subprocess
import threading
from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageViewRestriction

from helpdesk.tasks import deliver_notices
from home.models import HomePage
from publications.models import Announcement, Subscription
from publications.updates import sending
from publications.updates.sending import MOST_REFUSALS, send_due_announcements
from publications.updates.tasks import send_confirmation, send_updates
from tests.committed_database import MANAGE, ROOT, process_environment, transactional_db
from tests.factories import pages
from tests.factories.records import SubscriptionFactory
from tests.helpdesk.test_notices import server


@pytest.fixture
def index(bangla_home):
    return pages.PublicationIndexPageFactory(parent=bangla_home)


@pytest.fixture
def draft(index):
    """A publication that nobody has published yet."""
    return pages.PublicationPageFactory(
        parent=index,
        slug="brief",
        title="কাল্পনিক ব্রিফ",
        summary="কাল্পনিক সারাংশ & আরও",
        live=False,
    )


def publish(page):
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def make_due() -> None:
    Announcement.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def readers(number: int = 1, **fields) -> list[Subscription]:
    fields.setdefault("confirmed_at", timezone.now() - timedelta(days=1))
    return SubscriptionFactory.create_batch(number, **fields)


def subject_of(letter) -> str:
    return str(make_header(decode_header(letter["Subject"])))


def text_of(letter) -> str:
    return letter.get_payload(decode=True).decode().replace("\r\n", "\n")


@pytest.mark.django_db
class TestWhatIsAnnounced:
    def test_the_first_publishing_some_minutes_later(self, draft):
        publish(draft)
        planned = Announcement.objects.get()
        wait = planned.due_at - timezone.now()
        assert timedelta(minutes=9) < wait <= timedelta(minutes=10)

    def test_a_change_of_what_was_told_is_not(self, draft):
        publish(draft)
        Announcement.objects.update(sent_at=timezone.now())
        before = Announcement.objects.get().due_at
        publish(draft)
        assert Announcement.objects.get().due_at == before

    def test_what_was_published_before_there_were_updates_is_not(self, draft):
        publish(draft)
        Announcement.objects.all().delete()
        publish(draft)
        assert not Announcement.objects.exists()

    def test_what_editors_do_not_want_told_is_not(self, draft):
        draft.is_announced = False
        publish(draft)
        assert not Announcement.objects.exists()

    def test_second_thoughts_before_it_is_sent(self, draft):
        publish(draft)
        draft.is_announced = False
        publish(draft)
        assert not Announcement.objects.exists()

    def test_english_is_told_when_it_is_translated_and_not_as_an_alias(
        self, draft, english, english_home
    ):
        publish(draft)
        alias = draft.copy_for_translation(english, copy_parents=True, alias=True)
        publish(draft)
        assert list(Announcement.objects.values_list("page", flat=True)) == [draft.pk]
        alias.refresh_from_db()
        assert alias.live
        # As wagtail-localize makes a translation of an alias.
        alias.alias_of = None
        alias.title = "Fictional brief"
        alias.save()
        publish(alias)
        assert Announcement.objects.filter(page=alias.pk).exists()


@pytest.mark.django_db
class TestLetters:
    def test_title_summary_address_why_and_how_to_leave(self, server, draft):
        (reader,) = readers()
        publish(draft)
        make_due()
        assert send_due_announcements().letters == 1
        ((address, letter, raw),) = server.letters
        assert address == letter["To"] == reader.address
        assert letter["Cc"] is letter["Bcc"] is None
        assert "কাল্পনিক ব্রিফ" in subject_of(letter)
        text = text_of(letter)
        assert "কাল্পনিক সারাংশ & আরও" in text
        assert "https://help.example/publications/brief/\n" in text
        leave = letter["List-Unsubscribe"].strip("<> \r\n")
        assert leave.startswith("https://help.example/publications/updates/leave/?s=")
        assert leave in text
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert letter["Auto-Submitted"] == "auto-generated"
        assert letter["Precedence"] == "bulk"
        assert letter["List-Id"] == "<publications-bn.help.example>"
        assert letter.get_content_type() == "text/plain"
        assert b"<img" not in raw
        # The header works as it stands, without a cookie.
        Client().post(leave.removeprefix("https://help.example"), secure=True)
        assert not Subscription.objects.exists()

    def test_in_the_language_of_the_page_to_readers_of_that_language(
        self, server, draft, english, english_home
    ):
        (bangla,) = readers()
        (in_english,) = readers(language="en")
        publish(draft)
        page = draft.copy_for_translation(english, copy_parents=True)
        page.title, page.summary = "Fictional brief", "Fictional summary"
        publish(page)
        make_due()
        assert send_due_announcements().letters == 2
        letters = {address: letter for address, letter, _raw in server.letters}
        assert subject_of(letters[in_english.address]) == "New: Fictional brief"
        text = text_of(letters[in_english.address])
        assert "https://help.example/en/publications/brief/\n" in text
        assert "asked OKUP to be told" in text
        assert "কাল্পনিক ব্রিফ" in subject_of(letters[bangla.address])

    def test_only_those_who_confirmed_before(self, server, draft):
        readers(confirmed_at=None)
        publish(draft)
        readers(confirmed_at=timezone.now() + timedelta(minutes=1))
        make_due()
        assert send_due_announcements().letters == 0
        assert Announcement.objects.get().sent_at is not None

    def test_one_letter_each_and_nobody_named_to_others(self, server, draft):
        everybody = readers(5)
        publish(draft)
        make_due()
        send_due_announcements()
        make_due()
        send_due_announcements()
        assert sorted(server.addresses) == sorted(reader.address for reader in everybody)
        for address, _letter, raw in server.letters:
            others = {reader.address for reader in everybody} - {address}
            assert not any(other.encode() in raw for other in others)

    def test_a_title_of_two_lines_makes_no_header(self, server, draft):
        readers()
        draft.title = "কাল্পনিক\nBcc: other@readers.example"
        publish(draft)
        make_due()
        send_due_announcements()
        ((_address, letter, _raw),) = server.letters
        assert letter["Bcc"] is None


@pytest.mark.django_db
class TestSecondThoughts:
    def test_nothing_goes_out_before_it_is_due(self, server, draft):
        readers()
        publish(draft)
        assert send_due_announcements().letters == 0

    def test_unpublished_in_time_tells_nobody_until_published_again(self, server, draft):
        readers()
        publish(draft)
        draft.unpublish()
        make_due()
        assert send_due_announcements().letters == 0
        publish(draft)
        make_due()
        assert send_due_announcements().letters == 1

    def test_what_became_private_tells_nobody(self, server, draft):
        readers()
        publish(draft)
        PageViewRestriction.objects.create(page=draft, restriction_type="login")
        make_due()
        assert send_due_announcements().letters == 0

    def test_what_becomes_private_while_it_is_sent_stops(self, server, draft, monkeypatch):
        readers(4)
        publish(draft)
        make_due()
        real = sending._note

        def note(batch, reader):
            if len(server.letters) == 2:
                PageViewRestriction.objects.create(page=draft, restriction_type="login")
            real(batch, reader)

        monkeypatch.setattr(sending, "_note", note)
        send_due_announcements()
        assert len(server.letters) == 2

    def test_after_a_week_it_is_no_news(self, server, draft):
        readers()
        publish(draft)
        Announcement.objects.update(due_at=timezone.now() - sending.NEWS_FOR)
        assert send_due_announcements().letters == 0


@pytest.mark.django_db
class TestFaults:
    def test_a_server_that_is_away_is_tried_later_from_where_it_stopped(
        self, server, draft, caplog
    ):
        everybody = readers(4)
        publish(draft)
        make_due()
        server.stop()
        done = send_due_announcements()
        assert done.letters == 0
        assert timedelta(minutes=9) < done.again_in <= timedelta(minutes=10)
        server.start()
        make_due()
        server.full_after = 2
        send_due_announcements()
        assert len(server.letters) == 2
        server.full_after = None
        make_due()
        send_due_announcements()
        assert sorted(server.addresses) == sorted(reader.address for reader in everybody)

    def test_a_refused_address_does_not_stop_the_others(self, server, draft):
        everybody = readers(3)
        server.refused.add(everybody[1].address)
        publish(draft)
        make_due()
        done = send_due_announcements()
        assert (done.letters, done.refused) == (2, 1)
        assert Announcement.objects.get().sent_at is not None

    def test_an_address_refused_again_and_again_is_erased(self, server, index):
        everybody = readers(2)
        server.refused.add(everybody[0].address)
        for number in range(MOST_REFUSALS):
            assert Subscription.objects.count() == 2
            publish(pages.PublicationPageFactory(parent=index, live=False))
            make_due()
            send_due_announcements()
            assert len(server.letters) == number + 1
        assert Subscription.objects.get().pk == everybody[1].pk

    def test_a_letter_that_is_taken_makes_good(self, server, index):
        everybody = readers(2)
        for refused in (True, True, False, True):
            server.refused = {everybody[0].address} if refused else set()
            publish(pages.PublicationPageFactory(parent=index, live=False))
            make_due()
            send_due_announcements()
        assert Subscription.objects.get(pk=everybody[0].pk).refusals == 1

    @pytest.mark.parametrize("how", ["unwanted", "nobody"])
    def test_a_server_that_refuses_everything_costs_no_subscriber(self, server, draft, how):
        everybody = readers(3)
        if how == "unwanted":
            server.unwanted = True
        else:
            server.refused = {reader.address for reader in everybody}
        publish(draft)
        for _time in range(MOST_REFUSALS):
            make_due()
            assert send_due_announcements().letters == 0
        assert Subscription.objects.filter(refusals=0).count() == 3
        server.unwanted, server.refused = False, set()
        make_due()
        assert send_due_announcements().letters == 3

    def test_an_address_that_is_put_off_is_tried_again_and_it_alone(self, server, draft):
        everybody = readers(3)
        server.put_off.add(everybody[1].address)
        publish(draft)
        make_due()
        send_due_announcements()
        assert len(server.letters) == 2
        assert Announcement.objects.get().sent_at is None
        server.put_off.clear()
        make_due()
        send_due_announcements()
        assert sorted(server.addresses) == sorted(reader.address for reader in everybody)
        assert Announcement.objects.get().sent_at is not None
        assert Subscription.objects.filter(refusals=0).count() == 3

    def test_what_is_put_off_for_ever_is_given_up(self, server, draft):
        everybody = readers(2)
        server.put_off.add(everybody[1].address)
        publish(draft)
        for _time in range(sending.MOST_ATTEMPTS):
            assert Announcement.objects.get().sent_at is None
            make_due()
            send_due_announcements()
        assert Announcement.objects.get().sent_at is not None
        assert len(server.letters) == 1

    def test_a_run_ends_and_the_next_goes_on(self, server, draft):
        everybody = readers(3)
        publish(draft)
        make_due()
        done = send_due_announcements(run_seconds=-1)
        assert (done.letters, done.again_in) == (0, timedelta(0))
        send_due_announcements()
        assert len(server.letters) == len(everybody)

    def test_after_a_killed_worker_one_letter_at_most_comes_twice(
        self, server, draft, monkeypatch
    ):
        everybody = readers(4)
        publish(draft)
        make_due()
        real = sending._note

        def killed(batch, reader):
            if len(server.letters) == 2:
                raise KeyboardInterrupt
            real(batch, reader)

        monkeypatch.setattr(sending, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            send_due_announcements()
        monkeypatch.setattr(sending, "_note", real)
        assert send_due_announcements().letters == 0, "the claim still stands"
        make_due()
        send_due_announcements()
        assert len(server.letters) == 5
        assert {*server.addresses} == {reader.address for reader in everybody}
        # A mailbox sees that they are the same letter.
        assert len({letter["Message-ID"] for _address, letter, _raw in server.letters}) == 4

    def test_no_address_is_logged(self, server, draft, caplog):
        everybody = readers(3)
        server.refused.add(everybody[0].address)
        server.put_off.add(everybody[1].address)
        publish(draft)
        make_due()
        with caplog.at_level(logging.DEBUG):
            send_due_announcements()
            server.stop()
            publish(draft)
            Subscription.objects.update(last_asked_at=timezone.now())
            send_confirmation.call(everybody[2].uid.hex, "bn")
        # Without what the mail server of the test itself writes.
        text = " ".join(r.getMessage() for r in caplog.records if r.name != "mail.log")
        assert "SMTPRecipientsRefused" in text
        assert "letter of confirmation could not be sent" in text
        assert "readers.example" not in text


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


@pytest.fixture
def bangla_home_committed(transactional_db):
    """The home page; what is added below it goes, and it must not count it afterwards."""
    home = HomePage.objects.get(locale__language_code="bn")
    children = home.numchild
    yield home
    HomePage.objects.filter(pk=home.pk).update(numchild=children)
