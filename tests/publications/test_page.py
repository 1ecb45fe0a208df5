"""A publication's page: sections with anchors, notes, tables, corrections, funders, events."""

import re
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from publications.models import PublicationPage
from tests.factories import pages, reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(bangla_home):
    return pages.PublicationIndexPageFactory(parent=bangla_home)


def make(index, **fields):
    return pages.PublicationPageFactory(parent=index, slug="fictional", **fields)


def read(client, prefix=""):
    return client.get(f"{prefix}/publications/fictional/").content.decode()


SECTIONS = [
    ("heading", "প্রথম ভাগ"),
    ("paragraph", "<p>কাল্পনিক কথা[^1]।</p>"),
    ("subheading", "ছোট ভাগ"),
    ("paragraph", "<p>আরও কথা[^2], আবার[^1], আর নেই[^9]।</p>"),
    ("heading", "দ্বিতীয় ভাগ"),
]


class TestText:
    def test_the_contents_lead_to_every_section(self, client, index):
        make(index, body=SECTIONS)
        html = read(client)
        contents = re.search(r'<details class="contents".*?</details>', html, re.S).group()
        anchors = re.findall(r'href="#([^"]+)"', contents)
        assert len(anchors) == 3
        for anchor in anchors:
            assert len(re.findall(rf'<h[23] id="{anchor}"', html)) == 1

    def test_a_short_text_needs_no_contents(self, client, index):
        make(index, body=SECTIONS[:2])
        assert 'class="contents"' not in read(client)

    def test_an_anchor_stays_when_a_section_is_put_before_it(self, client, index):
        page = make(index, body=SECTIONS)
        before = re.findall(r'<h2 id="([^"]+)">দ্বিতীয়', read(client))
        page.body.insert(0, ("heading", "নতুন ভাগ"))
        page.save()
        assert re.findall(r'<h2 id="([^"]+)">দ্বিতীয়', read(client)) == before

    def test_both_languages_have_the_same_anchors(self, client, index, english):
        page = make(index, body=SECTIONS)
        page.copy_for_translation(english, copy_parents=True).save_revision().publish()
        anchors = [re.findall(r'<h[23] id="(s-[^"]+)"', read(client, at)) for at in ("", "/en")]
        assert anchors[0] == anchors[1]
        assert len(anchors[0]) == 3

    def test_marks_lead_to_notes_and_notes_lead_back(self, client, index):
        make(
            index,
            body=SECTIONS,
            notes=[("note", "<p>প্রথম টীকা</p>"), ("note", "<p>দ্বিতীয় টীকা</p>")],
        )
        html = read(client)
        assert html.count('href="#note-1"') == 2
        assert html.count('href="#note-2"') == 1
        assert html.count('id="mark-1"') == 1
        assert 'href="#mark-1"' in html
        assert re.search(r'id="note-2">.*দ্বিতীয় টীকা', html, re.S)
        # A mark without a note is of no use to anybody.
        assert "[^" not in html
        assert 'href="#note-9"' not in html

    def test_a_mark_inside_a_link_s_address_is_left_alone(self, client, index):
        body = [("paragraph", '<p><a href="https://example.org/[^1]">পাতা</a></p>')]
        make(index, body=body, notes=[("note", "<p>টীকা</p>")])
        assert 'href="https://example.org/[^1]"' in read(client)

    def test_a_table_has_a_caption_and_heads_its_columns_and_rows(self, client, index):
        table = {"caption": "কাল্পনিক সারণি", "head": ["কী", "কত"], "rows": [["ক", "৭"], ["খ", "৯"]]}
        make(index, body=[("table", table)])
        html = read(client)
        assert "<caption>কাল্পনিক সারণি</caption>" in html
        assert html.count('<th scope="col">') == 2
        assert html.count('<th scope="row">') == 2
        assert "<td>৯</td>" in html


class TestFacts:
    def test_funders_are_shown_with_their_sentence(self, client, index):
        page = make(index)
        organisation = reference.OrganisationFactory()
        page.organisations.create(
            organisation=organisation, role="funder", disclaimer_bn="দায় আমাদের নয়।"
        )
        page.save()
        html = read(client)
        assert organisation.name_bn in html
        assert "দায় আমাদের নয়।" in html

    def test_corrections_come_with_their_day(self, client, index):
        page = make(index)
        page.corrections.create(day=date(2099, 5, 2), text="কাল্পনিক সংশোধন", locale=page.locale)
        page.save()
        html = read(client)
        assert "২ মে ২০৯৯" in html
        assert "কাল্পনিক সংশোধন" in html

    @pytest.mark.parametrize(
        ("licence", "address"),
        [
            ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
            ("CC-BY-NC-ND-4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
            ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ],
    )
    def test_a_licence_leads_to_its_text(self, client, index, licence, address):
        make(index, licence=licence)
        assert f'href="{address}"' in read(client)

    def test_no_licence_is_said_and_none_is_made_up(self, client, index):
        make(index)
        assert "creativecommons" not in read(client)

    def test_topics_lead_to_the_list(self, client, index):
        page = make(index)
        page.topics = [reference.TopicFactory(key="fictional-topic")]
        page.save()
        assert 'href="/publications/?topic=fictional-topic"' in read(client)


class TestEvents:
    def test_day_time_and_place_are_shown(self, client, index):
        make(
            index,
            kind="event",
            start_date=date(2099, 2, 24),
            start_time=time(10, 30),
            end_time=time(13, 0),
            place="কাল্পনিক মিলনায়তন",
            registration_url="https://example.org/register",
        )
        html = read(client)
        for shown in ("২৪ ফেব্রুয়ারি ২০৯৯", "সকাল\u00a0১০:৩০ – দুপুর\u00a0১:০০", "কাল্পনিক মিলনায়তন"):
            assert shown in html
        assert 'href="https://example.org/register"' in html
        assert 'href="/publications/calendar/fictional.ics"' in html

    def test_who_comes_too_late_is_not_sent_to_register(self, client, index):
        yesterday = timezone.localdate() - timedelta(days=1)
        make(index, kind="event", start_date=yesterday, registration_url="https://example.org/r")
        assert "https://example.org/r" not in read(client)

    def test_the_report_is_linked_in_the_reader_s_language(self, client, index, english):
        report = pages.PublicationPageFactory(parent=index, slug="report")
        event = make(index, kind="event", start_date=date(2099, 2, 24), report=report)
        for page in (report, event):
            page.copy_for_translation(english, copy_parents=True).save_revision().publish()
        assert 'href="/publications/report/"' in read(client)
        assert 'href="/en/publications/report/"' in read(client, "/en")

    def test_an_event_is_filed_under_its_day(self, index):
        page = make(index, kind="event", start_date=date(2098, 12, 18))
        assert (page.year, page.month, page.day) == (2098, 12, 18)
        assert page.first_day == date(2098, 12, 18)

    @pytest.mark.parametrize(
        "fields",
        [
            {"end_date": date(2099, 1, 1)},
            {"start_time": time(9, 0)},
            {"start_date": date(2099, 1, 2), "end_date": date(2099, 1, 1)},
            {"start_date": date(2099, 1, 2), "end_time": time(9, 0)},
            {"start_date": date(2099, 1, 2), "start_time": time(9, 0), "end_time": time(8, 0)},
        ],
        ids=["end alone", "time alone", "ends before", "end time alone", "ends earlier"],
    )
    def test_what_cannot_be_is_refused(self, fields):
        page = PublicationPage(title="ক", slug="k", kind="event", **fields)
        with pytest.raises(ValidationError):
            page._clean_event()

    def test_only_events_have_days_of_their_own(self):
        page = PublicationPage(title="ক", slug="k", kind="news", start_date=date(2099, 1, 1))
        with pytest.raises(ValidationError) as refused:
            page.clean()
        assert "start_date" in refused.value.message_dict


class TestDates:
    @pytest.mark.parametrize(
        ("fields", "refused"),
        [
            ({"year": 2099, "month": 13}, "month"),
            ({"year": 2099, "month": 2, "day": 29}, "day"),
            ({"month": 2}, "year"),
            ({"year": 2099, "day": 2}, "month"),
        ],
        ids=["month", "day", "no year", "no month"],
    )
    def test_a_date_that_is_none_is_refused(self, fields, refused):
        page = PublicationPage(title="ক", slug="k", kind="news", **fields)
        with pytest.raises(ValidationError) as error:
            page.clean()
        assert refused in error.value.message_dict

    @pytest.mark.parametrize(
        ("fields", "iso"),
        [
            ({"year": 2099}, "2099"),
            ({"year": 2099, "month": 4}, "2099-04"),
            ({"year": 2099, "month": 4, "day": 2}, "2099-04-02"),
            ({}, ""),
        ],
        ids=["year", "month", "day", "nothing"],
    )
    def test_a_date_is_told_as_far_as_it_is_known(self, fields, iso):
        assert PublicationPage(**fields).date_iso == iso


@pytest.mark.parametrize(
    ("isbn", "is_right"),
    [
        ("978-0-306-40615-7", True),
        ("0-306-40615-2", True),
        ("0-8044-2957-X", True),
        ("978-0-306-40615-8", False),
        ("0-306-40615-3", False),
        ("12345", False),
        ("৯৭৮০৩০৬৪০৬১৫৭", False),
    ],
)
def test_an_isbn_is_checked(isbn, is_right):
    from publications.identifiers import check_isbn

    if is_right:
        check_isbn(isbn)
    else:
        with pytest.raises(ValidationError):
            check_isbn(isbn)
