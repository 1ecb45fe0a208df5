"""A public harvester reads the repository of a running server, record by record."""

import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from sickle import Sickle
from sickle.oaiexceptions import NoRecordsMatch
from wagtail.models import Locale

from home.models import HomePage
from publications.models import HarvestRecord, PublicationIndexPage
from publications.oai import answers
from tests.committed_database import transactional_db  # noqa: F401
from tests.factories import pages

PUBLICATIONS = 7


class _Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture
def address(transactional_db, settings, monkeypatch):  # noqa: F811
    """The repository's address on a server of its own thread, in pages of two records."""
    monkeypatch.setattr(answers, "RECORDS_A_PAGE", 2)
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=_Quiet)
    settings.SITE_URL = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"{settings.SITE_URL}/oai"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def published(address):
    """Publications in Bangla, half of them in English too, published as editors do."""
    home = HomePage.objects.get(locale=Locale.objects.get(language_code="bn"))
    english = Locale.objects.get(language_code="en")
    index = pages.PublicationIndexPageFactory(parent=home)
    made = []
    for number in range(PUBLICATIONS):
        page = pages.PublicationPageFactory(
            parent=index, slug=f"p-{number}", title=f"কাল্পনিক {number}"
        )
        if number % 2:
            translated = page.copy_for_translation(english, copy_parents=True)
            translated.title = f"Fictional {number}"
            translated.save_revision().publish()
        made.append(page)
    yield made
    # The tree counts children in the rows of their parents, which stay: it is taken down properly.
    PublicationIndexPage.objects.get(pk=index.pk).delete()
    HomePage.objects.get(locale=english).delete()


def key_of(record) -> str:
    return record.header.identifier.rpartition(":")[2]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_record_is_harvested_once(address, published, method):
    harvester = Sickle(address, http_method=method)
    assert harvester.Identify().deletedRecord == "persistent"
    assert [each.metadataPrefix for each in harvester.ListMetadataFormats()] == ["oai_dc"]
    assert "type:policy_brief" in [each.setSpec for each in harvester.ListSets()]
    records = list(harvester.ListRecords(metadataPrefix="oai_dc"))
    assert sorted(map(key_of, records)) == sorted(str(each.translation_key) for each in published)
    titles = {title for record in records for title in record.metadata["title"]}
    assert titles == {f"কাল্পনিক {number}" for number in range(PUBLICATIONS)} | {
        f"Fictional {number}" for number in range(PUBLICATIONS) if number % 2
    }
    headers = list(harvester.ListIdentifiers(metadataPrefix="oai_dc", set="language:en"))
    assert len(headers) == PUBLICATIONS // 2
    record = harvester.GetRecord(identifier=records[0].header.identifier, metadataPrefix="oai_dc")
    assert record.metadata["date"] == ["2099"]
    with pytest.raises(NoRecordsMatch):
        harvester.ListRecords(metadataPrefix="oai_dc", set="type:news")


def test_what_changes_meanwhile_is_not_missed(address, published):
    """Midway one is changed, one deleted and one added; nothing else is lost or given twice."""
    HarvestRecord.objects.update(changed_at="2026-01-01T00:00:00Z")
    records = Sickle(address).ListRecords(metadataPrefix="oai_dc")
    seen = [next(records) for _record in range(3)]
    given = [key_of(record) for record in seen]
    waiting = [page for page in published if str(page.translation_key) not in given]
    again = next(page for page in published if str(page.translation_key) == given[0])
    changed, deleted = waiting[-1], waiting[-2]
    for page in (again, changed):
        page.title = f"{page.title} নতুন"
        page.save_revision().publish()
    gone = str(deleted.translation_key)
    deleted.delete()
    added = pages.PublicationPageFactory(parent=again.get_parent(), slug="added", title="যোগ")
    rest = list(records)
    states = {key_of(record): record for record in [*seen, *rest]}
    wanted = {str(page.translation_key) for page in published} | {str(added.translation_key)}
    assert set(states) == wanted
    assert states[gone].deleted
    for page in (again, changed):
        title = states[str(page.translation_key)].metadata["title"]
        assert any(each.endswith("নতুন") for each in title)
    counts = [key_of(record) for record in [*seen, *rest]]
    # What had been given and was changed comes once more, everything else once.
    assert {key for key in counts if counts.count(key) > 1} == {str(again.translation_key)}
