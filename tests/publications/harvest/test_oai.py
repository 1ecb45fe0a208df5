"""OAI-PMH: what each verb says, what is refused and how, and what changes do to records."""

import base64
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from wagtail.models import PageViewRestriction

from publications.models import HarvestRecord, PublicationPage
from publications.oai import answers
from publications.oai.harvest_records import refresh_all
from tests.factories import pages, reference
from tests.publications.harvest.conftest import HOSTILE, HOSTILE_LINE

pytestmark = pytest.mark.django_db
NAMES = {
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
LIST = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run what is to follow the commit, as it does outside of tests."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def one(committed, make, translate):
    """A publication in both languages, with its record."""
    with committed():
        page = make("one", kind="news", title="কাল্পনিক খবর")
        translate(page, title="Fictional news")
    return page


def ask(client, **arguments):
    response = client.get("/oai", arguments)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    return etree.fromstring(response.content)


def texts(root, path: str) -> list[str]:
    return [element.text for element in root.iterfind(path, NAMES)]


def error(root) -> str:
    (found,) = root.iterfind("oai:error", NAMES)
    assert found.text
    return found.get("code")


def listed(client, **arguments) -> list[str]:
    root = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", **arguments)
    if root.find("oai:error", NAMES) is not None:
        assert error(root) == "noRecordsMatch"
        return []
    return [
        header.findtext("oai:identifier", namespaces=NAMES).rpartition(":")[2]
        + (" deleted" if header.get("status") == "deleted" else "")
        for header in root.iterfind(".//oai:header", NAMES)
    ]


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


class TestErrors:
    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("", "badVerb"),
            ("verb=Nothing", "badVerb"),
            ("verb=Identify&verb=Identify", "badVerb"),
            ("verb=identify", "badVerb"),
            ("verb=Identify&until=2019-01-01", "badArgument"),
            ("verb=ListRecords", "badArgument"),
            ("verb=ListRecords&metadataPrefix=", "badArgument"),
            ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
            ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2019-02-30", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=0000-01-01", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31", ""),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=0001-01-01", ""),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2019-01-01T00:00:00", "badArgument"),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&from=2019-01-01&until=2018-01-01",
                "badArgument",
            ),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&from=2019-01-01"
                "&until=2020-01-01T00:00:00Z",
                "badArgument",
            ),
            ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=type:NEWS", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=type:n%25s", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=colour:red", "noRecordsMatch"),
            ("verb=ListRecords&resumptionToken=xyz", "badResumptionToken"),
            ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
            ("verb=ListRecords&resumptionToken=xyz&metadataPrefix=oai_dc", "badArgument"),
            ("verb=ListSets&resumptionToken=xyz", "badResumptionToken"),
            ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere:1", "idDoesNotExist"),
            ("verb=ListMetadataFormats&identifier=nothing", "idDoesNotExist"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2019-01-01%00", "badArgument"),
        ],
    )
    def test_are_answers_of_the_protocol(self, client, one, query, code):
        response = client.get(f"/oai?{query}")
        assert response.status_code == 200
        root = etree.fromstring(response.content)
        if not code:
            assert root.find("oai:error", NAMES) is None
            return
        assert error(root) == code
        request = root.find("oai:request", NAMES)
        if code in ("badVerb", "badArgument"):
            assert dict(request.attrib) == {}
        else:
            assert request.get("verb")

    @pytest.mark.parametrize(
        "said",
        [
            {},
            {"after": "2019-01-01T00:00:00Z", "after_key": -1, "cursor": 1},
            {"after": "2019-01-01T00:00:00Z", "after_key": 1, "cursor": True},
            {"after": "2019-01-01T00:00:00Z", "after_key": 2**70, "cursor": 1},
            {"after": "2019-01-01", "after_key": 1, "cursor": 1},
            {"after": "x", "after_key": 1, "cursor": 1},
            {"after": "2019-01-01T00:00:00Z", "after_key": 1, "cursor": 1, "spec": "a b"},
            {"after": "2019-01-01T00:00:00Z", "after_key": 1, "cursor": 1, "more": 1},
            {"first": 5, "after": "2019-01-01T00:00:00Z", "after_key": 1, "cursor": 1},
            ["after"],
        ],
    )
    def test_tokens_that_were_not_given_out(self, client, one, said):
        text = json.dumps(said, separators=(",", ":")).encode()
        token = base64.urlsafe_b64encode(text).decode().rstrip("=")
        root = ask(client, verb="ListRecords", resumptionToken=token)
        assert error(root) == "badResumptionToken"


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


class TestChanges:
    def key(self, page) -> str:
        return str(page.translation_key)

    def long_ago(self) -> str:
        HarvestRecord.objects.update(changed_at=timezone.now() - timedelta(days=9))
        return (timezone.now() - timedelta(days=1)).astimezone(UTC).strftime("%Y-%m-%d")

    def test_unpublishing_and_publishing_again(self, client, committed, one):
        yesterday = self.long_ago()
        with committed():
            one.unpublish()
        assert listed(client, **{"from": yesterday}) == [f"{self.key(one)} deleted"]
        # A deleted record stays in the sets it was in, and has no metadata.
        assert listed(client, set="type:news") == [f"{self.key(one)} deleted"]
        root = ask(client, **LIST)
        assert texts(root, ".//dc:title") == []
        with committed():
            one.save_revision().publish()
        assert listed(client) == [self.key(one)]

    def test_deleting(self, client, committed, one):
        key = self.key(one)
        with committed():
            one.delete()
        assert listed(client) == [f"{key} deleted"]
        root = ask(
            client,
            verb="GetRecord",
            metadataPrefix="oai_dc",
            identifier=answers.oai_identifier(key),
        )
        assert root.find(".//oai:header", NAMES).get("status") == "deleted"
        assert root.find(".//oai:metadata", NAMES) is None

    def test_deleting_the_page_above(self, client, committed, index, one):
        key = self.key(one)
        with committed():
            type(index).objects.get(pk=index.pk).delete()
        assert listed(client) == [f"{key} deleted"]

    @pytest.mark.parametrize("above", [False, True])
    def test_restricting(self, client, committed, index, one, above):
        english = PublicationPage.objects.get(
            translation_key=one.translation_key, locale__language_code="en"
        )
        with committed():
            english.unpublish()
        yesterday = self.long_ago()
        with committed():
            restriction = PageViewRestriction.objects.create(
                page=index if above else one, restriction_type="login"
            )
        assert listed(client, **{"from": yesterday}) == [f"{self.key(one)} deleted"]
        self.long_ago()
        with committed():
            restriction.delete()
        assert listed(client, **{"from": yesterday}) == [self.key(one)]

    def test_a_language_more_and_less(self, client, committed, make, translate):
        with committed():
            page = make("page")
        assert listed(client, set="language:en") == []
        yesterday = self.long_ago()
        with committed():
            translated = translate(page, title="Fictional page")
        assert listed(client, set="language:en", **{"from": yesterday}) == [self.key(page)]
        self.long_ago()
        with committed():
            translated.unpublish()
        assert listed(client, set="language:en") == []
        assert listed(client, **{"from": yesterday}) == [self.key(page)]

    def test_an_alias_is_not_offered_as_english(self, client, committed, make, english):
        with committed():
            page = make("alias", title="কাল্পনিক আসল")
            page.copy_for_translation(english, copy_parents=True, alias=True)
        root = ask(client, **LIST)
        assert [title.get(LANGUAGE) for title in root.iterfind(".//dc:title", NAMES)] == ["bn"]
        assert listed(client, set="language:en") == []

    def test_moving_gives_another_address(self, client, committed, bangla_home, one):
        yesterday = self.long_ago()
        other = pages.PublicationIndexPageFactory(parent=bangla_home, slug="archive")
        with committed():
            one.move(other, pos="last-child")
        assert listed(client, **{"from": yesterday}) == [self.key(one)]
        identifiers = texts(ask(client, **LIST), ".//dc:identifier")
        assert any(each.endswith("/archive/one/") for each in identifiers)

    def test_other_topics(self, client, committed, one):
        topic = reference.TopicFactory(key="fictional-topic")
        yesterday = self.long_ago()
        with committed():
            one.topics.add(topic)
            one.save_revision().publish()
        assert listed(client, set="topic:fictional-topic", **{"from": yesterday})

    def test_other_names(self, client, committed, report):
        refresh_all()
        for record in (
            report.topics.all()[0],
            report.organisations.all()[0].organisation,
            report.files.all()[0].document,
        ):
            yesterday = self.long_ago()
            with committed():
                record.save()
            assert listed(client, **{"from": yesterday}) == [self.key(report)], record

    def test_what_is_rolled_back_changes_nothing(self, client, one):
        from django.db import transaction

        yesterday = self.long_ago()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            one.unpublish()
            raise ZeroDivisionError
        assert listed(client, **{"from": yesterday}) == []

    def test_a_draft_is_no_record(self, client, committed, index):
        with committed():
            pages.PublicationPageFactory(parent=index, live=False)
        assert listed(client) == []


class TestCatchingUp:
    def test_the_first_time_records_bear_the_day_of_their_page(self, one):
        HarvestRecord.objects.all().delete()
        moment = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
        PublicationPage.objects.update(last_published_at=moment)
        assert refresh_all() == 1
        assert HarvestRecord.objects.get().changed_at == moment
        assert refresh_all() == 0

    def test_what_was_changed_past_the_site(self, client, one, make):
        other = make("other")
        refresh_all()
        PublicationPage.objects.filter(translation_key=one.translation_key).update(live=False)
        # Even before it is noticed, nothing hidden is shown.
        assert f"{one.translation_key} deleted" in listed(client)
        assert refresh_all() == 1
        assert HarvestRecord.objects.get(identifier=one.translation_key).is_deleted
        assert not HarvestRecord.objects.get(identifier=other.translation_key).is_deleted

    def test_what_appears_among_harvested_records_is_new(self, one, make):
        page = make("late")
        PublicationPage.objects.filter(pk=page.pk).update(
            last_published_at=datetime(2020, 1, 1, tzinfo=UTC)
        )
        before = timezone.now() - timedelta(seconds=2)
        assert refresh_all() == 1
        assert HarvestRecord.objects.get(identifier=page.translation_key).changed_at > before


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
