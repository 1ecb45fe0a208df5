"""How long the list of 10,000 publications takes, beside the stock way to list documents.

Run by `make bench-publications`, on SQLite, or on PostgreSQL when BENCH_DATABASE_URL names a
server. The stock way is a page of a generic list view over Wagtail's documents: it has neither
filters nor counts. Times are medians of requests through the whole stack without a network.
"""

import os
import statistics
import sys

from tests.performance.filled_site import filled_site, say, times

PUBLICATIONS = 10_000
PAGES_EACH = 6
ROUNDS = 15
GOAL_MS = 150
MOST_QUERIES = 10
ADDRESSES = {
    "whole list": "/publications/",
    "kind and year": "/publications/?kind=policy_brief&year=2010",
    "topic": "/publications/?topic=fictional-3",
    "topic, country, language": "/publications/?topic=fictional-3&language=bn&sort=title",
    "a page far behind": "/publications/?page=400",
    "in English": "/en/publications/?topic=fictional-3",
}


def main() -> int:
    """Fill a database, measure and print a table. Returns 1 when a goal is missed."""
    with filled_site("publication_list", _fill) as database:
        print(
            f"\n{database}, {PUBLICATIONS:,} publications in two languages,"
            f" load {os.getloadavg()[0]:.1f}\n"
        )
        return int(_measure())


def _fill() -> None:
    from tests.performance.many_publications import make_publications

    say(f"{PUBLICATIONS:,} publications, {PUBLICATIONS * PAGES_EACH:,} pages of text …")
    make_publications(PUBLICATIONS, PAGES_EACH)


def _measure() -> bool:
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    missed = False
    stock = _median(_stock_list)
    print(f"{'':28}{'median ms':>10}{'p95 ms':>9}{'queries':>9}{'× stock':>9}")
    print(f"{'stock list of documents':28}{stock[0]:>10.1f}{stock[1]:>9.1f}")
    for name, address in ADDRESSES.items():

        def ask(address=address):
            response = client.get(address)
            assert response.status_code == 200

        median, slow = _median(ask)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            ask()
        print(f"{name:28}{median:>10.1f}{slow:>9.1f}{len(queries):>9}{median / stock[0]:>9.2f}")
        missed |= median > GOAL_MS or len(queries) > MOST_QUERIES
    return missed


def _stock_list() -> None:
    """A page of documents as a generic list view shows it."""
    from django.test import RequestFactory
    from django.views.generic import ListView

    from portal.core.models import CustomDocument
    from publications.models import PublicationPage

    view = ListView.as_view(
        queryset=PublicationPage.objects.live().order_by("-first_published_at"),
        paginate_by=20,
        template_name="publications/publication_index_page.html",
    )
    response = view(RequestFactory().get("/"))
    titles = [page.specific.title for page in response.context_data["object_list"]]
    files = [
        (document.title, document.file_size, document.url)
        for document in CustomDocument.objects.order_by("-created_at")[:20]
    ]
    assert titles and files


def _median(ask) -> tuple[float, float]:
    ask()
    found = times(ask, ROUNDS)
    return statistics.median(found), sorted(found)[int(ROUNDS * 0.95) - 1]


if __name__ == "__main__":
    sys.exit(main())
