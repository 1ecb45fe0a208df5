"""All publications, or recommendations, that fit the filters of an address, in one file."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.core.open_data.answers import refusal, table_answer
from portal.core.open_data.asking import read_filters
from portal.core.open_data.head import Head
from portal.core.open_data.licence import stated_licence
from portal.core.open_data.tables import Rows, Table
from portal.core.site_frame import in_language, site_frame
from publications.harvested import chosen_publications
from publications.recommendation_filters import RecommendationFilter
from publications.recommendation_table import RECOMMENDATIONS
from publications.recommendation_table import rows_of as recommendation_rows
from publications.recommendations import ORDER, public_recommendations
from publications.tables import PUBLICATIONS, rows_of
from publications.views.citations import bulk_answer

TABLES = ("csv", "json")
# Endings of addresses, and the form of reference that each asks for.
REFERENCES = {"bib": "bib", "ris": "ris", "csl.json": "json"}


@require_safe
def data_file(request, form: str):
    """Send publications as a table or as references, streamed.

    Raises Http404 for a form that does not exist.
    """
    if form not in (*TABLES, *REFERENCES):
        raise Http404
    language = get_language()
    chosen = chosen_publications(request.GET, language)
    if chosen.refused:
        response = refusal(chosen.refused, as_json=form.endswith("json"))
    elif form in REFERENCES:
        response = bulk_answer(request, chosen, REFERENCES[form])
    else:
        response = _table(request, form, PUBLICATIONS, chosen.asked, rows_of(chosen))
    # The files are for everybody's programs, wherever those run.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def recommendations_file(request, form: str):
    """Send recommendations as a table in one of TABLES, by the filters of their page."""
    everything = public_recommendations().order_by(*ORDER)
    filterset, asked, refused = read_filters(RecommendationFilter, request.GET, everything)
    if refused:
        response = refusal(refused, as_json=form == "json")
    else:
        found = recommendation_rows(filterset.qs)
        response = _table(request, form, RECOMMENDATIONS, asked, found)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _table(request, form: str, table: Table, asked: dict[str, str], found: Rows) -> HttpResponse:
    language = get_language()
    query = f"?{urlencode(asked)}" if asked else ""
    head = Head(
        table=table,
        publisher=site_frame().name,
        language=language,
        licence=stated_licence(),
        address=f"{settings.SITE_URL}{request.path}{query}",
        documentation=settings.SITE_URL + in_language("/publications/", language),
        filters=asked,
        count=found.count,
        updated=found.updated,
    )
    return table_answer(request, form, head, found)
