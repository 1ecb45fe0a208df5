"""The list of publications: filters that stay in the address, counts that are true, pages."""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.core.numerals import to_ascii_digits
from tests.factories import pages, reference

pytestmark = pytest.mark.django_db
MOST_QUERIES = 10


@pytest.fixture
def index(bangla_home):
    return pages.PublicationIndexPageFactory(parent=bangla_home)


@pytest.fixture
def make(index):
    def make(slug, topics=(), countries=(), programs=(), **fields):
        page = pages.PublicationPageFactory(parent=index, slug=slug, title=f"কাল্পনিক {slug}")
        for name, value in fields.items():
            setattr(page, name, value)
        page.topics = list(topics)
        page.countries = list(countries)
        for program in programs:
            page.related_pages.create(target=program)
        page.save()
        return page

    return make


class Links(HTMLParser):
    """The addresses of a page's links."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.append(dict(attrs).get("href", ""))


def listed(html: str) -> list[str]:
    """The slugs of the publications in the list, in order."""
    return re.findall(r'<h2><a href="(?:/en)?/publications/([a-z0-9-]+)/"', html)


def get(client, query="", prefix=""):
    return client.get(f"{prefix}/publications/{query}").content.decode()


def counted(html: str) -> int:
    """The number of publications that the page says it lists."""
    said = re.search(r'class="count" role="status">([^<]*)<', html).group(1)
    return int(re.sub(r"\D", "", to_ascii_digits(said)))


@pytest.fixture
def some(make, bangla_home):
    health, law = reference.TopicFactory(key="health"), reference.TopicFactory(key="law")
    country = reference.CountryFactory(iso2="ZZ")
    programs = pages.ProgramIndexPageFactory(parent=bangla_home)
    program = pages.ProgramPageFactory(parent=programs, slug="fictional-project")
    make("a", [health], [country], [program], kind="policy_brief", year=2097)
    make("b", [health, law], kind="policy_brief", year=2098, original_language="bn")
    make("c", [law], kind="annual_report", year=2098, original_language="bn-en")
    make("d", kind="news", year=2099, month=3, day=2)


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "fits"),
        [
            ("", "dcba"),
            ("?kind=policy_brief", "ba"),
            ("?topic=health", "ba"),
            ("?topic=law&kind=annual_report", "c"),
            ("?year=2098", "cb"),
            ("?year=২০৯৮", "cb"),
            ("?language=bn", "cb"),
            ("?language=en", "dca"),
            ("?program=fictional-project", "a"),
            ("?country=ZZ", "a"),
            ("?country=ZZ&topic=law", ""),
            ("?sort=oldest", "abcd"),
            ("?sort=title", "abcd"),
        ],
    )
    def test_what_fits_is_listed_and_counted(self, client, some, query, fits):
        html = get(client, query)
        assert "".join(listed(html)) == fits
        assert counted(html) == len(fits)

    @pytest.mark.parametrize(
        "query",
        [
            "?kind=nonsense",
            "?topic=nonsense",
            "?year=12345",
            "?yaer=2098",
            "?country=QQ",
            "?program=nonsense",
            "?sort=nonsense",
            "?language=fr",
        ],
    )
    @pytest.mark.parametrize("prefix", ["", "/en"])
    def test_what_is_not_understood_is_said_and_nothing_is_listed(
        self, client, some, index, english, query, prefix
    ):
        if prefix:
            index.copy_for_translation(english, copy_parents=True).save_revision().publish()
        html = get(client, query, prefix)
        assert 'role="alert"' in html
        assert listed(html) == []
        assert 'class="count"' not in html

    def test_each_choice_says_how_many_it_would_find(self, client, some):
        html = get(client, "?kind=policy_brief")
        # Counts of a filter leave that filter out and keep all others.
        assert "(১)" in re.search(r"annual_report[^>]*>([^<]*)<", html).group(1)
        assert re.search(r'<option value="health">[^<]*\(২\)', html)
        assert re.search(r'<option value="law">[^<]*\(১\)', html)
        assert re.search(r'<option value="2097">২০৯৭ \(১\)', html)
        # What would find nothing is not offered.
        assert 'value="2099"' not in html

    def test_counts_agree_with_what_the_choice_finds(self, client, some):
        html = get(client, "?topic=law")
        offered = re.findall(r'<option value="([a-z0-9-]+)"[^>]*>[^<]*\(([^)]*)\)', html)
        assert offered
        for value, said in offered:
            name = "year" if value.isdigit() else None
            if name:
                found = counted(get(client, f"?topic=law&{name}={value}"))
                assert found == int(to_ascii_digits(said))

    def test_the_state_stays_in_the_form(self, client, some):
        html = get(client, "?year=2098&topic=law&sort=title&kind=annual_report")
        for value in ("2098", "law", "title"):
            assert re.search(rf'<option value="{value}" selected', html)
        assert re.search(r'<input type="hidden" name="kind" value="annual_report"', html)

    def test_feeds_and_files_of_the_list_carry_its_filters(self, client, some):
        links = Links(get(client, "?year=2098&topic=law")).found
        files = [link for link in links if re.search(r"/(feeds|data)/", link)]
        assert sorted(urlsplit(link).path.rpartition("/")[2] for link in files) == [
            "atom.xml",
            *(f"publications.{form}" for form in ("bib", "csl.json", "csv", "json", "ris")),
            "rss.xml",
        ]
        for link in files:
            assert parse_qs(urlsplit(link).query) == {"year": ["2098"], "topic": ["law"]}
            assert client.get(link).status_code == 200
        assert client.get(next(link for link in links if "OAI" in link.upper())).status_code == 200

    def test_a_restricted_publication_is_neither_listed_nor_counted(self, client, some, index):
        page = index.get_children().get(slug="c")
        page.view_restrictions.create(restriction_type="login")
        html = get(client, "?topic=law")
        assert listed(html) == ["b"]
        assert counted(html) == 1

    def test_an_unpublished_publication_is_not_counted(self, client, some, index):
        index.get_children().get(slug="c").specific.unpublish()
        assert counted(get(client, "?topic=law")) == 1


class TestPages:
    def test_pages_keep_filters_and_order(self, client, make):
        for number in range(45):
            make(f"n{number:02}", kind="news", year=2090, month=1, day=number % 28 + 1)
        make("other", kind="statement", year=2090)
        first = get(client, "?kind=news&sort=oldest")
        assert len(listed(first)) == 20
        following = next(link for link in Links(first).found if "page=2" in link)
        assert parse_qs(urlsplit(following).query) == {
            "kind": ["news"],
            "sort": ["oldest"],
            "page": ["2"],
        }
        seen = listed(first)
        seen += listed(get(client, following))
        seen += listed(get(client, "?kind=news&sort=oldest&page=3"))
        assert len(seen) == len(set(seen)) == 45
        assert "other" not in seen

    @pytest.mark.parametrize("page", ["0", "999", "-1", "x", "২", ""])
    def test_any_page_number_is_answered(self, client, some, page):
        assert client.get(f"/publications/?page={page}").status_code == 200


@pytest.mark.parametrize("query", ["", "?kind=news&topic=health&year=2099"])
def test_few_queries_however_many_there_are(client, some, make, query):
    def count():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert get(client, query)
        return len(queries)

    few = count()
    for number in range(12):
        make(f"more{number}", kind="news", year=2099)
    assert count() == few
    assert few <= MOST_QUERIES
