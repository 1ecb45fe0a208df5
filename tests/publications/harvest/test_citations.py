"""References as public parsers read them: every fact that is known, and nothing made up."""

import json
import re

import bibtexparser
import pytest
import rispy
from bibtexparser import middlewares
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from publications.citations.record import citation_of
from publications.citations.reference import reference
from publications.models import PublicationPage
from tests.publications.harvest.conftest import HOSTILE, HOSTILE_LINE

pytestmark = pytest.mark.django_db
FORMS = ("bib", "ris", "json")


def text_of(client, path) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.content
    parts = response.streaming_content if response.streaming else [response.content]
    return b"".join(parts).decode()


def parsed_bib(text: str, *, as_text: bool = True) -> list[dict]:
    layers = [middlewares.LatexDecodingMiddleware()] if as_text else []
    library = bibtexparser.parse_string(text, append_middleware=layers)
    assert library.failed_blocks == []
    return [
        {"entry": entry.entry_type, "key": entry.key}
        | {name: field.value for name, field in entry.fields_dict.items()}
        for entry in library.entries
    ]


class TestBibTeX:
    def test_in_bangla(self, client, report):
        entry = parsed_bib(text_of(client, "/publications/cite/report.bib"))[0]
        assert (entry["entry"], entry["key"]) == ("techreport", "report-bn")
        assert entry["title"] == "কাল্পনিক গবেষণা"
        assert entry["titleaddon"] == "Fictional study: Subtitle"
        assert entry["author"] == "কাল্পনিক ব্যক্তি and কাল্পনিক author"
        assert (entry["year"], entry["month"], entry["date"]) == ("2099", "apr", "2099-04-05")
        assert entry["note"] == "কাল্পনিক funder: কাল্পনিক কথা।"
        assert entry["language"] == "bn"
        assert entry["url"].endswith("/publications/report/")

    def test_in_english(self, client, report):
        text = text_of(client, "/en/publications/cite/report.bib")
        entry = parsed_bib(text)[0]
        assert entry["institution"] == "Fictional Press"
        assert entry["type"] == "Research"
        assert entry["isbn"] == "978-0-306-40615-7"
        assert entry["doi"] == "10.1234/fictional_1"
        assert entry["copyright"] == "CC BY 4.0"
        assert entry["address"] == "Fictional Town"
        assert entry["titleaddon"] == "কাল্পনিক গবেষণা: উপশিরোনাম"
        assert entry["url"].endswith("/en/publications/report/")
        layers = [middlewares.SeparateCoAuthors(), middlewares.SplitNameParts()]
        library = bibtexparser.parse_string(text, append_middleware=layers)
        person, organisation = library.entries[0]["author"]
        assert (person.first, person.last) == (["Jane", "Kay"], ["Doe"])
        assert organisation.last == ["{Fictional Union and Sons, Ltd}"]
        assert organisation.first == []
        assert library.entries[0]["editor"][0].last == ["Roe"]

    @pytest.mark.parametrize(
        ("kind", "entry_type"),
        [
            ("annual_report", "techreport"),
            ("policy_brief", "techreport"),
            ("workshop_report", "techreport"),
            ("training_material", "manual"),
            ("statement", "misc"),
            ("news", "misc"),
        ],
    )
    def test_kinds(self, client, make, kind, entry_type):
        make("one", kind=kind)
        assert parsed_bib(text_of(client, "/publications/cite/one.bib"))[0]["entry"] == entry_type

    def test_what_is_not_known_is_left_out(self, client, make):
        make("bare", year=None, summary="")
        entry = parsed_bib(text_of(client, "/publications/cite/bare.bib"))[0]
        assert set(entry) == {"entry", "key", "title", "type", "url", "language", "langid"}


class TestRis:
    def test_in_both_languages(self, client, report):
        bangla, english = (
            rispy.loads(text_of(client, f"{prefix}/publications/cite/report.ris"))[0]
            for prefix in ("", "/en")
        )
        assert bangla["type_of_reference"] == "RPRT"
        assert bangla["title"] == "কাল্পনিক গবেষণা: উপশিরোনাম"
        assert bangla["translated_title"] == english["title"] == "Fictional study: Subtitle"
        assert bangla["authors"] == ["কাল্পনিক ব্যক্তি", "কাল্পনিক author"]
        assert english["authors"] == ["Doe, Jane Kay", "Fictional Union and Sons, Ltd"]
        assert english["secondary_authors"] == ["Roe, Ed"]
        assert english["date"] == "2099/04/05/"
        assert english["publisher"] == "Fictional Press"
        assert english["keywords"] == ["Fictional topic"]
        assert english["notes"] == ["Fictional Fund: Fictional words.", "CC BY 4.0"]
        assert english["file_attachments1"].endswith(".pdf")
        assert (bangla["language"], english["language"]) == ("bn", "en")

    def test_a_year_alone(self, client, make):
        make("bare", kind="news")
        reference = rispy.loads(text_of(client, "/publications/cite/bare.ris"))[0]
        assert (reference["year"], reference["date"]) == ("2099", "2099///")
        assert reference["type_of_reference"] == "ELEC"
        assert "publisher" not in reference


class TestCsl:
    def test_in_both_languages(self, client, report):
        bangla, english = (
            json.loads(text_of(client, f"{prefix}/publications/cite/report.json"))[0]
            for prefix in ("", "/en")
        )
        assert english["type"] == "report"
        assert english["author"] == [
            {"family": "Doe", "given": "Jane Kay"},
            {"literal": "Fictional Union and Sons, Ltd"},
        ]
        assert english["issued"] == {"date-parts": [[2099, 4, 5]]}
        assert bangla["original-title"] == "Fictional study: Subtitle"
        assert english["custom"] == {"title-bn": "কাল্পনিক গবেষণা: উপশিরোনাম"}
        assert english["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert (english["ISBN"], english["DOI"]) == ("978-0-306-40615-7", "10.1234/fictional_1")

    def test_an_event(self, client, event):
        item = json.loads(text_of(client, "/publications/cite/event.json"))[0]
        assert item["type"] == "event"
        assert item["event-date"] == {"date-parts": [[2099, 5, 1]]}
        assert item["event-place"] == "কাল্পনিক মিলনায়তন"


class TestHostileWords:
    @pytest.fixture
    def hostile(self, make):
        # Past the form, as a data load can: the database takes control letters.
        page = make("hostile")
        PublicationPage.objects.filter(pk=page.pk).update(title=HOSTILE, place=HOSTILE)
        page.people.create(family_name="and, {X}", given_name="\\", name_bn=HOSTILE)
        page.save()
        PublicationPage.objects.filter(pk=page.pk).update(title=HOSTILE, place=HOSTILE)

    def test_bibtex(self, client, hostile):
        text = text_of(client, "/publications/cite/hostile.bib")
        entries = parsed_bib(text)
        assert [entry["key"] for entry in entries] == ["hostile-bn"]
        assert entries[0]["title"] == entries[0]["address"] == HOSTILE_LINE
        assert entries[0]["author"] == HOSTILE_LINE
        # Braces are even, so that every other parser finds the end as well.
        assert text.count("{") == text.count("}")

    def test_ris(self, client, hostile):
        references = rispy.loads(text_of(client, "/publications/cite/hostile.ris"))
        assert [each["title"] for each in references] == [HOSTILE_LINE]
        assert references[0]["authors"] == [HOSTILE_LINE]

    def test_csl(self, client, hostile):
        item = json.loads(text_of(client, "/publications/cite/hostile.json"))[0]
        assert item["title"] == item["publisher-place"] == HOSTILE_LINE

    def test_a_page_s_head(self, client, hostile):
        page = client.get("/publications/hostile/").content.decode()
        assert page.count("</script>") == len(re.findall("<script", page))
        assert "&lt;/script&gt;" in page.partition("<body>")[0]


class TestWhoMaySee:
    @pytest.mark.parametrize("form", FORMS)
    def test_what_is_hidden_is_not_cited(self, client, make, form):
        page = make("hidden")
        path = f"/publications/cite/hidden.{form}"
        assert client.get(path).status_code == 200
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert client.get(path).status_code == 404
        restriction.delete()
        page.unpublish()
        assert client.get(path).status_code == 404

    def test_an_alias_is_cited_as_the_bangla_page_and_hidden_with_it(self, client, make, english):
        page = make("alias", title="কাল্পনিক আসল")
        page.copy_for_translation(english, copy_parents=True, alias=True)
        entry = parsed_bib(text_of(client, "/en/publications/cite/alias.bib"))[0]
        assert (entry["key"], entry["language"]) == ("alias-bn", "bn")
        assert entry["url"].endswith("//testserver/publications/alias/") or (
            "/en/" not in entry["url"]
        )
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert client.get("/en/publications/cite/alias.bib").status_code == 404
        assert "আসল" not in text_of(client, "/en/publications/data/publications.bib")

    @pytest.mark.parametrize("path", ["report.xml", "nothing.bib", "report.bib/", "report."])
    def test_other_addresses(self, client, report, path):
        assert client.get(f"/publications/cite/{path}").status_code == 404


class TestMany:
    def test_one_file_of_all(self, client, report, event):
        keys = {"report-bn", "event-bn"}
        bib = parsed_bib(text_of(client, "/publications/data/publications.bib"))
        ris = rispy.loads(text_of(client, "/publications/data/publications.ris"))
        csl = json.loads(text_of(client, "/publications/data/publications.csl.json"))
        assert {each["key"] for each in bib} == keys
        assert {each["id"] for each in ris} == keys
        assert {each["id"] for each in csl} == keys

    def test_filters_of_the_list(self, client, report, event):
        text = text_of(client, "/en/publications/data/publications.bib?topic=fictional-topic")
        assert [each["key"] for each in parsed_bib(text)] == ["report-en"]
        empty = text_of(client, "/publications/data/publications.csl.json?year=2050")
        assert json.loads(empty) == []

    @pytest.mark.parametrize("form", ["bib", "ris", "csl.json", "csv", "json"])
    @pytest.mark.parametrize(
        "query", ["yaer=2019", "kind=both", "year=x", "page=2", "year=2019&year=2020"]
    )
    def test_what_is_not_understood_is_refused(self, client, report, form, query):
        response = client.get(f"/en/publications/data/publications.{form}?{query}")
        assert response.status_code == 400
        assert response["Cache-Control"] == "no-store"

    def test_a_second_reading_says_that_nothing_changed(self, client, report):
        path = "/publications/data/publications.bib"
        etag = client.get(path)["ETag"]
        assert client.get(path, headers={"if-none-match": etag}).status_code == 304
        report.title = "কাল্পনিক নতুন"
        report.save_revision().publish()
        assert client.get(path, headers={"if-none-match": etag}).status_code == 200

    @pytest.mark.parametrize("form", ["bib", "ris", "csl.json", "csv", "json"])
    def test_queries_do_not_grow_with_what_is_in_a_file(self, client, make, translate, form):
        path = f"/publications/data/publications.{form}"
        made = 0

        def queries(number):
            nonlocal made
            while made < number:
                translate(make(f"p-{made}"), title=f"Fictional {made}")
                made += 1
            text_of(client, path)
            with CaptureQueriesContext(connection) as captured:
                text_of(client, path)
            return len(captured)

        assert queries(3) == queries(9)


class TestHowToCite:
    def test_in_both_languages(self, report, english):
        bangla = str(reference(citation_of(report)))
        assert bangla.startswith("কাল্পনিক ব্যক্তি")
        assert "২০৯৯" in bangla
        assert "কাল্পনিক গবেষণা: উপশিরোনাম" in bangla
        translated = PublicationPage.objects.get(slug="report", locale=english)
        text = str(reference(citation_of(translated)))
        assert text.startswith("Doe, J. K. and Fictional Union and Sons, Ltd. (5 April 2099).")
        assert text.endswith("Fictional Press. https://doi.org/10.1234/fictional_1")

    def test_without_author_or_date_nothing_is_made_up(self, make):
        text = str(reference(citation_of(make("bare", title="কাল্পনিক", year=None))))
        assert text.startswith("কাল্পনিক (")
        assert not re.search(r"[0-9০-৯]{4}", text.partition("http")[0])

    def test_it_stands_on_the_page(self, client, report):
        page = client.get("/en/publications/report/").content.decode()
        assert "Doe, J. K. and Fictional Union" in page
        for form in FORMS:
            assert f'href="/en/publications/cite/report.{form}"' in page


class TestPageHead:
    def tags(self, client, path) -> list[tuple[str, str]]:
        head = client.get(path).content.decode().partition("</head>")[0]
        return re.findall(r'<meta name="((?:citation|DC|DCTERMS)[^"]*)" content="([^"]*)">', head)

    def test_highwire_and_dublin_core(self, client, report):
        tags = self.tags(client, "/en/publications/report/")
        assert ("citation_title", "Fictional study: Subtitle") in tags
        assert ("citation_author", "Jane Kay Doe") in tags
        assert ("citation_publication_date", "2099/04/05") in tags
        assert ("citation_technical_report_institution", "Fictional Press") in tags
        assert ("citation_language", "en") in tags
        assert any(name == "citation_pdf_url" and url.endswith(".pdf") for name, url in tags)
        assert ("DC.creator", "Fictional Union and Sons, Ltd") in tags
        assert ("DCTERMS.alternative", "কাল্পনিক গবেষণা: উপশিরোনাম") in tags

    def test_nothing_is_said_of_what_is_not_known(self, client, make):
        make("bare", year=None)
        names = {name for name, _content in self.tags(client, "/publications/bare/")}
        assert not names & {
            "citation_author",
            "citation_publication_date",
            "citation_isbn",
            "citation_pdf_url",
            "DC.publisher",
            "DC.rights",
        }

    @pytest.mark.parametrize(
        ("kind", "schema_type"),
        [
            ("annual_report", "Report"),
            ("research_report", "ScholarlyArticle"),
            ("news", "NewsArticle"),
            ("event", "Event"),
            ("training_material", "LearningResource"),
        ],
    )
    def test_json_ld(self, client, make, kind, schema_type):
        page = make("one", kind=kind)
        html = client.get(page.get_url()).content.decode()
        text = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1]
        data = json.loads(text)
        assert data["@type"] == schema_type
        assert not {"author", "publisher", "license", "location", "startDate"} & set(data)

    def test_hours_of_an_event_are_dhaka_s(self, client, event):
        html = client.get(event.get_url()).content.decode()
        text = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1]
        data = json.loads(text)
        assert data["startDate"] == "2099-05-01T10:30:00+06:00"
        assert data["location"] == {"@type": "Place", "name": "কাল্পনিক মিলনায়তন"}

    def test_a_preview_cites_what_is_typed(self, report, rf):
        report.people.all()[0].name_bn = "কাল্পনিক অন্য"
        report.title = "কাল্পনিক খসড়া"
        response = report.serve_preview(rf.get("/"), "")
        assert "কাল্পনিক খসড়া" in response.content.decode()
