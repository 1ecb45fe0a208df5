"""What offices, spreadsheets and enemies send: read rightly, or refused with row and reason."""

import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

from programs.models import IndicatorValue, ValueImport
from programs.value_files import reading, workbooks
from tests.programs.value_files.files import (
    column,
    csv_bytes,
    csv_text,
    saved,
    with_part,
    workbook_of,
    xlsx_bytes,
)

pytestmark = pytest.mark.django_db


def reasons(answer) -> list[str]:
    """Why a file was refused, whether at once or when it was checked."""
    if isinstance(answer, ValueImport):
        assert answer.state == "refused"
        assert not IndicatorValue.objects.exists()
        return [each["en"] for each in answer.errors]
    assert answer.status_code == 422
    assert not ValueImport.objects.exists()
    return [each.en for each in answer.context["refusals"]]


def places(value_import: ValueImport) -> list[tuple]:
    return [(each["row"], each["column"]) for each in value_import.errors]


@pytest.fixture
def imported(upload, confirm):
    """Import a file that is good; return its only value."""

    def whole(content: bytes, name: str = "values.csv") -> IndicatorValue:
        value_import = upload(content, name)
        assert isinstance(value_import, ValueImport)
        assert value_import.errors == []
        confirm(value_import)
        return IndicatorValue.objects.get()

    return whole


class TestNumbersAndDays:
    @pytest.mark.parametrize(
        ("written", "number"),
        [
            ("২২৪৬৫৩", 224653),
            ("2,24,653", 224653),
            ("২,২৪,৬৫৩", 224653),
            ("224,653", 224653),
            ("1,00,00,000", 10000000),
            (" 12 ", 12),
            ("12.50", 12.5),
            ("১২.৫", 12.5),
            ("+12", 12),
            ("-0", 0),
            ("0012", 12),
            ("9999999999999.99", Decimal("9999999999999.99")),
        ],
    )
    def test_read(self, imported, written, number):
        assert imported(csv_bytes({"total": written})).total == number

    @pytest.mark.parametrize(
        ("written", "reason"),
        [
            ("-5", "below zero"),
            ("−5", "below zero"),
            ("=1+1", "formula"),
            ("-", "dash"),
            ("–", "dash"),
            ("12,34", "no number"),
            ("1,2,3", "no number"),
            ("12,5", "no number"),
            ("1e5", "no number"),
            ("12 345", "no number"),
            ("৳500", "no number"),
            ("53%", "per cent"),
            ("1.234", "two decimals"),
            ("1" * 14, "too large"),
            ("٣", "no number"),
            ("", "must not be empty"),
            ("NaN", "no number"),
        ],
    )
    def test_refused(self, upload, written, reason):
        value_import = upload(csv_bytes({}, {"period_start": "2019-05-05", "total": written}))
        assert reason in reasons(value_import)[0]
        assert places(value_import) == [(3, "total")]

    @pytest.mark.parametrize(
        "written",
        ["2019-01-31", "31/01/2019", "31-1-2019", "31.01.2019", "৩১/০১/২০১৯", "২০১৯-০১-৩১"],
    )
    def test_days(self, imported, written):
        assert imported(csv_bytes({"period_start": written})).period_start == date(2019, 1, 31)

    @pytest.mark.parametrize(
        "written",
        ["01/31/2019", "2019-02-29", "31/01/19", "January 2019", "43496", "0219-01-01", "=NOW()"],
    )
    def test_no_days(self, upload, written):
        assert places(upload(csv_bytes({"period_start": written}))) == [(2, "period_start")]

    def test_a_period_that_ends_before_it_begins(self, upload):
        value_import = upload(csv_bytes({"period_end": "2018-12-31"}))
        assert "ends before" in reasons(value_import)[0]

    def test_a_part_that_is_greater_than_the_whole(self, upload):
        value_import = upload(csv_bytes({"total": 10, "out_of": 9}))
        assert places(value_import) == [(2, "out_of")]


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
    def test_unicode(self, imported, encoding):
        value = imported(csv_bytes({"note_bn": "বাংলা টীকা"}, encoding=encoding))
        assert value.note_bn == "বাংলা টীকা"

    def test_big_endian(self, imported):
        content = b"\xfe\xff" + csv_bytes({}, encoding="utf-16-be")
        assert imported(content).source_bn == "কাল্পনিক সূত্র"

    def test_accents_of_windows(self, upload, confirm, shown):
        row = {"source_en": "Médecins – São Tomé", "source_bn": "OKUP"}
        value_import = upload(csv_bytes(row, encoding="windows-1252"))
        assert "Windows-1252" in shown(value_import)
        # A Bangla source in Latin letters is possible, and worth a look.
        assert [each["column"] for each in value_import.warnings] == ["source_bn"]
        confirm(value_import)
        assert IndicatorValue.objects.get().source_en == "Médecins – São Tomé"

    @pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
    @pytest.mark.parametrize("text", ["Avwg evsjv‡`k ‡_‡K we‡`k hv‡ev", "Avgvi †`k"])
    def test_bijoy(self, upload, encoding, text):
        value_import = upload(csv_bytes({"source_bn": text}, encoding=encoding))
        assert "Bijoy" in reasons(value_import)[0]
        assert "Unicode" in reasons(value_import)[0]
        assert places(value_import) == [(2, "source_bn")]

    def test_bijoy_in_an_english_column(self, upload):
        value_import = upload(csv_bytes({"note_en": "Avwg evsjv‡`k ‡_‡K we‡`k hv‡ev"}))
        assert places(value_import) == [(2, "note_en")]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (csv_bytes({}, encoding="utf-16-le"), "UTF-16 without its mark"),
            (csv_bytes({}, encoding="utf-16")[:-1], "cannot be read as UTF-16"),
            (csv_bytes({}).replace("সূ".encode(), b"\xe0\xa6"), "broken letters"),
            (csv_bytes({"source_bn": "x"}) + b"\x81\x8d", "cannot be read as"),
            (b"\0" * 100, "no text"),
            (b"", "empty"),
            (b"\xef\xbb\xbf\r\n\r\n", "empty"),
            (csv_text().encode(), "empty"),
        ],
    )
    def test_broken(self, upload, content, reason):
        assert reason in reasons(upload(content))[0]

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("কাল্পনিক".encode().decode("latin-1"), "broken by a programme"),
            ("???????? ????", "question marks"),
            ("কাল্প\ufffd", "broken by a programme"),
            ("কাল্প\x07", "control character"),
        ],
    )
    def test_bangla_that_was_lost(self, upload, text, reason):
        assert reason in reasons(upload(csv_bytes({"source_bn": text})))[0]

    def test_letters_are_composed(self, imported):
        value = imported(csv_bytes({"note_en": "Me\u0301decins", "note_bn": "\u09af\u09bc"}))
        assert (value.note_en, value.note_bn) == ("Médecins", "\u09af\u09bc")


class TestFormulas:
    @pytest.mark.parametrize("name", ["source_en", "note_bn", "indicator", "key", "district"])
    @pytest.mark.parametrize(
        "text", ["=cmd|' /C calc'!A0", "+1+cmd", "-2+3+cmd", "@SUM(1)", "\tx", "\rx", "＝1"]
    )
    def test_refused(self, upload, name, text):
        value_import = upload(csv_bytes({name: text}))
        assert "formula" in reasons(value_import)[0]
        assert places(value_import) == [(2, name)]

    def test_plain_numbers_are_texts_too(self, imported):
        value = imported(csv_bytes({"source_page": "-5", "note_en": "+12.5"}))
        assert (value.source_page, value.note_en) == ("-5", "+12.5")

    def test_the_apostrophe_of_an_export_is_taken_away(self, imported):
        value = imported(
            csv_bytes({"note_en": "'=1+1", "source_en": "'tis", "source_page": "''-"})
        )
        assert (value.note_en, value.source_en, value.source_page) == ("=1+1", "'tis", "'-")

    def test_in_a_workbook(self, upload):
        workbook = workbook_of({"total": "=1+1", "note_en": "=HYPERLINK(1)"})
        sheet = workbook.active
        sheet.cell(2, column("male")).value = ArrayFormula("J2:J2", "=SUM(A1:A2)")
        value_import = upload(saved(workbook), "values.xlsx")
        assert sorted(places(value_import)) == [(2, "male"), (2, "note_en"), (2, "total")]
        assert all("formula" in reason for reason in reasons(value_import))


class TestTables:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    def test_delimiters(self, imported, delimiter):
        row = {"note_en": "a;b,c|d", "total": "2,24,653"}
        value = imported(csv_bytes(row, delimiter=delimiter))
        assert (value.note_en, value.total) == ("a;b,c|d", 224653)

    def test_a_line_for_excel(self, imported):
        assert imported(b"sep=;\r\n" + csv_bytes({}, delimiter=";")).total == 10

    def test_headings_as_people_write_them(self, imported):
        text = (
            csv_text({}).replace("period_start", "Period start", 1).replace("total", " TOTAL ", 1)
        )
        assert imported(text.encode()).period_start == date(2019, 1, 1)

    def test_empty_rows_and_columns_are_passed_over(self, imported):
        lines = csv_text({}).splitlines()
        text = "\r\n".join(["", lines[0] + ",,", "," * 20, lines[1] + ",,", "", ","])
        assert imported(text.encode()).total == 10

    def test_row_numbers_are_those_of_the_spreadsheet(self, upload):
        text = csv_text({"note_en": "two\nlines"}) + "\r\n" + "x,y\r\n"
        assert {each["row"] for each in upload(text.encode()).errors} == {4}

    def test_a_missing_column(self, upload):
        text = csv_text({}).replace("district", "zila", 1)
        value_import = upload(text.encode())
        assert "district is missing" in reasons(value_import)[0]
        assert "“zila”" in reasons(value_import)[1]

    def test_doubled_and_unknown_columns(self, upload):
        text = csv_text({}).replace("note_en", "note_bn", 1).replace("key,", "wrong,", 1)
        value_import = upload(text.encode())
        assert sorted(places(value_import)) == [(1, "note_bn"), (1, "wrong")]

    def test_no_headings_at_all(self, upload):
        assert "missing" in reasons(upload(b"1,2,3\n4,5,6\n"))[0]

    def test_lakhs_without_quotes_are_refused(self, upload):
        text = csv_text({"total": "TOTAL"}).replace("TOTAL,", "2,24,653,")
        assert "without a heading" in reasons(upload(text.encode()))[0]

    def test_a_longer_row_is_refused_even_if_its_end_is_empty(self, upload):
        value_import = upload((csv_text({}).rstrip() + ",").encode())
        assert places(value_import) == [(2, "")]

    def test_empty_cells_at_the_end_may_be_left_out(self, imported):
        """As Excel does after the first sixteen rows."""
        assert imported(csv_text({}).rstrip("\r\n,").encode()).note_en == ""

    def test_a_row_that_was_cut_off(self, upload):
        text = csv_text({}).rstrip("\r\n,").rsplit(",", 2)[0]
        value_import = upload(text.encode())
        assert places(value_import) == [(2, "source_bn"), (2, "source_en")]

    @pytest.mark.parametrize("end", ['"no end', '"text" behind', '"' + "x" * 100_001])
    def test_quotation_marks_that_do_not_match(self, upload, end):
        text = csv_text({}, {"note_en": "END"}).replace("END", end)
        value_import = upload(text.encode())
        assert any("quotation mark" in reason for reason in reasons(value_import))

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"indicator": "unknown"}, "no indicator"),
            ({"indicator": ""}, "must not be empty"),
            ({"program": "unknown"}, "no programme"),
            ({"district": "Atlantis"}, "no district"),
            ({"age_band": "old"}, "no age group"),
            ({"disability": "maybe"}, "not understood"),
            ({"source_en": ""}, "must not be empty"),
            ({"source_en": "x" * 256}, "Longer than 255"),
            ({"source_page": "x" * 41}, "Longer than 40"),
            ({"key": "no key!"}, "cannot be a key"),
        ],
    )
    def test_what_is_not_known(self, upload, change, reason):
        value_import = upload(csv_bytes(change))
        assert reason in reasons(value_import)[0]
        assert places(value_import) == [(2, *change)]

    def test_districts_and_groups_by_name(self, imported, district):
        row = {"district": "কল্পপুর", "age_band": "Under 18", "disability": "WITH"}
        value = imported(csv_bytes(row))
        assert (value.district, value.age_band, value.disability) == (district, "under-18", "with")

    def test_districts_by_code_in_bangla_digits(self, imported, district):
        assert imported(csv_bytes({"district": "৯০০১"})).district == district

    def test_the_same_value_twice(self, upload):
        value_import = upload(csv_bytes({}, {"total": "11"}))
        assert "Row 2" in reasons(value_import)[0]
        assert places(value_import) == [(3, "indicator")]

    def test_the_same_key_twice(self, upload):
        value_import = upload(csv_bytes({"key": "a"}, {"key": "a", "period_start": "2019-03-01"}))
        assert places(value_import) == [(3, "key")]

    def test_a_value_that_has_another_key(self, upload, confirm):
        confirm(upload(csv_bytes({"key": "first"})))
        value_import = upload(csv_bytes({"key": "second"}))
        assert "with the key “first”" in value_import.errors[0]["en"]

    def test_a_value_by_its_key_and_by_its_old_period(self, upload, confirm):
        confirm(upload(csv_bytes({"key": "first"})))
        value_import = upload(csv_bytes({"key": "first", "period_start": "2019-07-01"}, {}))
        assert "Row 2" in value_import.errors[0]["en"]

    def test_too_many_errors_are_counted(self, upload, shown):
        value_import = upload(csv_bytes(*({"total": "x"} for _ in range(1100))))
        assert (value_import.error_count, len(value_import.errors)) == (1100, 1000)
        assert "100 more of them are not shown" in shown(value_import)

    def test_limits(self, upload, monkeypatch):
        monkeypatch.setattr(reading, "MOST_ROWS", 1)
        value_import = upload(csv_bytes({}, {"period_start": "2019-03-01"}))
        assert "more than 1 rows" in reasons(value_import)[0]
        monkeypatch.setattr(reading, "LARGEST_FILE", 1024)
        ValueImport.objects.all().delete()
        assert "larger than" in reasons(upload(csv_bytes({}) * 10))[0]

    def test_mark_up_is_shown_as_text(self, upload, shown):
        page = shown(upload(csv_bytes({"note_en": "<script>alert(1)</script>", "total": "<b>"})))
        assert "<script>alert(1)" not in page
        assert "&lt;b&gt;" in page


class TestWorkbooks:
    def changed(self, upload, **cells):
        workbook = workbook_of({})
        for name, value in cells.items():
            workbook.active.cell(2, column(name)).value = value
        return upload(saved(workbook), "values.xlsx")

    def test_days_and_numbers(self, imported):
        row = {"period_start": datetime(2019, 1, 31), "total": 39.1, "source_page": 12}
        value = imported(xlsx_bytes(row), "values.xlsx")
        assert (value.period_start, value.source_page) == (date(2019, 1, 31), "12")
        assert float(value.total) == 39.1

    def test_serial_days(self, imported):
        value = imported(xlsx_bytes({"period_start": 43496}), "values.xlsx")
        assert value.period_start == date(2019, 1, 31)

    def test_serial_days_of_old_macs(self, imported):
        workbook = workbook_of({"period_start": 42034, "period_end": datetime(2019, 12, 31)})
        workbook.epoch = CALENDAR_MAC_1904
        value = imported(saved(workbook), "values.xlsx")
        assert (value.period_start, value.period_end) == (date(2019, 1, 31), date(2019, 12, 31))

    @pytest.mark.parametrize(
        ("name", "value", "reason"),
        [
            ("total", True, "TRUE"),
            ("total", time(12, 30), "time of day"),
            ("total", datetime(2019, 1, 1), "day stands"),
            ("source_page", datetime(2019, 3, 4), "day stands"),
            ("period_start", 1.5, "no day"),
            ("total", "#REF!", "error here"),
            ("total", -5, "below zero"),
        ],
    )
    def test_what_cells_may_not_hold(self, upload, name, value, reason):
        value_import = self.changed(upload, **{name: value})
        assert reason in reasons(value_import)[0]
        assert places(value_import) == [(2, name)]

    def test_a_per_cent_is_not_a_fraction(self, upload):
        workbook = workbook_of({"total": 0.53})
        workbook.active.cell(2, column("total")).number_format = "0%"
        assert "per cent" in reasons(upload(saved(workbook), "values.xlsx"))[0]

    def test_merged_cells(self, upload):
        workbook = workbook_of({}, {"period_start": "2019-03-01"})
        workbook.active.merge_cells("O2:O3")
        value_import = upload(saved(workbook), "values.xlsx")
        assert "O2:O3" in reasons(value_import)[0]
        assert value_import.errors[0]["row"] == 2

    def test_the_first_sheet_or_the_one_named_values(self, upload, imported):
        workbook = workbook_of({}, sheet="First")
        workbook.create_sheet("Other").append(["something"])
        value_import = upload(saved(workbook), "values.xlsx")
        assert value_import.state == "ready"
        assert "“First”" in value_import.read_as[0]["en"]
        workbook = workbook_of({}, sheet="Values")
        workbook.create_sheet("First", 0).append(["something"])
        assert imported(saved(workbook), "values.xlsx").total == 10

    def test_a_cell_far_away(self, upload):
        workbook = workbook_of({})
        workbook.active["BA2"] = "lost"
        assert "without a heading" in reasons(upload(saved(workbook), "values.xlsx"))[0]

    @pytest.mark.parametrize(
        ("content", "name", "reason"),
        [
            (xlsx_bytes({}), "values.xlsm", "macros"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "values.xls", "old kind"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "values.xlsx", "old kind"),
            (b"<html><table><tr><td>1</td></tr></table></html>", "values.xlsx", "web page"),
            (b"\xef\xbb\xbf \r\n<!DOCTYPE html>", "values.csv", "web page"),
            (csv_bytes({}), "values.xlsx", "no workbook"),
            (xlsx_bytes({}), "values.csv", "no text"),
            (b"%PDF-1.7", "values.csv", "no text"),
            (b"x", "values.pdf", "Only CSV and XLSX"),
            (b"", "values.xlsx", "empty"),
        ],
    )
    def test_refused_at_the_door(self, upload, content, name, reason):
        assert reason in reasons(upload(content, name))[0]

    def test_macros_under_another_name(self, upload):
        content = with_part(xlsx_bytes({}), "xl/vbaProject.bin", b"macro")
        assert "macros" in reasons(upload(content, "values.xlsx"))[0]

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"PK\x03\x04 nothing", "cannot be opened"),
            (xlsx_bytes({})[:-200], "cannot be opened"),
            (with_part(xlsx_bytes({}), "xl/workbook.xml", b"<no"), "cannot be opened"),
            (with_part(xlsx_bytes({}), "xl/worksheets/sheet1.xml", b"<no"), "cannot be opened"),
        ],
    )
    def test_damaged(self, upload, content, reason):
        assert reason in reasons(upload(content, "values.xlsx"))[0]

    def test_another_kind_of_archive(self, upload):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("content.xml", "<x/>")
        assert "no workbook" in reasons(upload(file.getvalue(), "values.xlsx"))[0]

    def test_a_bomb_is_not_opened(self, upload, monkeypatch):
        monkeypatch.setattr(workbooks, "load_workbook", lambda *args, **options: 1 / 0)
        content = with_part(xlsx_bytes({}), "xl/media/zeros.png", b"\0" * (61 * 1024 * 1024))
        assert len(content) < 200_000
        assert "not opened" in reasons(upload(content, "values.xlsx"))[0]

    def test_entities_are_not_expanded(self, upload):
        content = xlsx_bytes({"note_en": "ENTITY"})
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").replace(b"ENTITY", b"&b;")
        bomb = b'<!DOCTYPE worksheet [<!ENTITY a "aaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        content = with_part(content, "xl/worksheets/sheet1.xml", bomb + sheet)
        assert "cannot be opened" in reasons(upload(content, "values.xlsx"))[0]
