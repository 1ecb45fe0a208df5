"""What offices, spreadsheets and enemies send: read rightly, or refused with row and reason."""

from datetime import date
from decimal import Decimal

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from programs.models import IndicatorValue, ValueImport
from programs.value_files import reading
from tests.programs.value_files.files import (
    column,
    csv_bytes,
    csv_text,
    places,
    reasons,
    saved,
    workbook_of,
)

pytestmark = pytest.mark.django_db


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
