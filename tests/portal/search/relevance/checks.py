"""What comes first for realistic questions, on the demo content, beside the stock search."""

from django.utils import translation
from wagtail.models import Locale, Page

from portal.search.results import answer
from tests.portal.search.relevance import read_queries, success_of

KINDS = ["exact", "inflected", "variant", "latin", "typo", "english"]
# `pytest -s` shows the tables.


def ours(query: str, language: str) -> list[str]:
    with translation.override(language):
        return [result.url for result in answer(query, language).results]


def stock(query: str, language: str) -> list[str]:
    """What `wagtail start` gives a new site."""
    locale = Locale.objects.get(language_code=language)
    found = Page.objects.live().filter(locale=locale).search(query)[:10]
    return [page.get_url() for page in found]


class RelevanceChecks:
    """For a TestCase that has loaded the demo content: that takes minutes, once is enough."""

    def test_every_address_that_is_wanted_exists(self):
        for name in ("tuned", "held_out"):
            for path in {path for row in read_queries(name) for path in row["pages"]}:
                with self.subTest(path):
                    assert self.client.get(path).status_code == 200

    def test_the_sets_are_large_and_apart(self):
        tuned, held_out = read_queries("tuned"), read_queries("held_out")
        assert len(tuned) + len(held_out) >= 200
        asked = [row["q"] for row in (*tuned, *held_out)]
        assert len(set(asked)) == len(asked)

    def test_right_pages_come_first(self):
        for name in ("tuned", "held_out"):
            with self.subTest(name):
                queries = read_queries(name)
                success = success_of(ours, queries)
                default = success_of(stock, queries)
                print(f"\n{name}\n{success.table()}\nstock\n{default.table()}\n{success.missed}")
                assert success.share() >= 0.95, success.missed
                assert success.share(among=1) >= 0.80
                for kind in KINDS:
                    assert success.share(kind) >= 0.90, (kind, success.missed)
                assert default.share() < success.share()
