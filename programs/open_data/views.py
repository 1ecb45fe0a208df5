"""The page that describes the tables, and the tables themselves."""

import hashlib
from itertools import chain

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.core.site_frame import site_frame
from programs.open_data.asking import read_filters
from programs.open_data.csv_files import csv_pieces
from programs.open_data.head import MARKS, Head, Licence
from programs.open_data.json_files import json_pieces
from programs.open_data.page import described_tables, iati_files, structured_data
from programs.open_data.rows import rows_of
from programs.open_data.tables import TABLES

# Short enough for a correction to arrive; after that a reader asks whether it has changed.
FIVE_MINUTES = 300
FORMS = {
    "csv": (csv_pieces, "text/csv; charset=utf-8"),
    "json": (json_pieces, "application/json"),
}


@require_safe
def data_page(request):
    """Describe every table: its columns, filters, licence and addresses."""
    licence = Licence.stated()
    tables = described_tables()
    address = settings.SITE_URL + request.path
    context = {
        "tables": tables,
        "licence": licence,
        "address": address,
        "publisher": site_frame().name,
        "values_address": settings.SITE_URL + tables[0].csv,
        "marks": MARKS,
        "iati_files": iati_files(),
        "structured_data": structured_data(tables, licence, address),
    }
    return render(request, "programs/data.html", context)


@require_safe
def data_file(request, table: str, form: str):
    """Send a table as CSV or JSON, streamed, narrowed by the filters of the address.

    Raises Http404 for a table or a form that does not exist.
    """
    if table not in TABLES or form not in FORMS:
        raise Http404
    response = _answer(request, TABLES[table], form)
    # The tables are for everybody's programs, wherever those run. No other answer says so.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _answer(request, table, form: str):
    filterset, asked, refused = read_filters(table, request.GET)
    if refused:
        return _refusal(refused, form)
    language = get_language()
    found = rows_of(table.name, filterset.qs, language)
    query = f"?{urlencode(asked)}" if asked else ""
    head = Head(
        table=table,
        publisher=site_frame().name,
        language=language,
        licence=Licence.stated(),
        address=f"{settings.SITE_URL}{request.path}{query}",
        documentation=settings.SITE_URL + reverse("programs:data"),
        filters=asked,
        count=found.count,
        updated=found.updated,
    )
    etag = _etag(form, head, found.state)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        written, content_type = FORMS[form]
        pieces = written(head, found.rows)
        # The words before the rows are made here, while the language is certain to be right.
        beginning = next(pieces)
        response = StreamingHttpResponse(chain([beginning], pieces), content_type=content_type)
        if form == "csv":
            response["Content-Disposition"] = (
                f'attachment; filename="okup-{table.name}-{language}.csv"'
            )
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    return response


def _etag(form: str, head: Head, state: str) -> str:
    """A name for what the file says: of its head, its columns' words, and the rows' state."""
    columns = [(column.name, str(column.label)) for column in head.table.columns]
    said = repr([form, head.lines(), columns, state])
    return f'W/"{hashlib.sha256(said.encode()).hexdigest()[:32]}"'


def _refusal(refused: list[str], form: str) -> HttpResponse:
    """Say what could not be understood. Never remembered: the next try may be right."""
    if form == "json":
        response = JsonResponse(
            {"error": " ".join(refused)}, status=400, json_dumps_params={"ensure_ascii": False}
        )
    else:
        response = HttpResponse(
            "\n".join([*refused, ""]), status=400, content_type="text/plain; charset=utf-8"
        )
    response["Cache-Control"] = "no-store"
    return response
