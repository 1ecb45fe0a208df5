"""Every figure at an address of its own, and all of them in one table with filters."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Page

from portal.core.filters import applied, refusals
from programs.figures import public_values
from programs.filters import ValueFilter
from programs.models import IndicatorValue
from programs.open_data.datasets import dataset_of_figure, dataset_of_figures
from programs.open_data.public import public_programs
from programs.tables import Row, rows_of, tables_of

VALUES_A_PAGE = 50


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """All figures, filtered by what stands in the address. What is not understood is said."""
    filterset = ValueFilter(request.GET, queryset=public_values().order_by(*ORDER))
    titles = program_titles(get_language())
    program_field = filterset.form.fields["program"]
    # A restricted programme is not even named.
    program_field.queryset = program_field.queryset.filter(pk__in=list(titles))
    program_field.label_from_instance = lambda page: titles[page.pk]
    refused = refusals(filterset)
    found = IndicatorValue.objects.none() if refused else filterset.qs
    asked = applied(filterset)
    page = Paginator(found, VALUES_A_PAGE).get_page(request.GET.get("page"))
    query = f"?{urlencode(asked)}" if asked else ""
    context = {
        "form": filterset.form,
        "refused": refused,
        "applied": asked,
        "query": query,
        "more": f"{query}&" if query else "?",
        "total": page.paginator.count,
        "page_of_rows": page,
        "tables": tables_of(rows_of(sorted(page, key=_as_in_reports), titles)),
        "structured_data": None if refused else dataset_of_figures(asked),
    }
    return render(request, "programs/figures.html", context, status=400 if refused else 200)


# The latest first, in the order of the index of `IndicatorValue`.
ORDER = ("-period_end", "-indicator_id", "-pk")


def _as_in_reports(value: IndicatorValue) -> tuple:
    return -value.period_end.year, value.indicator.sort_order, value.pk


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure with all that is known of it: what texts that embed it lead to."""
    values = public_values().select_related("program", "district", "source_document")
    value = get_object_or_404(values, key=key)
    context = {
        "value": value,
        "path": f"/programs/figures/{value.key}/",
        "row": Row(value, value),
        "program": _in_language(value.program),
        "document": _in_language(value.source_document),
        "structured_data": dataset_of_figure(value),
    }
    return render(request, "programs/figure.html", context)


def program_titles(language: str) -> dict[int, str]:
    """Return the short title of each public programme, by the key that values refer to."""
    programs = public_programs(language)
    return {pk: program.short_title or program.title for pk, program in programs.items()}


def _in_language(page: Page | None) -> Page | None:
    """Return the live page in the language of the address, if there is one."""
    if page is None:
        return None
    return (
        Page.objects.live()
        .filter(translation_key=page.translation_key, locale__language_code=get_language())
        .first()
    )
