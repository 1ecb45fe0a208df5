"""Servers that are away, addresses that are refused, and workers that are killed."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from publications.models import Announcement, Subscription
from publications.updates import sending
from publications.updates.sending import MOST_REFUSALS, send_due_announcements
from publications.updates.tasks import send_confirmation
from tests.factories import pages
from tests.publications.updates.announcements import make_due, publish, readers


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
