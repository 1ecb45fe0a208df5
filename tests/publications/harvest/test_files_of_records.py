"""Files that not everybody may open, or that are gone: nothing for the public names them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from portal.core.models import CustomDocument
from publications.citations.record import citation_of
from publications.models import HarvestRecord
from publications.oai.harvest_records import refresh_all

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "/publications/report/",
    "/publications/cite/report.ris",
    "/publications/data/publications.csv",
    "/publications/data/publications.json",
    "/publications/data/publications.ris",
    "/publications/feeds/atom.xml",
    "/publications/feeds/rss.xml",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
)


@pytest.fixture
def closed(db):
    """A collection below one that only staff may open."""
    room = Collection.get_first_root_node().add_child(name="কাল্পনিক ঘর")
    CollectionViewRestriction.objects.create(collection=room, restriction_type="login")
    return room.add_child(name="ভেতরে")


def names_the_file(client, address: str) -> bool:
    name = CustomDocument.objects.get().filename
    response = client.get(address)
    assert response.status_code == 200
    text = b"".join(response.streaming_content) if response.streaming else response.content
    return f"/{name}".encode() in text


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_closed_file_is_named_nowhere(client, report, closed, address):
    refresh_all()
    assert names_the_file(client, address)
    CustomDocument.objects.update(collection=closed)
    assert not names_the_file(client, address)


@pytest.mark.parametrize(
    "address", ["/publications/data/publications.csv", "/publications/feeds/atom.xml"]
)
def test_who_has_an_older_file_is_given_the_new_one(client, report, closed, address):
    before = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": before}).status_code == 304
    CustomDocument.objects.update(collection=closed)
    assert client.get(address, headers={"If-None-Match": before}).status_code == 200


def test_a_preview_names_it_neither(report, closed):
    CustomDocument.objects.update(collection=closed)
    draft = report.get_latest_revision_as_object()
    assert [row.document.collection for row in draft.files.all()] == [closed]
    assert not citation_of(draft).files


class TestHarvestersAreTold:
    """Addresses in records that lead nowhere any more are changes of the records."""

    @pytest.fixture(autouse=True)
    def records(self, report):
        refresh_all()

    @pytest.fixture
    def changed(self, django_capture_on_commit_callbacks):
        def changed(act) -> bool:
            before = timezone.now() - timedelta(days=9)
            HarvestRecord.objects.update(changed_at=before)
            with django_capture_on_commit_callbacks(execute=True):
                act()
            return HarvestRecord.objects.get().changed_at > before

        return changed

    def test_of_a_deleted_file(self, changed):
        assert changed(CustomDocument.objects.get().delete)

    def test_of_a_collection_that_is_closed_and_opened(self, changed, closed):
        CollectionViewRestriction.objects.all().delete()
        CustomDocument.objects.update(collection=closed)
        restriction = CollectionViewRestriction(
            collection=closed.get_parent(), restriction_type="login"
        )
        assert changed(restriction.save)
        assert changed(restriction.delete)
