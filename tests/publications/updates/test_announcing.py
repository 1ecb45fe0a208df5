"""What is announced, when, and second thoughts before it is sent."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from publications.models import Announcement
from publications.updates import sending
from publications.updates.sending import send_due_announcements
from tests.publications.updates.announcements import make_due, publish, readers


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
