"""The page that describes the tables, and the tables themselves."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.core.open_data.answers import FORMS, refusal, table_answer
from portal.core.open_data.asking import read_filters
from portal.core.open_data.head import Head
from portal.core.open_data.licence import stated_licence
from portal.core.open_data.tables import NoFilter, Table
from portal.core.site_frame import site_frame
from programs.filters import ValueFilter
from programs.models import IndicatorValue, ProgramPage
from programs.open_data.page import described_tables, iati_files, structured_data
from programs.open_data.public import public_pages
from programs.open_data.rows import rows_of
from programs.open_data.tables import MARKS, TABLES


@require_safe
def data_page(request):
    """Describe every table: its columns, filters, licence and addresses."""
    licence = stated_licence()
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
    filterset, asked, refused = read_filters(table.filter_class, request.GET, _everything(table))
    if refused:
        return refusal(refused, as_json=form == "json")
    language = get_language()
    found = rows_of(table.name, filterset.qs, language)
    query = f"?{urlencode(asked)}" if asked else ""
    head = Head(
        table=table,
        publisher=site_frame().name,
        language=language,
        licence=stated_licence(),
        address=f"{settings.SITE_URL}{request.path}{query}",
        documentation=settings.SITE_URL + reverse("programs:data"),
        filters=asked,
        count=found.count,
        updated=found.updated,
    )
    return table_answer(request, form, head, found)


def _everything(table: Table):
    if table.filter_class is ValueFilter:
        return IndicatorValue.objects.all()
    if table.filter_class is NoFilter:
        return ProgramPage.objects.none()
    return public_pages()
