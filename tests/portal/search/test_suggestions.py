"""Pages that are offered while somebody types: few, small, storable, and only public ones."""

import json
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from portal.search.suggestions import MOST_SUGGESTIONS

pytestmark = pytest.mark.django_db

# What the page on searching promises to somebody who pays for every kilobyte.
MOST_BYTES = 2048
MOST_QUERIES = 12


@pytest.fixture
def offered(client):
    """The titles that are offered for what has been typed so far."""

    def ask(typed: str, path: str = "/search/suggest/") -> list[str]:
        response = client.get(path, {"q": typed})
        assert response.status_code == 200
        return [page["title"] for page in response.json()["suggestions"]]

    return ask


@pytest.mark.parametrize(
    "typed", ["দা", "দাল", "দালাল", "দালালে", "da", "dal", "dalal", "DAL", " দাল ", "দা\u200cল"]
)
def test_the_beginning_of_a_word_is_enough(offered, write, typed):
    write("কাল্পনিক দালালের ফাঁদ")
    assert "কাল্পনিক দালালের ফাঁদ" in offered(typed)


@pytest.mark.parametrize("typed", ["ভিসা যা", "visa ja", "ভিসা ja", "ভিসার যাচ", "  ভিসা,  যা"])
def test_of_several_words_the_last_is_still_being_typed(offered, write, typed):
    write("কাল্পনিক ভিসা")
    write("কাল্পনিক ভিসা যাচাই")
    write("কাল্পনিক যাচাই")
    assert offered(typed)[0] == "কাল্পনিক ভিসা যাচাই"


@pytest.mark.parametrize("typed", ["pasp", "passpo", "passport", "pasport"])
def test_a_vowel_that_only_one_script_writes_does_not_matter(offered, write, typed):
    write("কাল্পনিক পাসপোর্ট")
    assert offered(typed) == ["কাল্পনিক পাসপোর্ট"]


def test_bangla_letters_find_english_pages(offered, write, english_stage):
    write("Fictional passport", parent=english_stage)
    assert offered("পাসপো", "/en/search/suggest/") == ["Fictional passport"]


def test_another_beginning_is_not_offered(offered, write):
    write("কাল্পনিক দালাল")
    write("কাল্পনিক বেতন")
    assert "কাল্পনিক দালাল" not in offered("বেত")
    assert "কাল্পনিক দালাল" not in offered("লাল")


@pytest.mark.parametrize("typed", ["", " ", "দ", "d", "5", "৫", "।", "ভিসা য", "\u09cd\u09be"])
def test_one_letter_is_not_enough(offered, write, typed):
    write("দালাল ৫ ভিসা যাচাই")
    assert offered(typed) == []


def test_a_suggestion_leads_to_its_page(client, write):
    guide = write("কাল্পনিক দালাল")
    answer = client.get("/search/suggest/", {"q": "দাল"}).json()
    assert answer == {"suggestions": [{"title": "কাল্পনিক দালাল", "url": guide.get_url()}]}
    assert client.get(answer["suggestions"][0]["url"]).status_code == 200


def test_in_english(client, offered, write, english_stage):
    write("কাল্পনিক ভিসা")
    guide = write("Fictional visa", parent=english_stage)
    assert offered("vis", "/en/search/suggest/") == ["Fictional visa"]
    assert offered("visas", "/en/search/suggest/") == []
    assert offered("vis") == ["কাল্পনিক ভিসা"]
    found = client.get("/en/search/suggest/", {"q": "fict vi"}).json()["suggestions"]
    assert [page["url"] for page in found] == [guide.get_url()]


class TestSize:
    def test_at_most_six(self, offered, write):
        for number in range(MOST_SUGGESTIONS + 2):
            write(f"কাল্পনিক দালাল {number}")
        assert len(offered("দাল")) == MOST_SUGGESTIONS == 6

    @pytest.mark.parametrize(
        "slug", ["fictional-" + "long-" * 20, "কলম-" * 25], ids=["Latin", "Bangla"]
    )
    def test_long_titles_fit_all_the_same(self, client, write, slug):
        for number in range(MOST_SUGGESTIONS + 2):
            write(f"দালাল {'ক্ষতিগ্রস্ত স্ত্রী ' * 13}{number}", slug=f"{slug}{number}")
        response = client.get("/search/suggest/", {"q": "দাল"})
        assert len(response.content) <= MOST_BYTES
        found = json.loads(response.content)["suggestions"]
        assert found
        for page in found:
            assert client.get(quote(page["url"])).status_code == 200

    def test_a_long_title_ends_after_a_word(self, offered, write):
        write("দালাল " + "ক্ষতিগ্রস্ত " * 20)
        (title,) = offered("দাল")
        assert set(title.removeprefix("দালাল ").split()) == {"ক্ষতিগ্রস্ত", "…"}


class TestStorable:
    def test_by_everybody_for_a_while(self, client, write):
        write("কাল্পনিক দালাল")
        response = client.get("/search/suggest/", {"q": "দাল"})
        directives = dict(
            part.strip().partition("=")[::2] for part in response["Cache-Control"].split(",")
        )
        assert "public" in directives
        assert int(directives["max-age"]) >= 60
        assert "Cookie" not in response.get("Vary", "")

    @pytest.mark.parametrize("path", ["/search/suggest/", "/en/search/suggest/"])
    def test_without_a_cookie(self, client, write, path):
        response = client.get(path, {"q": "দাল"}, headers={"cookie": "sessionid=x; csrftoken=y"})
        assert not response.cookies
        assert "Set-Cookie" not in response

    def test_nothing_can_be_sent(self, client):
        assert client.post("/search/suggest/", {"q": "দাল"}).status_code == 405


class TestHiddenPages:
    def test_what_is_withdrawn_is_not_offered(self, offered, write):
        guide = write("কাল্পনিক দালাল")
        assert offered("দাল") == ["কাল্পনিক দালাল"]
        guide.unpublish()
        assert offered("দাল") == []

    def test_nor_what_the_index_has_not_yet_forgotten(self, offered, write):
        guide = write("কাল্পনিক দালাল")
        type(guide).objects.filter(pk=guide.pk).update(live=False)
        assert offered("দাল") == []

    @pytest.mark.parametrize("restricted", ["page", "parent"])
    def test_nor_what_is_private(self, offered, write, stage, restricted):
        guide = write("কাল্পনিক দালাল")
        page = guide if restricted == "page" else stage
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert offered("দাল") == []


class TestQueries:
    def queries(self, client, typed: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/search/suggest/", {"q": typed})
        return len(queries)

    @pytest.mark.parametrize("typed", ["দাল", "dal", "কাল্পনিক ভিসা দাল"])
    def test_more_pages_ask_no_more(self, client, write, typed):
        for number in range(5):
            write(f"কাল্পনিক দালাল {number}", summary="কাল্পনিক ভিসা")
        self.queries(client, typed)
        few = self.queries(client, typed)
        for number in range(10):
            write(f"কাল্পনিক দালালি {number}", summary="কাল্পনিক ভিসা")
        assert self.queries(client, typed) == few

    def test_they_are_few(self, client, write, django_assert_max_num_queries):
        call_command("update_index", backend_name="public", verbosity=0)
        write("কাল্পনিক দালাল ভিসা যাচাই")
        for typed in ("দাল", "কাল্পনিক দালাল ভিসা যাচ", "a b c d e f g h i jo", "ঢঠঢঠ ঢঠঢ"):
            with django_assert_max_num_queries(MOST_QUERIES):
                client.get("/search/suggest/", {"q": typed})

    def test_nothing_is_asked_for_one_letter(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            client.get("/search/suggest/", {"q": "দ"})
