"""The tables as CSV and JSON: whole, described inside, and never wider than what was asked."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.open_data import tables as tables_module
from portal.core.open_data.csv_files import text_cell
from portal.reference.models import District
from programs.models import IndicatorValue
from programs.open_data.tables import TABLES
from tests.factories import pages, records

pytestmark = pytest.mark.django_db

FILES = [(table, form) for table in TABLES for form in ("csv", "json")]


def body(client, path, **query) -> str:
    response = client.get(path, query)
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content).decode()


def as_csv(client, path="/programs/data/values.csv", **query) -> tuple[list[str], list[dict]]:
    """Return the lines before the table, and its rows."""
    text = body(client, path, **query)
    assert text.startswith("\ufeff# ")
    lines = text.removeprefix("\ufeff").split("\r\n")
    before = [line for line in lines if line.startswith("# ")]
    assert lines[: len(before)] == before
    table = io.StringIO("\r\n".join(lines[len(before) :]), newline="")
    return before, list(csv.DictReader(table, strict=True))


def as_json(client, path="/programs/data/values.json", **query) -> dict:
    return json.loads(body(client, path, **query))


class TestEveryTable:
    @pytest.mark.parametrize(("table", "form"), FILES)
    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_can_be_read(self, client, publisher, full_program, table, form, prefix):
        path = f"{prefix}/programs/data/{table}.{form}"
        names = [column.name for column in TABLES[table].columns]
        if form == "csv":
            _before, rows = as_csv(client, path)
            assert list(rows[0]) == names
        else:
            data = as_json(client, path)
            assert data["table"] == table
            assert [column["name"] for column in data["columns"]] == names
            rows = data["rows"]
            assert data["row_count"] == len(rows)
            assert list(rows[0]) == names
        assert rows

    @pytest.mark.parametrize(("table", "form"), FILES)
    def test_may_be_empty(self, client, table, form):
        path = f"/programs/data/{table}.{form}"
        rows = as_csv(client, path)[1] if form == "csv" else as_json(client, path)["rows"]
        assert rows == []

    @pytest.mark.parametrize(("table", "form"), FILES)
    def test_a_filter_that_is_not_understood(self, client, full_program, table, form):
        response = client.get(f"/en/programs/data/{table}.{form}", {"yaer": "2019"})
        assert response.status_code == 400
        assert "yaer" in response.content.decode()
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cache-Control"] == "no-store"
        if form == "json":
            assert "yaer" in response.json()["error"]

    @pytest.mark.parametrize("path", ["values.xml", "nothing.csv", "values.csv/"])
    def test_other_addresses(self, client, index, path):
        assert client.get(f"/programs/data/{path}").status_code == 404

    def test_labels_are_in_the_language_and_names_are_not(self, client, full_program):
        bangla, english = (
            as_csv(client, f"{each}/programs/data/values.csv") for each in ("", "/en")
        )
        assert bangla[0] != english[0]
        assert "# Key of the value," in english[0][-1]
        assert list(bangla[1][0]) == list(english[1][0])
        assert english[1][0]["program_title"] == "Fictional project"
        assert bangla[1][0]["program_title"] == "কাল্পনিক প্রকল্প"


class TestFilters:
    @pytest.fixture
    def values(self, full_program):
        other = pages.ProgramPageFactory(parent=full_program.get_parent(), slug="other")
        records.IndicatorValueFactory(
            program=other,
            indicator=records.IndicatorFactory(unit="cases", level="outcome"),
            period_start=date(2019, 1, 1),
            period_end=date(2019, 12, 31),
        )
        records.IndicatorValueFactory()

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ({}, 5),
            ({"year": "2019"}, 1),
            ({"year": "২০১৯"}, 1),
            ({"program": "fictional"}, 3),
            ({"indicator": "people-reached"}, 2),
            ({"level": "outcome"}, 2),
            ({"level": "outcome", "unit": "cases"}, 1),
            ({"year": "2050"}, 0),
            ({"year": ""}, 5),
        ],
    )
    def test_narrow_both_forms(self, client, values, query, count):
        data = as_json(client, **query)
        assert len(data["rows"]) == data["row_count"] == count
        assert data["filters"] == {name: value for name, value in query.items() if value}
        before, rows = as_csv(client, **query)
        assert len(rows) == count
        for name, value in data["filters"].items():
            assert any(f"{name}={value}" in line for line in before)

    def test_by_district(self, client, values):
        code = District.objects.order_by("code").first().code
        assert as_json(client, district=code)["row_count"] == 1

    @pytest.mark.parametrize(
        "query",
        [
            "year=abc",
            "year=1066",
            "program=nowhere",
            "district=999",
            "level=both",
            "unit=%00",
            "page=2",
            "format=csv",
            "year=2019&year=2020",
            "year=2019&%3Dcmd=1",
        ],
    )
    def test_are_refused(self, client, values, query):
        response = client.get(f"/programs/data/values.json?{query}")
        assert response.status_code == 400
        assert response.json()["error"]
        assert client.get(f"/programs/data/values.csv?{query}").status_code == 400

    def test_of_programmes(self, client, values):
        for table, count in (("programs", 1), ("areas", 1), ("partners", 5)):
            path = f"/programs/data/{table}.json"
            for query in ({"topic": "fictional-topic"}, {"partner": "partner-donor"}):
                assert as_json(client, path, **query)["row_count"] == count, (table, query)
            assert as_json(client, path, status="planned")["row_count"] == 0

    def test_are_in_the_address_that_the_file_names(self, client, values):
        data = as_json(client, year="2019", unit="cases")
        assert data["address"].endswith("/programs/data/values.json?year=2019&unit=cases")


class TestWhatIsInside:
    def test_numbers_are_as_they_were_printed(self, client, full_program):
        row = as_csv(client)[1][0]
        assert (row["total"], row["female"], row["male"], row["other"], row["target"]) == (
            "5625",
            "3764",
            "1859",
            "",
            "5000",
        )
        assert row["parts_add_up"] == "false"
        assert row["may_count_twice"] == "true"
        assert (row["period_start"], row["period_end"]) == ("2021-01-01", "2021-12-31")
        row = as_json(client)["rows"][0]
        assert (row["total"], row["female"], row["other"]) == (5625, 3764, None)
        assert row["parts_add_up"] is False
        share = as_json(client, unit="percent")["rows"][0]
        assert share["total"] == 52.5
        assert share["out_of"] == 100

    def test_large_numbers_lose_nothing(self, client):
        records.IndicatorValueFactory(total=Decimal("999999999999.99"))
        text = body(client, "/programs/data/values.json")
        assert '"total": 999999999999.99' in text

    def test_the_licence(self, client, publisher, full_program):
        assert as_json(client, "/en/programs/data/values.json")["licence"] is None
        before, _rows = as_csv(client, "/en/programs/data/values.csv")
        assert "# Licence: not stated yet" in before
        publisher.licence_name = "Fictional Licence, 4.0"
        publisher.licence_url = "https://example.org/licence"
        publisher.save()
        data = as_json(client, "/en/programs/data/values.json")
        assert data["licence"] == {
            "name": "Fictional Licence, 4.0",
            "url": "https://example.org/licence",
        }
        before, _rows = as_csv(client, "/en/programs/data/values.csv")
        assert "# Licence: Fictional Licence 4.0 <https://example.org/licence>" in before

    def test_last_updated(self, client, full_program):
        latest = IndicatorValue.objects.order_by("-updated").first().updated
        assert as_json(client)["updated"].startswith(f"{latest.astimezone():%Y-%m}")

    @pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
    def test_no_text_is_a_formula(self, client, start):
        records.IndicatorValueFactory(
            source_bn=f'{start}cmd|"/c calc"!A1', note_bn="plain, with a\nline"
        )
        row = as_csv(client)[1][0]
        assert row["source"] == f'\'{start}cmd|"/c calc"!A1'
        assert row["note"] == "plain, with a\nline"
        assert as_json(client)["rows"][0]["source"] == f'{start}cmd|"/c calc"!A1'

    def test_cells(self):
        assert text_cell("") == text_cell(None) == ""
        assert text_cell('a "b"') == '"a ""b"""'

    def test_nothing_that_is_not_public(self, client, full_program):
        full_program.unpublish()
        for table in TABLES:
            if table != "indicators":
                assert as_json(client, f"/programs/data/{table}.json")["rows"] == [], table

    def test_a_value_of_a_private_programme(self, client, full_program):
        full_program.view_restrictions.create(restriction_type="login")
        assert as_json(client)["rows"] == []

    def test_the_source_on_this_site(self, client, full_program):
        document = full_program.get_parent()
        IndicatorValue.objects.update(source_document=document)
        assert as_json(client)["rows"][0]["source_url"].endswith("/programs/")
        english = as_json(client, "/en/programs/data/values.json")
        assert english["rows"][0]["source_url"].endswith("/en/programs/")


class TestDelivery:
    def test_headers(self, client, full_program):
        response = client.get("/programs/data/values.csv")
        assert response.streaming
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cache-Control"] == "public, max-age=300"
        assert 'filename="okup-values-bn.csv"' in response["Content-Disposition"]
        assert not response.cookies
        assert client.get("/programs/data/values.json")["Content-Type"] == "application/json"

    def test_asked_again(self, client, full_program):
        path = "/programs/data/values.csv"
        etag = client.get(path)["ETag"]
        assert client.get(path)["ETag"] == etag
        assert client.get(path, HTTP_IF_NONE_MATCH=etag).status_code == 304
        assert client.get(path, {"year": 2021})["ETag"] != etag
        value = IndicatorValue.objects.first()
        value.indicator.name_bn = "নতুন নাম"
        value.indicator.save()
        renamed = client.get(path)["ETag"]
        assert renamed != etag
        value.delete()
        assert client.get(path)["ETag"] != renamed

    def test_many_rows_are_read_in_chunks(self, client, monkeypatch):
        monkeypatch.setattr(tables_module, "CHUNK", 3)
        for _number in range(7):
            records.IndicatorValueFactory()
        with CaptureQueriesContext(connection) as queries:
            rows = as_json(client)["rows"]
        assert len({row["key"] for row in rows}) == 7
        chunks = [query for query in queries if "LIMIT 3" in query["sql"]]
        assert len(chunks) == 3

    def test_queries_do_not_grow_with_the_table(self, client):
        def counted():
            with CaptureQueriesContext(connection) as queries:
                as_json(client)
            return len(queries)

        records.IndicatorValueFactory()
        counted()
        few = counted()
        for _number in range(20):
            records.IndicatorValueFactory()
        assert counted() == few
        assert few <= 10
