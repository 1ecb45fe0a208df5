"""Feeds as a public parser reads them, calendars, and the table for spreadsheets."""

import csv
import io
import json
from datetime import date

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from publications.models import PublicationPage
from tests.publications.harvest.conftest import HOSTILE, HOSTILE_LINE

pytestmark = pytest.mark.django_db
FEEDS = ("atom", "rss")


def feed(client, form, prefix="", query=""):
    response = client.get(f"{prefix}/publications/feeds/{form}.xml{query}")
    assert response.status_code == 200, response.content
    headers = {name.lower(): value for name, value in response.headers.items()}
    parsed = feedparser.parse(response.content, response_headers=headers)
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


class TestFeeds:
    @pytest.mark.parametrize("form", FEEDS)
    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_are_read_by_a_public_parser(self, client, report, form, prefix):
        parsed = feed(client, form, prefix)
        assert parsed.version == {"atom": "atom10", "rss": "rss20"}[form]
        entry = parsed.entries[0]
        assert entry.title == ("Fictional study: Subtitle" if prefix else "কাল্পনিক গবেষণা: উপশিরোনাম")
        assert entry.link.endswith(f"{prefix}/publications/report/")
        assert entry.id.startswith("urn:uuid:")
        assert entry.published_parsed
        enclosure = entry.enclosures[0]
        assert enclosure.type == "application/pdf"
        assert int(enclosure.length) == 18
        own = [link.href for link in parsed.feed.links if link.rel == "self"]
        assert own[0].endswith(f"{prefix}/publications/feeds/{form}.xml")
        assert parsed.feed.language == ("en" if prefix else "bn")

    @pytest.mark.parametrize("form", FEEDS)
    def test_identifiers_stay_and_differ_by_language(self, client, report, form):
        before = feed(client, form).entries[0].id
        report.title = "কাল্পনিক নতুন"
        report.slug = "renamed"
        report.save_revision().publish()
        assert feed(client, form).entries[0].id == before
        assert feed(client, form, "/en").entries[0].id != before

    @pytest.mark.parametrize("form", FEEDS)
    def test_filters(self, client, report, event, form):
        assert len(feed(client, form).entries) == 2
        only = feed(client, form, query="?kind=event")
        assert [entry.title for entry in only.entries] == ["কাল্পনিক সভা"]
        assert any(link.href.endswith("?kind=event") for link in only.feed.links)
        refused = client.get(f"/publications/feeds/{form}.xml?kind=nothing")
        assert refused.status_code == 400

    @pytest.mark.parametrize("form", FEEDS)
    def test_what_is_not_translated_is_not_offered_as_english(self, client, make, english, form):
        page = make("alias")
        page.copy_for_translation(english, copy_parents=True, alias=True)
        assert len(feed(client, form).entries) == 1
        assert feed(client, form, "/en").entries == []

    @pytest.mark.parametrize("form", FEEDS)
    def test_hostile_words(self, client, make, form):
        page = make("hostile")
        PublicationPage.objects.filter(pk=page.pk).update(title=HOSTILE, summary="<b>a & b</b>")
        entry = feed(client, form).entries[0]
        if form == "atom":
            assert entry.title == HOSTILE_LINE
        assert entry.summary in ("&lt;b&gt;a &amp; b&lt;/b&gt;", "<b>a & b</b>")

    @pytest.mark.parametrize("form", FEEDS)
    def test_a_second_reading_says_that_nothing_changed(self, client, report, form):
        path = f"/publications/feeds/{form}.xml"
        first = client.get(path)
        for header in (
            {"if-none-match": first["ETag"]},
            {"if-modified-since": first["Last-Modified"]},
        ):
            assert client.get(path, headers=header).status_code == 304
        report.unpublish()
        changed = client.get(path, headers={"if-none-match": first["ETag"]})
        assert changed.status_code == 200

    def test_pages_lead_to_them(self, client, report):
        for path in ("/publications/", "/publications/report/"):
            head = client.get(path).content.decode().partition("</head>")[0]
            assert 'type="application/atom+xml" href="/publications/feeds/atom.xml"' in head

    def test_queries_do_not_grow(self, client, make):
        counts = []
        for number in range(9):
            make(f"p-{number}")
            with CaptureQueriesContext(connection) as captured:
                feed(client, "atom")
            counts.append(len(captured))
        assert counts[2] == counts[8]


class TestCalendar:
    def entries(self, client, path):
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "text/calendar; charset=utf-8"
        return Calendar.from_ical(response.content).walk("VEVENT")

    def test_hours_are_dhaka_s(self, client, event):
        entry = self.entries(client, "/publications/calendar/event.ics")[0]
        assert entry.decoded("dtstart").isoformat() == "2099-05-01T10:30:00+06:00"
        assert entry.decoded("dtend").isoformat() == "2099-05-01T13:00:00+06:00"
        assert entry["dtstart"].params["TZID"] == "Asia/Dhaka"
        assert entry["summary"] == "কাল্পনিক সভা"
        assert entry["location"] == "কাল্পনিক মিলনায়তন"
        assert entry["url"].endswith("/publications/event/")
        assert entry.decoded("last-modified") == entry.decoded("dtstamp")

    def test_whole_days(self, client, make):
        make("days", kind="event", start_date=date(2099, 5, 1), end_date=date(2099, 5, 3))
        entry = self.entries(client, "/publications/calendar/events.ics")[0]
        assert entry["dtstart"].params["VALUE"] == "DATE"
        assert entry.decoded("dtstart") == date(2099, 5, 1)
        # The day after the last one, as the standard wants.
        assert entry.decoded("dtend") == date(2099, 5, 4)

    def test_an_event_keeps_its_identifier(self, client, event):
        before = self.entries(client, "/publications/calendar/events.ics")[0]["uid"]
        event.title = "কাল্পনিক নতুন সভা"
        event.save_revision().publish()
        after = self.entries(client, "/publications/calendar/events.ics")[0]
        assert after["uid"] == before
        assert after["summary"] == "কাল্পনিক নতুন সভা"

    def test_what_has_no_day_or_is_no_event_has_no_entry(self, client, make):
        make("vague", kind="event", year=2099)
        make("brief")
        assert self.entries(client, "/publications/calendar/events.ics") == []
        for slug in ("vague", "brief", "nothing"):
            assert client.get(f"/publications/calendar/{slug}.ics").status_code == 404

    def test_hostile_words(self, client, event):
        PublicationPage.objects.filter(pk=event.pk).update(title=HOSTILE, place="a\r\nEND:VEVENT")
        entries = self.entries(client, "/publications/calendar/events.ics")
        assert [entry["summary"] for entry in entries] == [HOSTILE_LINE]
        assert entries[0]["location"] == "a END:VEVENT"


class TestTable:
    def test_csv(self, client, report, event):
        text = b"".join(client.get("/en/publications/data/publications.csv").streaming_content)
        lines = text.decode().removeprefix("\ufeff").split("\r\n")
        before = [line for line in lines if line.startswith("# ")]
        assert "# Rows: 1" in before
        table = io.StringIO("\r\n".join(lines[len(before) :]), newline="")
        row = next(csv.DictReader(table, strict=True))
        assert row["publication"] == "report"
        assert row["title"] == "Fictional study"
        assert row["other_title"] == "কাল্পনিক গবেষণা: উপশিরোনাম"
        assert row["authors"] == "Jane Kay Doe; Fictional Union and Sons, Ltd"
        assert row["licence"] == "CC-BY-4.0"
        assert row["topics"] == "fictional-topic"

    def test_json_says_what_its_columns_mean(self, client, report, event):
        body = b"".join(client.get("/publications/data/publications.json").streaming_content)
        data = json.loads(body)
        assert data["row_count"] == len(data["rows"]) == 2
        assert [column["name"] for column in data["columns"]] == list(data["rows"][0])

    def test_formulas_are_tamed(self, client, make):
        make("formula", title="=1+1")
        text = b"".join(client.get("/publications/data/publications.csv").streaming_content)
        assert '"\'=1+1"' in text.decode()

    def test_other_forms(self, client):
        assert client.get("/publications/data/publications.xml").status_code == 404
