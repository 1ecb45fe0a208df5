"""The search page, its answer as data, suggestions, and the count of opened results.

Works without JavaScript; asks and answers in the language of the address.
"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from portal.core.inputs import clean_line
from portal.privacy.origin import is_from_this_site
from portal.search.learning import count_asked, count_followed
from portal.search.models import Kind
from portal.search.popular import popular_pages
from portal.search.results import Answer, Result, answer, load_texts, other_language
from portal.search.suggestions import suggest

MAX_QUERY_LETTERS = 200
RESULTS_A_PAGE = 10
# Of each kind on the first page; the rest is one tap away.
RESULTS_A_GROUP = 4
SUGGESTIONS_KEPT_SECONDS = 600
# Somebody who types pays for every answer.
MOST_SUGGESTION_BYTES = 2048


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find pages by words. Whatever is typed, the answer is a page, or data with `format=json`."""
    typed = clean_line(request.GET.get("q", "")[:MAX_QUERY_LETTERS])
    found = answer(typed, get_language())
    if request.GET.get("format") == "json":
        return JsonResponse(_as_data(found), json_dumps_params={"ensure_ascii": False})
    kind = request.GET.get("kind", "")
    kind = kind if kind in Kind.values else ""
    results = found.of_kind(kind)
    page = Paginator(results, RESULTS_A_PAGE).get_page(request.GET.get("page"))
    groups = [] if kind else _first_of_groups(found)
    elsewhere = [] if kind else other_language(found)
    shown = list(page) if kind else [each for *_, few in groups for each in few]
    load_texts([*shown, *elsewhere, *([found.best] if found.best else [])])
    if not kind and "page" not in request.GET:
        count_asked(typed, get_language(), len(found.results))
    context = {
        "typed": typed,
        "found": found,
        "kind": kind,
        "kinds": [(value, name, len(each)) for value, name, each in found.groups()],
        "groups": groups,
        "page_of_results": page if kind else None,
        "total": len(results),
        "elsewhere": elsewhere,
        "popular": popular_pages(get_language()) if typed and not results else [],
    }
    return render(request, "search/search.html", context)


@require_safe
@cache_control(public=True, max_age=SUGGESTIONS_KEPT_SECONDS)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Pages for a query that is still being typed: at most six, at most 2 KB."""
    typed = clean_line(request.GET.get("q", "")[:MAX_QUERY_LETTERS])
    found = suggest(typed, get_language())
    response = _suggestion_answer(found)
    while len(response.content) > MOST_SUGGESTION_BYTES:
        found.pop()
        response = _suggestion_answer(found)
    return response


@csrf_exempt
@require_POST
def followed(request: HttpRequest) -> HttpResponse:
    """Count that a result was opened. Browsers send this by themselves (`ping` of a link)."""
    if is_from_this_site(request):
        count_followed(clean_line(request.GET.get("q", "")[:MAX_QUERY_LETTERS]), get_language())
    return HttpResponse(status=204)


def _suggestion_answer(found: list[dict[str, str]]) -> JsonResponse:
    return JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})


def _first_of_groups(found: Answer) -> list[tuple[str, str, int, list[Result]]]:
    """Kind, its name, how many there are, and the first ones; the best answer stands above."""
    return [
        (
            kind,
            name,
            len(results),
            [each for each in results if each is not found.best][:RESULTS_A_GROUP],
        )
        for kind, name, results in found.groups()
    ]


def _as_data(found: Answer) -> dict:
    load_texts(found.results)
    return {
        "query": found.query,
        "corrected": found.corrected or None,
        "results": [
            {
                "title": result.title,
                "url": result.url,
                "kind": result.kind,
                "language": result.language,
                "excerpt": result.excerpt,
                "score": round(result.score, 1),
            }
            for result in found.results
        ],
    }
