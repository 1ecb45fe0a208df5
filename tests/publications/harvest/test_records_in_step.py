"""Harvesters are told of every change that readers can see, once it can be seen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from publications.models import HarvestRecord, PublicationPage
from publications.oai import harvest_records

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(make):
    page = make("one", kind="news", title="কাল্পনিক খবর")
    HarvestRecord.objects.all().delete()
    harvest_records.refresh_all()
    return page


def test_whoever_waited_for_a_record_says_what_is_true_afterwards(one, monkeypatch):
    moment = timezone.now().replace(microsecond=0) + timedelta(days=1)
    clock = [moment]
    monkeypatch.setattr(harvest_records.timezone, "now", lambda: clock[0])
    lock = HarvestRecord.objects.select_for_update

    def wait_and_lock():
        # Somebody else holds the row for a minute, and withdraws the page.
        clock[0] += timedelta(minutes=1)
        PublicationPage.objects.update(live=False)
        return lock()

    monkeypatch.setattr(HarvestRecord.objects, "select_for_update", wait_and_lock)
    harvest_records.refresh([one.translation_key])
    record = HarvestRecord.objects.get()
    assert record.is_deleted
    assert record.changed_at == moment + timedelta(minutes=1)


def test_a_draft_of_what_is_published_is_no_change(one, django_capture_on_commit_callbacks):
    before = HarvestRecord.objects.get().changed_at - timedelta(days=9)
    HarvestRecord.objects.update(changed_at=before)
    one.title = "কাল্পনিক খসড়া"
    with django_capture_on_commit_callbacks(execute=True):
        revision = one.save_revision()
    assert HarvestRecord.objects.get().changed_at == before
    with django_capture_on_commit_callbacks(execute=True):
        revision.publish()
    assert HarvestRecord.objects.get().changed_at > before
