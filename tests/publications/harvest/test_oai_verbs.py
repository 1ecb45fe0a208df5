"""OAI-PMH: what each verb says, in pages, by sets and by datestamps."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from publications.models import HarvestRecord, PublicationPage
from publications.oai import answers
from publications.oai.harvest_records import refresh_all
from tests.factories import reference
from tests.publications.harvest.conftest import HOSTILE, HOSTILE_LINE
from tests.publications.harvest.oai_answers import LANGUAGE, LIST, NAMES, ask, listed, texts

pytestmark = pytest.mark.django_db


class TestVerbs:
    def test_identify(self, client, one, settings):
        settings.SITE_URL = "https://www.example.org"
        settings.DEFAULT_FROM_EMAIL = "site@example.org"
        root = ask(client, verb="Identify")
        said = {child.tag.rpartition("}")[2]: child.text for child in root[2]}
        assert said["baseURL"] == "https://www.example.org/oai"
        assert said["protocolVersion"] == "2.0"
        assert said["deletedRecord"] == "persistent"
        assert said["granularity"] == "YYYY-MM-DDThh:mm:ssZ"
        assert said["adminEmail"] == "site@example.org"
        record = HarvestRecord.objects.get()
        assert said["earliestDatestamp"] == answers.datestamp(record.changed_at)
        scheme = "http://www.openarchives.org/OAI/2.0/oai-identifier"
        assert root.findtext(f".//{{{scheme}}}repositoryIdentifier") == "www.example.org"

    def test_the_address_that_readers_see_is_the_one_for_harvesters(self, client):
        from tests.factories.people import SiteFrameFactory

        SiteFrameFactory(email="office@example.org")
        assert texts(ask(client, verb="Identify"), ".//oai:adminEmail") == ["office@example.org"]

    def test_formats_and_sets(self, client, one):
        reference.TopicFactory(key="fictional-topic")
        root = ask(client, verb="ListMetadataFormats")
        assert texts(root, ".//oai:metadataPrefix") == ["oai_dc"]
        specs = texts(ask(client, verb="ListSets"), ".//oai:setSpec")
        assert {"type", "type:news", "topic:fictional-topic", "language:en"} <= set(specs)
        # A set below another is listed with it.
        assert {spec.partition(":")[0] for spec in specs} <= set(specs)

    def test_a_record_speaks_both_languages(self, client, committed, report):
        refresh_all()
        identifier = answers.oai_identifier(report.translation_key)
        root = ask(client, verb="GetRecord", identifier=identifier, metadataPrefix="oai_dc")
        titles = root.findall(".//dc:title", NAMES)
        assert {title.get(LANGUAGE): title.text for title in titles} == {
            "bn": "কাল্পনিক গবেষণা: উপশিরোনাম",
            "en": "Fictional study: Subtitle",
        }
        assert texts(root, ".//dc:creator") == [
            "কাল্পনিক ব্যক্তি",
            "কাল্পনিক author",
            "Jane Kay Doe",
            "Fictional Union and Sons, Ltd",
        ]
        assert texts(root, ".//dc:date") == ["2099-04-05"]
        assert texts(root, ".//dc:language") == ["bn", "en"]
        identifiers = texts(root, ".//dc:identifier")
        assert "https://doi.org/10.1234/fictional_1" in identifiers
        assert any(each.endswith("/en/publications/report/") for each in identifiers)
        assert texts(root, ".//dc:rights") == ["https://creativecommons.org/licenses/by/4.0/"]
        specs = texts(root, ".//oai:setSpec")
        assert specs == [
            "type:research_report",
            "topic:fictional-topic",
            "language:bn",
            "language:en",
        ]

    def test_a_form_is_answered_like_an_address(self, client, one):
        by_form = client.post("/oai", LIST, headers={"sec-fetch-site": "cross-site"})
        assert by_form.status_code == 200
        encoded = client.post(
            "/oai",
            "verb=ListRecords&metadataPrefix=oai_dc",
            content_type="application/x-www-form-urlencoded",
        )
        root = etree.fromstring(encoded.content)
        assert texts(root, ".//dc:title") == ["কাল্পনিক খবর", "Fictional news"]

    def test_other_methods(self, client):
        assert client.put("/oai").status_code == 405

    def test_hostile_words(self, client, one):
        PublicationPage.objects.filter(pk=one.pk).update(title=HOSTILE)
        root = ask(client, **LIST)
        assert texts(root, ".//dc:title") == [HOSTILE_LINE, "Fictional news"]

    def test_every_answer_has_the_shape_of_the_protocol(self, client, one):
        """Elements and their order, as OAI-PMH.xsd and oai_dc.xsd want them."""
        root = ask(client, **LIST)
        tag = "{http://www.openarchives.org/OAI/2.0/}"
        assert root.tag == f"{tag}OAI-PMH"
        assert [child.tag.removeprefix(tag) for child in root] == [
            "responseDate",
            "request",
            "ListRecords",
        ]
        assert dict(root[1].attrib) == LIST
        record = root[2][0]
        assert [child.tag.removeprefix(tag) for child in record] == ["header", "metadata"]
        assert [child.tag.removeprefix(tag) for child in record[0]][:2] == [
            "identifier",
            "datestamp",
        ]
        (dublin_core,) = record[1]
        assert dublin_core.tag == f"{{{NAMES['oai_dc']}}}dc"
        known = {
            *("title", "creator", "subject", "description", "publisher", "contributor", "date"),
            *("type", "format", "identifier", "source", "language", "relation", "coverage"),
            "rights",
        }
        assert {child.tag for child in dublin_core} <= {f"{{{NAMES['dc']}}}{n}" for n in known}
        assert all(child.text and not len(child) for child in dublin_core)


class TestDatestamps:
    def test_both_granularities_and_both_ends(self, client, one):
        moment = datetime(2099, 4, 5, 12, 30, 15, tzinfo=UTC)
        HarvestRecord.objects.update(changed_at=moment)
        key = str(one.translation_key)
        for arguments in (
            {"from": "2099-04-05"},
            {"until": "2099-04-05"},
            {"from": "2099-04-05", "until": "2099-04-05"},
            {"from": "2099-04-05T12:30:15Z", "until": "2099-04-05T12:30:15Z"},
        ):
            assert listed(client, **arguments) == [key]
        for arguments in (
            {"from": "2099-04-06"},
            {"until": "2099-04-04"},
            {"from": "2099-04-05T12:30:16Z"},
            {"until": "2099-04-05T12:30:14Z"},
        ):
            assert listed(client, **arguments) == []


class TestSets:
    def test_are_chosen_whole_or_one_below(self, client, committed, make, one):
        topic = reference.TopicFactory(key="fictional-topic")
        with committed():
            other = make("other", kind="policy_brief", topics=[topic])
        first, second = str(one.translation_key), str(other.translation_key)
        assert listed(client, set="type:news") == [first]
        assert listed(client, set="type") == [first, second]
        assert listed(client, set="topic") == [second]
        assert listed(client, set="topic:fictional-topic") == [second]
        assert listed(client, set="language:bn") == [first, second]
        assert listed(client, set="language:en") == [first]


def test_a_list_is_given_in_pages(client, make, monkeypatch):
    monkeypatch.setattr(answers, "RECORDS_A_PAGE", 2)
    for number in range(5):
        make(f"p-{number}")
    refresh_all()
    HarvestRecord.objects.update(changed_at=datetime(2099, 1, 1, tzinfo=UTC))
    cursors, titles, arguments = [], [], dict(LIST)
    while True:
        root = ask(client, **arguments)
        titles += texts(root, ".//dc:title")
        (token,) = root.iterfind(".//oai:resumptionToken", NAMES)
        assert token.get("completeListSize") == "5"
        cursors.append(token.get("cursor"))
        if not token.text:
            break
        assert re.fullmatch(r"[A-Za-z0-9_-]+", token.text)
        arguments = {"verb": "ListRecords", "resumptionToken": token.text}
        # A token may be used again.
        assert texts(ask(client, **arguments), ".//dc:title")
    assert cursors == ["0", "2", "4"]
    assert sorted(titles) == [f"কাল্পনিক পাতা p-{number}" for number in range(5)]


def test_queries_do_not_grow_with_a_page(client, make, translate):
    counts = []
    for number in range(9):
        translate(make(f"p-{number}"), title=f"Fictional {number}")
        if number in (2, 8):
            refresh_all()
            with CaptureQueriesContext(connection) as captured:
                ask(client, **LIST)
            counts.append(len(captured))
    assert counts[0] == counts[1] <= 15
