"""What editors do while letters go out, and before: nobody is told twice, or of old things."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from publications.models import Announcement
from publications.updates import sending
from publications.updates.sending import send_due_announcements
from tests.factories import pages
from tests.factories.records import SubscriptionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def brief(bangla_home):
    index = pages.PublicationIndexPageFactory(parent=bangla_home)
    return pages.PublicationPageFactory(parent=index, title="কাল্পনিক ব্রিফ", live=False)


def publish(page, **how):
    page.save_revision().publish(**how)
    page.refresh_from_db()


def make_due() -> None:
    Announcement.objects.update(due_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("act", [publish, lambda page: page.unpublish()])
def test_who_has_a_letter_gets_no_second_one(brief, monkeypatch, act):
    asked = timezone.now() - timedelta(days=1)
    SubscriptionFactory.create_batch(3, confirmed_at=asked)
    publish(brief)
    make_due()
    send = sending._send_to

    def send_and_act(batch, reader, connection):
        send(batch, reader, connection)
        if len(mail.outbox) == 2:
            act(brief)

    monkeypatch.setattr(sending, "_send_to", send_and_act)
    assert send_due_announcements().letters == 2
    assert Announcement.objects.get().letters == 2
    publish(brief)
    make_due()
    assert send_due_announcements().letters == 1
    assert len({letter.to[0] for letter in mail.outbox}) == len(mail.outbox) == 3


def test_what_was_published_at_a_set_hour_is_no_news_later(brief):
    brief.is_announced = False
    publish(brief, log_action="wagtail.publish.scheduled")
    brief.is_announced = True
    publish(brief)
    assert not Announcement.objects.exists()
