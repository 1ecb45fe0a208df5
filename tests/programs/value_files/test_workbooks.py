"""Workbooks: read rightly, or refused at the door, opened in no case where that is dangerous."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from programs.value_files import workbooks
from tests.programs.value_files.files import (
    column,
    csv_bytes,
    places,
    reasons,
    saved,
    with_part,
    workbook_of,
    xlsx_bytes,
)

pytestmark = pytest.mark.django_db


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
