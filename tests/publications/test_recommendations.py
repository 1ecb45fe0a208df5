"""What was asked for and what came of it, as readers see it in both languages."""

import csv
import json
import re
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from portal.reference.models import Topic
from publications.models import Recommendation
from tests.factories import pages
from tests.factories.records import RecommendationEvidenceFactory, RecommendationFactory

pytestmark = pytest.mark.django_db
BANGLA, ENGLISH = "/publications/recommendations/", "/en/publications/recommendations/"


@pytest.fixture
def index(bangla_home):
    return pages.PublicationIndexPageFactory(parent=bangla_home)


@pytest.fixture
def brief(index):
    return pages.PublicationPageFactory(parent=index, slug="brief", title="কাল্পনিক ব্রিফ")


@pytest.fixture
def english_brief(brief, english_home):
    page = brief.copy_for_translation(english_home.locale, copy_parents=True)
    page.title = "Fictional brief"
    page.save_revision().publish()
    return page


def soup(client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def words(part) -> str:
    return " ".join(part.get_text(" ").split())


def keys(page: BeautifulSoup) -> list[str]:
    return [row["id"] for row in page.select("main ul.rows > li")]


class TestTheList:
    def test_each_says_whom_what_from_where_and_on_which_page(self, client, brief):
        topic = Topic.objects.create(key="t", name="কাল্পনিক বিষয়", locale=brief.locale)
        made = RecommendationFactory(publication=brief, topic=topic, source_page="12")
        row = soup(client, BANGLA).find(id=made.key)
        for said in (made.text_bn, made.addressee_bn, topic.name, "(২০৯৯)"):
            assert said in words(row)
        assert "১২" in words(row)
        link = row.find("a", string="কাল্পনিক ব্রিফ")
        assert link["href"] == "/publications/brief/"

    def test_english_readers_get_english_words_and_the_english_page(
        self, client, english, brief, english_brief
    ):
        topic = Topic.objects.create(key="t", name="কাল্পনিক বিষয়", locale=brief.locale)
        topic.copy_for_translation(english).save()
        Topic.objects.filter(locale=english, key="t").update(name="Fictional topic")
        made = RecommendationFactory(publication=brief, topic=topic, source_page="12")
        row = soup(client, ENGLISH).find(id=made.key)
        for said in (made.text_en, "Fictional Ministry", "Fictional topic", "page 12"):
            assert said in words(row)
        assert row.find("a", string="Fictional brief")["href"] == "/en/publications/brief/"

    def test_where_nothing_is_known_nobody_is_accused(self, client, brief):
        made = RecommendationFactory(publication=brief)
        page = soup(client, ENGLISH)
        assert "We know of nothing yet" in words(page.find(id=made.key))
        assert "does not say that nobody did anything" in words(page.main)

    def test_open_with_evidence_is_still_open(self, client, brief):
        made = RecommendationFactory(publication=brief)
        RecommendationEvidenceFactory(recommendation=made, status="open")
        row = words(soup(client, ENGLISH).find(id=made.key))
        assert "Still open" in row
        assert "We know of nothing yet" not in row

    def test_evidence_has_day_and_source_and_the_newest_gives_the_status(self, client, brief):
        made = RecommendationFactory(publication=brief)
        for day, status, url in (
            (date(2021, 3, 1), "adopted", "https://gazette.example/1"),
            (date(2020, 3, 1), "rejected", ""),
        ):
            RecommendationEvidenceFactory(recommendation=made, day=day, status=status, url=url)
        row = soup(client, ENGLISH).find(id=made.key)
        assert [each["datetime"] for each in row.select("time")] == ["2021-03-01", "2020-03-01"]
        assert row.select_one(".status").get_text() == "Adopted"
        assert row.find("a", string="Fictional Gazette")["href"] == "https://gazette.example/1"
        assert "1 March 2021" in words(row)

    def test_they_stand_by_addressee_in_one_order(self, client, brief):
        for addressee in ("donors", "other", "ministry"):
            RecommendationFactory(publication=brief, addressee=addressee, key=addressee)
        page = soup(client, ENGLISH)
        assert keys(page) == ["ministry", "donors", "other"]
        assert [h.get_text() for h in page.select("main section h2")][0] == (
            "Ministry of Expatriates' Welfare"
        )


class TestWhoMaySee:
    def hidden(self, client, made):
        assert made.key not in keys(soup(client, BANGLA))
        soup(client, f"{BANGLA}{made.key}/", 404)
        assert made.key not in client.get("/sitemap.xml").content.decode()

    def test_withdrawn(self, client, brief):
        made = RecommendationFactory(publication=brief)
        assert made.key in keys(soup(client, BANGLA))
        brief.unpublish()
        self.hidden(client, made)

    def test_private(self, client, brief):
        made = RecommendationFactory(publication=brief)
        PageViewRestriction.objects.create(page=brief, restriction_type="login")
        self.hidden(client, made)


class TestItsOwnAddress:
    def test_in_both_languages_and_in_the_sitemap(self, client, brief):
        made = RecommendationFactory(publication=brief)
        for prefix, text in (("", made.text_bn), ("/en", made.text_en)):
            page = soup(client, f"{prefix}{BANGLA}{made.key}/")
            assert text in words(page.main)
            assert page.find("link", rel="canonical")["href"].endswith(
                f"{prefix}{BANGLA}{made.key}/"
            )
        listed = client.get("/sitemap.xml").content.decode()
        for path in (BANGLA, ENGLISH, f"{BANGLA}{made.key}/", f"{ENGLISH}{made.key}/"):
            assert f"{path}</loc>" in listed

    def test_the_list_leads_there(self, client, brief):
        made = RecommendationFactory(publication=brief)
        row = soup(client, ENGLISH).find(id=made.key)
        assert row.find("a", href=f"{ENGLISH}{made.key}/")


class TestFilters:
    @pytest.fixture(autouse=True)
    def some(self, index, brief, english_brief):
        self.topic = Topic.objects.create(key="wages", name="কাল্পনিক", locale=brief.locale)
        older = pages.PublicationPageFactory(parent=index, slug="older", year=2098)
        RecommendationFactory(key="a", publication=brief, addressee="donors")
        adopted = RecommendationFactory(key="b", publication=brief, topic=self.topic)
        RecommendationEvidenceFactory(recommendation=adopted, status="adopted")
        RecommendationFactory(key="c", publication=older)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", "abc"),
            ("addressee=donors", "a"),
            ("status=adopted", "b"),
            ("status=open", "ac"),
            ("topic=wages", "b"),
            ("publication=brief", "ab"),
            ("year=2098", "c"),
            ("year=২০৯৮", "c"),
            ("status=open&publication=brief", "a"),
            ("status=rejected", ""),
        ],
    )
    def test_what_fits(self, client, query, found):
        page = soup(client, f"{BANGLA}?{query}")
        assert sorted(keys(page)) == list(found)
        count = words(page.select_one(".count"))
        assert count.startswith("০১২৩"[len(found)])

    def test_publications_are_chosen_by_the_same_word_in_english(self, client):
        page = soup(client, f"{ENGLISH}?publication=brief")
        assert sorted(keys(page)) == ["a", "b"]
        chosen = page.select_one("select[name=publication] option[selected]")
        assert chosen.get_text() == "Fictional brief"

    @pytest.mark.parametrize("query", ["status=done", "yaer=2098", "year=x", "publication=none"])
    def test_what_is_not_understood_is_said_and_nothing_shown(self, client, query):
        page = soup(client, f"{ENGLISH}?{query}", 400)
        assert keys(page) == []
        assert page.select_one('[role="alert"] li')

    def test_counts_are_of_what_the_other_filters_leave(self, client):
        def counts(query):
            rows = soup(client, f"{ENGLISH}?{query}").select("main > .chips li")
            return [int(re.search(r"\((\d+)\)", row.get_text())[1]) for row in rows]

        # Open, partly, adopted, rejected.
        assert counts("") == [2, 0, 1, 0]
        assert counts("status=adopted") == [2, 0, 1, 0]
        assert counts("publication=brief") == [1, 0, 1, 0]
        assert counts("publication=brief&status=rejected") == [1, 0, 1, 0]

    def test_a_count_leads_to_what_it_counts(self, client):
        page = soup(client, f"{ENGLISH}?publication=brief")
        link = page.select("main > .chips a")[0]["href"]
        assert keys(soup(client, f"{ENGLISH}{link}")) == ["a"]


class TestTheData:
    address = "/en/publications/data/recommendations"

    @pytest.fixture(autouse=True)
    def some(self, brief, english_brief):
        topic = Topic.objects.create(key="wages", name="কাল্পনিক", locale=brief.locale)
        adopted = RecommendationFactory(
            key="a", publication=brief, topic=topic, text_en="=1+1 is a formula", source_page="4"
        )
        RecommendationEvidenceFactory(recommendation=adopted, status="adopted")
        RecommendationFactory(key="b", publication=brief, addressee="donors")

    def rows(self, client, query="") -> list[dict]:
        response = client.get(f"{self.address}.json{query}")
        assert response.status_code == 200
        return json.loads(b"".join(response.streaming_content))["rows"]

    def test_json_has_every_word_of_the_page(self, client):
        first, second = self.rows(client)
        assert first == {
            "recommendation": "a",
            "publication": "brief",
            "publication_title": "Fictional brief",
            "year": 2099,
            "source_page": "4",
            "addressee": "ministry",
            "addressed_to": "Fictional Ministry",
            "text": "=1+1 is a formula",
            "topic": "wages",
            "status": "adopted",
            "evidence_count": 1,
            "evidence_day": "2020-01-01",
            "evidence": "Fictional event",
            "evidence_source": "Fictional Gazette",
            "evidence_url": "",
            "url": "http://127.0.0.1:8000/en/publications/recommendations/a/",
        }
        assert (second["status"], second["evidence_day"]) == ("open", None)

    def test_csv_has_the_same_rows_and_no_formula(self, client):
        response = client.get(f"{self.address}.csv?status=adopted")
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        (row,) = csv.DictReader(lines)
        assert (row["recommendation"], row["text"]) == ("a", "'=1+1 is a formula")
        assert "status=adopted" in text

    def test_filters_are_those_of_the_page_and_what_is_not_understood_is_refused(self, client):
        assert [row["recommendation"] for row in self.rows(client, "?addressee=donors")] == ["b"]
        for query in ("?status=done", "?yaer=2019", "?page=2"):
            response = client.get(f"{self.address}.json{query}")
            assert response.status_code == 400
            assert response.json()["error"]

    def test_the_page_leads_there_with_its_filters(self, client):
        page = soup(client, f"{ENGLISH}?status=open")
        assert page.find("a", string="CSV")["href"] == f"{self.address}.csv?status=open"

    def test_who_has_it_is_told_so_until_something_changes(self, client):
        address = f"{self.address}.csv"
        tag = client.get(address)["ETag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
        without = Recommendation.objects.get(key="b")
        RecommendationEvidenceFactory(recommendation=without, status="adopted")
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_pages_keep_their_filters(client, brief):
    for _number in range(51):
        RecommendationFactory(publication=brief)
    RecommendationFactory(publication=brief, addressee="donors")
    page = soup(client, f"{ENGLISH}?addressee=ministry")
    assert len(keys(page)) == 50
    following = page.select_one("a[rel=next]")["href"]
    assert len(keys(soup(client, f"{ENGLISH}{following}"))) == 1


def test_the_number_of_queries_does_not_grow_with_the_list(client, index):
    def add(number):
        for _each in range(number):
            publication = pages.PublicationPageFactory(parent=index)
            made = RecommendationFactory(publication=publication)
            RecommendationEvidenceFactory.create_batch(2, recommendation=made)

    def queries():
        client.get(BANGLA)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(BANGLA).status_code == 200
        return len(asked)

    add(5)
    few = queries()
    add(10)
    assert queries() == few
    assert few <= 12
