"""Tables as answers to a request: streamed, remembered for minutes, and refused in words."""

import hashlib
from collections.abc import Iterator
from itertools import chain

from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response

from portal.core.open_data.csv_files import csv_pieces
from portal.core.open_data.head import Head
from portal.core.open_data.json_files import json_pieces
from portal.core.open_data.tables import Rows

# Short enough for a correction to arrive; after that a reader asks whether it has changed.
FIVE_MINUTES = 300
FORMS = {
    "csv": (csv_pieces, "text/csv; charset=utf-8"),
    "json": (json_pieces, "application/json"),
}


def table_answer(request, form: str, head: Head, found: Rows) -> HttpResponse:
    """Send a table in one of FORMS, or 304 where the reader has it already."""
    columns = [(column.name, str(column.label)) for column in head.table.columns]
    written, content_type = FORMS[form]
    response = streamed_answer(
        request,
        said=[form, head.lines(), columns, found.state],
        pieces=lambda: written(head, found.rows),
        content_type=content_type,
    )
    if form == "csv" and response.streaming:
        response["Content-Disposition"] = (
            f'attachment; filename="okup-{head.table.name}-{head.language}.csv"'
        )
    return response


def streamed_answer(request, said: list, pieces, content_type: str) -> HttpResponse:
    """Stream a text whose pieces a function yields. `said` changes whenever the text does."""
    digest = hashlib.sha256(repr(said).encode(errors="surrogatepass")).hexdigest()
    etag = f'W/"{digest[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        text: Iterator[str] = pieces()
        # The words before the rows are made here, while the language is certain to be right.
        beginning = next(text, "")
        response = StreamingHttpResponse(chain([beginning], text), content_type=content_type)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    return response


def refusal(refused: list[str], *, as_json: bool) -> HttpResponse:
    """Say what could not be understood. Never remembered: the next try may be right."""
    if as_json:
        response = JsonResponse(
            {"error": " ".join(refused)}, status=400, json_dumps_params={"ensure_ascii": False}
        )
    else:
        response = HttpResponse(
            "\n".join([*refused, ""]), status=400, content_type="text/plain; charset=utf-8"
        )
    response["Cache-Control"] = "no-store"
    return response
