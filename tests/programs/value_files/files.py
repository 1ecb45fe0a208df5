"""Files of values as they come: CSV texts and workbooks."""

import csv
import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from programs.models import IndicatorValue, ValueImport
from programs.value_files.columns import COLUMNS

ROW = {
    "indicator": "people-reached",
    "period_start": "2019-01-01",
    "period_end": "2019-12-31",
    "total": "10",
    "source_bn": "কাল্পনিক সূত্র",
    "source_en": "Fictional source",
}


def file_of(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def rows(*changes: dict) -> list[dict]:
    """Rows that differ from ROW as given."""
    return [{**ROW, **change} for change in changes]


def csv_text(*changes: dict, delimiter: str = ",", columns=COLUMNS) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows(*changes))
    return text.getvalue()


def csv_bytes(*changes: dict, encoding: str = "utf-8", **options) -> bytes:
    return csv_text(*changes, **options).encode(encoding)


def workbook_of(*changes: dict, sheet: str = "values") -> Workbook:
    workbook = Workbook()
    workbook.active.title = sheet
    workbook.active.append(COLUMNS)
    for row in rows(*changes):
        workbook.active.append([row.get(name) for name in COLUMNS])
    return workbook


def saved(workbook: Workbook) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def xlsx_bytes(*changes: dict) -> bytes:
    return saved(workbook_of(*changes))


def column(name: str) -> int:
    """The number of a column in a workbook."""
    return COLUMNS.index(name) + 1


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A workbook with one part added or put in another's place."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        new.writestr(name, part)
    return file.getvalue()


def sheet_rows(content: bytes) -> list[list]:
    workbook = load_workbook(io.BytesIO(content))
    return [list(row) for row in workbook.active.iter_rows(values_only=True)]


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
