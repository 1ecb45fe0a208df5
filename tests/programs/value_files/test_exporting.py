"""Exports: the columns of an import, no formula in any cell, and nothing lost on the way back."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.models import IndicatorValue
from programs.value_files import writing
from programs.value_files.checking import check_table
from programs.value_files.columns import COLUMNS
from programs.value_files.reading import open_table
from tests.factories.records import IndicatorFactory, IndicatorValueFactory
from tests.programs.value_files.files import sheet_rows

pytestmark = pytest.mark.django_db
NASTY = ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(1)", "'=1", "''-", " =1", "\t=1", "'tis", "＝1"]


@pytest.fixture
def export(editor):
    def get(kind: str, **filters):
        return editor.get(reverse("indicator-values:index"), {"export": kind, **filters})

    return get


def content_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


def csv_rows(content: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def whole(indicator, program, district):
    return IndicatorValueFactory(
        indicator=indicator,
        program=program,
        district=district,
        key="whole",
        age_band="under-18",
        disability="with",
        total=224653,
        female=Decimal("12.50"),
        male=0,
        note_en='Two\r\nlines, “quotes” and "more"',
        note_bn="টীকা",
        source_page="3-4",
    )


def test_a_csv_is_streamed_with_every_column(export, whole):
    answer = export("csv")
    assert answer.streaming
    assert answer["Content-Disposition"].endswith('.csv"')
    content = content_of(answer)
    assert content.startswith(b"\xef\xbb\xbfkey,")
    (row,) = csv_rows(content)
    assert tuple(row) == COLUMNS
    assert row["indicator"] == "people-reached"
    assert (row["program"], row["district"]) == ("fictional", "Kalpapur")
    assert (row["period_start"], row["total"]) == ("2099-01-01", "224653")
    assert (row["female"], row["male"], row["other"]) == ("12.5", "0", "")
    assert row["note_bn"] == "টীকা"


def test_a_workbook_holds_numbers_and_days(export, whole):
    answer = export("xlsx")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    headings, row = sheet_rows(content_of(answer))
    assert tuple(headings) == COLUMNS
    cells = dict(zip(COLUMNS, row, strict=True))
    assert (cells["total"], cells["female"], cells["other"]) == (224653, 12.5, None)
    assert cells["period_start"].date() == date(2099, 1, 1)
    assert cells["source_page"] == "3-4"


def test_exports_are_filtered_like_the_list(export, whole):
    other = IndicatorValueFactory(key="other")
    rows = csv_rows(content_of(export("csv", indicator=other.indicator_id)))
    assert [row["key"] for row in rows] == ["other"]
    assert len(sheet_rows(content_of(export("xlsx", indicator=other.indicator_id)))) == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_empty_tables_have_headings(export, whole, kind):
    content = content_of(export(kind, empty=1))
    if kind == "csv":
        assert content.decode("utf-8-sig").strip() == ",".join(COLUMNS)
    else:
        assert sheet_rows(content) == [list(COLUMNS)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_begins_a_formula_and_nothing_is_lost(export, upload, indicator, kind):
    for number, text in enumerate(NASTY, start=1):
        IndicatorValueFactory(
            indicator=indicator, period_start=date(2099, 1, number), note_en=text, source_bn=text
        )
    content = content_of(export(kind))
    rows = (
        [list(row.values()) for row in csv_rows(content)]
        if kind == "csv"
        else sheet_rows(content)[1:]
    )
    for row in rows:
        assert not any(str(cell).lstrip().startswith(tuple("=+-@＝")) for cell in row if cell)
    value_import = upload(content, f"values.{kind}")
    assert value_import.errors == []
    assert (value_import.unchanged, value_import.changed) == (len(NASTY), 0)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_changes_nothing_when_it_is_imported(export, upload, whole, kind):
    IndicatorValueFactory(indicator=whole.indicator, total=Decimal("9999999999999.99"))
    value_import = upload(content_of(export(kind)), f"values.{kind}")
    assert value_import.errors == []
    assert (value_import.new, value_import.changed, value_import.unchanged) == (0, 0, 2)


def test_queries_do_not_grow_with_the_rows(export, indicator):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            content_of(export("csv"))
        return len(captured)

    IndicatorValueFactory(indicator=indicator)
    few = queries()
    for month in range(2, 12):
        IndicatorValueFactory(indicator=indicator, period_start=date(2099, month, 1))
    assert queries() <= few


texts = st.text(
    st.characters(
        exclude_categories=("Cs", "Cn", "Co"),
        exclude_characters="\x00\ufffd\u00e0†‡ˆ‰‹›¨ª¬®¯±²³´µ¶¸¹º¼½¾¿×÷¤¥¦¢¡\u007f?",
    ).filter(lambda letter: letter in "\t\n\r" or ord(letter) >= 32),
    max_size=40,
).map(lambda text: text.strip())
amounts = st.none() | st.decimals(0, Decimal("9999999999999.99"), places=2)
days = st.dates(date(1971, 1, 1), date(2100, 12, 31))


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    texts=st.tuples(texts, texts, texts, texts),
    amounts=st.tuples(amounts, amounts, amounts),
    period=st.tuples(days, days).map(sorted),
    age_band=st.sampled_from(IndicatorValue.AgeBand.values),
    disability=st.sampled_from(IndicatorValue.Disability.values),
    kind=st.sampled_from(["csv", "xlsx"]),
)
def test_whatever_is_stored_comes_back(db, texts, amounts, period, age_band, disability, kind):
    IndicatorValue.objects.all().delete()
    IndicatorValueFactory(
        indicator=IndicatorFactory(),
        period_start=period[0],
        period_end=period[1],
        age_band=age_band,
        disability=disability,
        total=amounts[0] or 0,
        female=amounts[1],
        other=amounts[2],
        source_bn=texts[0] or "সূত্র",
        source_en=texts[1] or "Source",
        note_en=texts[2],
        note_bn=texts[3],
    )
    values = IndicatorValue.objects.all()
    content = (
        b"".join(writing.csv_lines(values)) if kind == "csv" else writing.xlsx_file(values).read()
    )
    checked = check_table(open_table(f"values.{kind}", content))
    assert checked.errors == []
    assert (checked.new, checked.changed, checked.unchanged) == (0, 0, 1)
