"""How long a search takes among 10,000 pages, beside the stock search view of a new Wagtail site.

Run by `make bench-search`. Pages are made of sentences of the demo content, so that common words
are as common as on the site. Everything is measured in one process, the whole view with its
middleware; on PostgreSQL when BENCH_DATABASE_URL names a server, else on SQLite.
"""

import random
import re
import statistics
import sys
from pathlib import Path

from tests.performance.databases import gather_statistics
from tests.performance.filled_site import filled_site, say, timed, verdict

PAGES = 10_000
SENTENCES = 14
SEED = 20261122
GOALS_MS = {"search, median": 40, "search, p99": 120, "suggestion, median": 15, "publishing": 150}
QUERIES = Path(__file__).parents[1] / "portal" / "search" / "relevance"


def main() -> int:
    """Measure and print a table. Returns 1 when a goal is missed."""
    with filled_site("search", _fill):
        say("Measuring …")
        return _measure()


def _sentences() -> list[str]:
    """Return the Bangla sentences of the demo content."""
    from home.demo.files import read

    found: list[str] = []

    def walk(value):
        if isinstance(value, str):
            if any("\u0985" <= letter <= "\u09b9" for letter in value) and len(value) > 20:
                found.append(re.sub(r"\{fact:[^}]*\}|<[^>]*>", "", value))
        else:
            for each in value.values() if isinstance(value, dict) else value:
                if isinstance(each, str | dict | list):
                    walk(each)

    names = ("abroad", "deciding", "family", "preparing_1", "preparing_2", "returned")
    for name in (*(f"guides_{stage}" for stage in names), "questions", "situations", "glossary"):
        walk(read(name))
    return found


def _fill() -> None:
    from django.db import transaction
    from wagtail.models import Locale
    from wagtail.rich_text import RichText

    from home.demo.indexing import indexed_at_the_end
    from home.demo.search import synonym_groups
    from home.models import HomePage, StandardPage

    home = HomePage.objects.get(locale=Locale.objects.get(language_code="bn"))
    sentences = _sentences()
    choose = random.Random(SEED)  # noqa: S311
    say(f"Writing {PAGES:,} pages …")
    with transaction.atomic():
        sum(synonym_groups())
        with indexed_at_the_end():
            for number in range(PAGES):
                words = " ".join(choose.sample(sentences, SENTENCES))
                title = " ".join(choose.choice(sentences).split()[:6])
                home.add_child(
                    instance=StandardPage(
                        title=title,
                        slug=f"page-{number}",
                        locale=home.locale,
                        summary=choose.choice(sentences),
                        body=[("paragraph", RichText(f"<p>{words}</p>"))],
                    )
                )
                if number % 1000 == 999:
                    say(f"… {number + 1:,}")
            say("Indexing …")
    gather_statistics()


def _measure() -> int:
    from django.db import connection
    from django.test import Client

    from home.models import StandardPage
    from portal.search.index_writer import write_objects
    from portal.search.models import Posting, Word
    from tests.portal.search.relevance import read_queries

    queries = [row["q"] for row in read_queries("tuned") if row["language"] == "bn"]
    client = Client()
    searches, stock, suggestions, published = [], [], [], []
    for query in queries[:10]:
        client.get("/search/", {"q": query})
    for _round in range(3):
        for query in queries:
            searches.append(_ms(lambda query=query: client.get("/search/", {"q": query})))
            stock.append(_ms(lambda query=query: _stock_view(query)))
            begun = query[: max(3, len(query) * 2 // 3)]
            suggestions.append(
                _ms(lambda begun=begun: client.get("/search/suggest/", {"q": begun}))
            )
    for page in StandardPage.objects.order_by("?")[:40]:
        page.title += " নতুন"
        published.append(_ms(lambda page=page: write_objects(StandardPage, [page])))
    figures = {
        "search, median": statistics.median(searches),
        "search, p99": statistics.quantiles(searches, n=100)[98],
        "suggestion, median": statistics.median(suggestions),
        "publishing": statistics.quantiles(published, n=20)[18],
    }
    print(f"\n{connection.vendor}, {PAGES:,} pages, {Word.objects.count():,} words,")
    print(f"{Posting.objects.count():,} postings, {len(searches)} searches\n")
    print("| what | ms | goal |\n|---|---|---|")
    for name, figure in figures.items():
        print(f"| {name} | {figure:.1f} | {verdict(figure, GOALS_MS[name])} |")
    stock_median, stock_p99 = statistics.median(stock), statistics.quantiles(stock, n=100)[98]
    print(
        f"| stock view, median | {stock_median:.1f} | |\n| stock view, p99 | {stock_p99:.1f} | |"
    )
    ratio = statistics.median(one / other for one, other in zip(searches, stock, strict=True))
    print(f"| ours in times of the stock view's, median | {ratio:.2f} × | |")
    return int(any(figure > GOALS_MS[name] for name, figure in figures.items()))


def _stock_view(query: str) -> str:
    """What `wagtail start` gives a new site: the database's search, ten pages on a plain page."""
    from django.core.paginator import Paginator
    from django.template import Context, Template
    from wagtail.models import Page

    found = Paginator(Page.objects.live().search(query), 10).get_page(1)
    template = Template(
        "{% for page in found %}<a href='{{ page.url }}'>{{ page }}</a>{% endfor %}"
    )
    return template.render(Context({"found": found}))


def _ms(act) -> float:
    return timed(act)[0]


if __name__ == "__main__":
    sys.exit(main())
