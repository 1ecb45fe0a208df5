"""The search page. Works without JavaScript; asks and answers in the language of the address."""

from dataclasses import dataclass
from itertools import islice, product

from django.conf import settings
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page
from wagtail.search.query import Or, PlainText

from portal.core.numerals import to_bangla_digits
from portal.core.translation_state import annotate_translated
from portal.search.everyday_words import EVERYDAY_WORDS
from portal.search.normalisation import fold_for_search, query_words

MAX_QUERY_LETTERS = 200
MAX_RESULTS = 60
RESULTS_A_PAGE = 10
MAX_WORDINGS = 24


@dataclass(frozen=True)
class Result:
    """A page that was found. `language` is the language that it is really written in."""

    title: str
    summary: str
    url: str
    kind: str
    language: str


@require_safe
def search(request):
    """Find pages by words. Whatever is typed, the answer is a page."""
    typed = request.GET.get("q", "")[:MAX_QUERY_LETTERS]
    query = query_words(typed)
    results = find_pages(query, translation.get_language()) if query else []
    paginator = Paginator(results, RESULTS_A_PAGE)
    context = {
        "typed": " ".join(typed.replace("\x00", "").split()),
        "page_of_results": paginator.get_page(request.GET.get("page")),
        "total": paginator.count,
    }
    return render(request, "search/search.html", context)


def find_pages(query: str, language: str) -> list[Result]:
    """Return the live public pages of a language that hold every word, the best first.

    When no page holds every word, pages that hold some of them.
    """
    locale = Locale.objects.get(language_code=language)
    pages = Page.objects.live().public().filter(locale=locale, depth__gt=2)
    ways = wordings(query, language)
    found = list(pages.search(_any_of(ways, "and"))[:MAX_RESULTS])
    if not found:
        found = list(pages.search(_any_of(ways, "or"))[:MAX_RESULTS])
    stored = annotate_translated(Page.objects.filter(pk__in=[page.pk for page in found]))
    specific = stored.specific().in_bulk()
    return [
        Result(
            title=page.title,
            summary=page.summary,
            url=page.get_url(),
            kind=page._meta.verbose_name,
            language=language if page.is_translated else settings.LANGUAGE_CODE,
        )
        for page in (specific[row.pk] for row in found if row.pk in specific)
    ]


def wordings(query: str, language: str) -> list[str]:
    """Return the ways to write a folded query that pages may hold, the query itself the last.

    Numbers as 16135 and as ১৬১৩৫; on the Bangla site also everyday words that were typed in
    Latin letters, each as it was typed or in Bangla.
    """
    choices = []
    for word in query.split():
        in_bangla = EVERYDAY_WORDS.get(word.casefold(), ()) if language == "bn" else ()
        in_bangla = [fold_for_search(each) for each in in_bangla]
        choices.append(dict.fromkeys([*in_bangla, to_bangla_digits(word), word]))
    # Everything in Bangla comes first: a long query is cut at the mixtures.
    ways = islice(product(*choices), MAX_WORDINGS)
    return list(dict.fromkeys([*(" ".join(words) for words in ways), query]))


def _any_of(ways: list[str], operator: str):
    """A query for pages that hold one of the wordings."""
    texts = [PlainText(way, operator=operator) for way in ways]
    return texts[0] if len(texts) == 1 else Or(texts)
