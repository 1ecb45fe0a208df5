"""The list of publications as a reader filtered and sorted it."""

from dataclasses import dataclass

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

from portal.core.filters import applied, refusals
from publications.filters import PublicationFilter
from publications.models import PublicationPage

PUBLICATIONS_A_PAGE = 20
NEWEST = ("-first_day", "-page_ptr_id")


@dataclass(frozen=True)
class Listing:
    """The publications that fit, a page of them, and what was asked for.

    Where something was not understood, `refused` says so and nothing is listed. `query` are the
    filters as an address carries them.
    """

    form: object
    page: PaginatorPage
    applied: dict[str, str]
    refused: list[str]
    query: str


def publications_of(language: str) -> QuerySet[PublicationPage]:
    """Return what everybody may read of publications in a language, the newest first."""
    return (
        PublicationPage.objects.live()
        .public()
        .filter(locale__language_code=language)
        .defer_streamfields()
        .order_by(*NEWEST)
    )


def publication_list(index, asked: QueryDict) -> Listing:
    """Return the publications below an index page that fit the filters of an address."""
    found = publications_of(index.locale.language_code).child_of(index)
    filterset = PublicationFilter(asked, queryset=found)
    refused = refusals(filterset)
    fitting = found.none() if refused else filterset.qs
    chosen = applied(filterset)
    return Listing(
        form=filterset.form,
        page=Paginator(fitting, PUBLICATIONS_A_PAGE).get_page(asked.get("page")),
        applied=chosen,
        refused=refused,
        query=urlencode(chosen),
    )
