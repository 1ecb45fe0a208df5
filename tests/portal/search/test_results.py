"""The search page: what people see for what they type, whatever it is."""

import json

import pytest
from django.conf import settings as site_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidance.models import CountryNote
from portal.core.numerals import to_bangla_digits
from portal.search.models import BestBet, BestBetQuery
from portal.search.views import MAX_QUERY_LETTERS, RESULTS_A_GROUP
from tests.factories.pages import StandardPageFactory
from tests.factories.reference import CountryFactory, FactFactory, HotlineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def guides(write, same):
    hotline = HotlineFactory(value="16135", label="প্রবাস বন্ধু", dial="16135")
    fee = FactFactory(value="4025", label="নিবন্ধনের ফি")
    write("কাল্পনিক ভিসা যাচাই")
    write("কাল্পনিক বিএমইটি কার্ড")
    write("কাল্পনিক দালাল")
    write("কাল্পনিক লাইন", body=[("fact", hotline)])
    write("কাল্পনিক ফি", body=[("fact", fee)])
    same("যাচাই", "চেক", "check", "chek")
    same("বিএমইটি", "bmet")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("ভিসা", "কাল্পনিক ভিসা যাচাই"),
        ("ভিসার", "কাল্পনিক ভিসা যাচাই"),
        ("visa", "কাল্পনিক ভিসা যাচাই"),
        ("visa chek", "কাল্পনিক ভিসা যাচাই"),
        ("VISA", "কাল্পনিক ভিসা যাচাই"),
        ("bhisa", "কাল্পনিক ভিসা যাচাই"),
        ("bmet card", "কাল্পনিক বিএমইটি কার্ড"),
        ("bmet কার্ড", "কাল্পনিক বিএমইটি কার্ড"),
        ("বিএমইটিকার্ড", "কাল্পনিক বিএমইটি কার্ড"),
        ("dalal", "কাল্পনিক দালাল"),
        ("dalaler", "কাল্পনিক দালাল"),
        ("daalal", "কাল্পনিক দালাল"),
        ("দালল", "কাল্পনিক দালাল"),
        ("দালালদেরকে", "কাল্পনিক দালাল"),
        ("16135", "কাল্পনিক লাইন"),
        ("১৬১৩৫", "কাল্পনিক লাইন"),
        ("৪,০২৫", "কাল্পনিক ফি"),
        ("4,025 taka", "কাল্পনিক ফি"),
        ("নিব\u200cন্ধন", "কাল্পনিক ফি"),
    ],
)
def test_guides_are_found(titles, guides, query, title):
    assert titles(query)[0] == title


def test_another_word_with_the_same_letters_is_not_found(titles, write):
    write("কাল্পনিক দুলাল")
    for number in range(3):
        write(f"কাল্পনিক দালাল {number}")
    assert "কাল্পনিক দুলাল" not in titles("দালাল")


def test_old_and_new_spellings_of_dotted_letters_are_one(titles, write):
    write("কাল্পনিক বা\u09a1\u09bcি")
    assert titles("বা\u09dcি") == ["কাল্পনিক বা\u09a1\u09bcি"]


def test_a_page_about_it_comes_before_one_that_mentions_it(titles, write):
    write("কাল্পনিক পথ", summary="পাসপোর্ট হাতে রাখুন।")
    write("পাসপোর্ট করুন")
    assert titles("পাসপোর্ট") == ["পাসপোর্ট করুন", "কাল্পনিক পথ"]


def text_of(client, query: str, path: str = "/search/", **more) -> str:
    response = client.get(path, {"q": query, **more})
    assert response.status_code == 200
    return response.content.decode()


class TestGroups:
    @pytest.fixture
    def many(self, write, bangla_home):
        for number in range(RESULTS_A_GROUP + 2):
            write(f"কাল্পনিক বীমা {number}")
        StandardPageFactory(parent=bangla_home, title="অন্য কথা", summary="বীমা নিয়ে।")

    def test_kinds_stand_apart(self, client, many):
        text = text_of(client, "বীমা")
        assert text.index("নির্দেশিকা ও প্রশ্ন") < text.index("ওকাপ সম্পর্কে")
        assert text.count("<li><div><h3>") == RESULTS_A_GROUP + 1
        assert "kind=guide" in text
        assert f"সবগুলো ({to_bangla_digits(str(RESULTS_A_GROUP + 2))})" in text

    def test_one_kind_alone(self, client, many):
        text = text_of(client, "বীমা", kind="guide")
        assert text.count("<li><div><h2>") == RESULTS_A_GROUP + 2
        assert "অন্য কথা" not in text
        assert 'kind=guide" aria-current="true"' in text

    @pytest.mark.parametrize("kind", ["nonsense", "guide'--", ""])
    def test_another_kind_is_all_kinds(self, client, many, kind):
        assert "অন্য কথা" in text_of(client, "বীমা", kind=kind)

    @pytest.mark.parametrize("number", ["2", "0", "-1", "x", "999999999999999999999"])
    def test_pages_of_a_kind(self, client, many, number):
        assert "<mark>বীমা</mark>" in text_of(client, "বীমা", kind="guide", page=number)


class TestMarks:
    def test_whole_words_are_marked(self, client, write):
        write("কাল্পনিক দালালের ফাঁদ", summary="দালালকে টাকা দেবেন না।")
        text = text_of(client, "দালাল")
        assert "<mark>দালালের</mark>" in text
        assert "<mark>দালালকে</mark> টাকা" in text

    def test_what_is_typed_is_escaped(self, client, write):
        write("কাল্পনিক <b>ফাঁদ</b> & কথা")
        text = text_of(client, "ফাঁদ <script>alert(1)</script>")
        assert "<script>alert" not in text
        assert "<b>ফাঁদ" not in text

    def test_the_excerpt_is_where_it_stands(self, client, write):
        before = "সাধারণ কথা আছে এখানে। " * 30
        write("কাল্পনিক", body=[("paragraph", f"{before} জাহাজে উঠবেন না। {before}")])
        text = text_of(client, "জাহাজে")
        assert "… " in text
        assert "<mark>জাহাজে</mark> উঠবেন না" in text


class TestDidYouMean:
    def test_in_bangla(self, client, guides):
        assert client.get("/search/", {"q": "দালল"}).context["found"].corrected == "দালাল"

    def test_in_the_letters_that_were_typed(self, client, guides):
        assert client.get("/search/", {"q": "daklal"}).context["found"].corrected == "dalal"

    @pytest.mark.parametrize(
        ("query", "offered"), [("দালল", "দালাল"), ("daklal", "dalal"), ("brokre", "broker")]
    )
    def test_also_where_a_group_knows_what_was_meant(self, client, guides, same, query, offered):
        same("দালাল", "broker", "মাঝখানের লোক")
        assert client.get("/search/", {"q": query}).context["found"].corrected == offered

    def test_not_where_a_group_knows_what_was_typed(self, client, guides, same):
        same("দালাল", "daklal")
        assert client.get("/search/", {"q": "daklal"}).context["found"].corrected == ""

    def test_as_the_site_spells_it_in_latin_letters(self, client, write):
        write("পাসপোর্ট passport")
        assert client.get("/search/", {"q": "pasporrt tk"}).context["found"].corrected == ""
        found = client.get("/search/", {"q": "pasprot"}).context["found"]
        assert found.corrected == "passport"

    def test_what_it_offers_finds_the_same(self, titles, guides):
        assert titles("dalal") == titles("daklal")

    @pytest.mark.parametrize("query", ["দালাল", "dalal", "visa", "১৬১৩৫"])
    def test_not_where_nothing_was_guessed(self, client, guides, query):
        assert client.get("/search/", {"q": query}).context["found"].corrected == ""


def test_the_best_answer_stands_first(client, write):
    write("পাসপোর্ট করুন")
    chosen = write("কাল্পনিক উত্তর")
    bet = BestBet(page=chosen)
    bet.queries = [BestBetQuery(text="পাসপোর্ট")]
    bet.save()
    for query in ("পাসপোর্ট", "পাসপোট"):
        found = client.get("/search/", {"q": query}).context["found"]
        assert (found.best is not None) is (query == "পাসপোর্ট")
    text = text_of(client, "পাসপোর্ট")
    assert text.index("কাল্পনিক উত্তর") < text.index("করুন")
    chosen.unpublish()
    assert client.get("/search/", {"q": "পাসপোর্ট"}).context["found"].best is None


class TestOtherLanguage:
    def test_few_results_offer_the_other_language(self, client, write, english_stage):
        write("Fictional insurance", parent=english_stage)
        text = text_of(client, "insurance")
        assert 'lang="en"' in text
        assert "/en/guidance/deciding/" in text

    def test_many_do_not(self, client, write, english_stage):
        write("Fictional visa", parent=english_stage)
        for number in range(3):
            write(f"কাল্পনিক ভিসা {number}")
        assert "Fictional visa" not in text_of(client, "visa")


class TestNothingFound:
    def test_it_offers_help_and_guides(self, client, guides):
        text = text_of(client, "ঢঠঢঠ")
        assert 'href="/help/"' in text
        assert 'href="/help/#numbers"' in text
        assert 'href="/guidance/"' in text

    def test_it_offers_what_others_look_for(self, client, guides, write):
        bet = BestBet(page=write("কাল্পনিক জনপ্রিয়"))
        bet.queries = [BestBetQuery(text="কিছু")]
        bet.save()
        assert "কাল্পনিক জনপ্রিয়" in text_of(client, "ঢঠঢঠ")

    @pytest.mark.parametrize("query", ["", " ", "।", "%", "\u200c", "\u09cd", "!!!"])
    def test_no_words_are_no_question(self, client, guides, query):
        assert client.get("/search/", {"q": query}).status_code == 200


class TestDanger:
    @pytest.fixture
    def danger(self, same):
        same("মারধর", "আমাকে মারছে", "amake marche", "they beat me", is_danger=True)
        same("আটকে রেখেছে", "locked in", is_danger=True)
        same("বেতন আটকে রেখেছে", "unpaid")

    @pytest.mark.parametrize(
        ("query", "path"),
        [
            ("মারধর", "/search/"),
            ("মারধরের", "/search/"),
            ("আমাকে মারছে", "/search/"),
            ("amake marche", "/search/"),
            ("amake marse", "/search/"),
            ("they beat me every day", "/en/search/"),
            ("মেয়েকে আটকে রেখেছে", "/search/"),
        ],
    )
    def test_the_numbers_come_first(self, client, danger, query, path):
        text = text_of(client, query, path)
        assert text.index('class="danger-now"') < text.index('role="search"')

    @pytest.mark.parametrize("query", ["বেতন আটকে রেখেছে", "বেতন", "মারা গেছে", "জেলা"])
    def test_not_for_other_questions(self, client, danger, query):
        assert 'class="danger-now"' not in text_of(client, query)

    def test_the_list_is_the_editors(self, client, danger, same):
        assert 'class="danger-now"' not in text_of(client, "ঝড়")
        same("ঝড়", "storm", is_danger=True)
        assert 'class="danger-now"' in text_of(client, "ঝড়")


class TestData:
    def test_it_is_as_documented(self, client, guides):
        response = client.get("/search/", {"q": "দালল", "format": "json"})
        assert response["Content-Type"] == "application/json"
        data = json.loads(response.content)
        assert (data["query"], data["corrected"]) == ("দালল", "দালাল")
        (result,) = data["results"]
        assert result == {
            "title": "কাল্পনিক দালাল",
            "url": result["url"],
            "kind": "guide",
            "language": "bn",
            "excerpt": "এটি একটি কাল্পনিক পাতা।",
            "score": result["score"],
        }
        assert result["url"].startswith("/guidance/deciding/")
        assert result["score"] > 0

    def test_in_english(self, client, write, english_stage):
        write("Fictional visa", parent=english_stage)
        data = client.get("/en/search/", {"q": "visas", "format": "json"}).json()
        assert [result["title"] for result in data["results"]] == ["Fictional visa"]
        assert data["corrected"] is None


nasty = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=st.characters(min_codepoint=0x0980, max_codepoint=0x09FF), max_size=60),
    st.text(
        alphabet="\"'*:()^-+~%_\\/<>{}[]|&; NEARORANDNOT\u200e\u200f\u202e\u09cd\u0001",
        max_size=60,
    ),
)


class TestBadInput:
    @pytest.mark.parametrize(
        "query",
        [
            'দালাল"',
            '"দালাল',
            "দালাল*",
            "title:দালাল",
            "দালাল NEAR(ভিসা, 3)",
            "দালাল AND OR NOT",
            "দালাল' OR 1=1 --",
            "দালাল\x00",
            "\u09cd\u09be\u09bc",
            "\u202eদালাল\u200f",
            pytest.param("দালাল" * 1250, id="long word"),
            pytest.param("visa 1 " * 100, id="many words"),
            pytest.param("ক " * 2500, id="many letters"),
            pytest.param("\ufffd", id="replacement"),
            "😀",
        ],
    )
    @pytest.mark.parametrize("path", ["/search/", "/en/search/", "/search/suggest/"])
    def test_a_page_and_never_an_error(self, client, guides, query, path):
        assert client.get(path, {"q": query}).status_code == 200
        assert client.get(path, {"q": query, "format": "json"}).status_code == 200

    def test_a_long_question_is_cut(self, client, guides):
        found = client.get("/search/", {"q": "দালাল " * 1000}).context["found"]
        assert len(found.query) <= MAX_QUERY_LETTERS
        assert found.results[0].title == "কাল্পনিক দালাল"

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(nasty)
    def test_anything_at_all(self, client, guides, query):
        query = query.encode("utf-8", "replace").decode()
        assert client.get("/search/", {"q": query}).status_code == 200
        assert client.get("/search/suggest/", {"q": query}).status_code == 200


@pytest.mark.parametrize(("path", "language"), [("/search/", "bn_BD"), ("/en/search/", "en_GB")])
def test_the_head_names_both_languages_and_no_question(client, guides, path, language):
    head = client.get(path, {"q": "visa"}).content.decode().split("</head>")[0]
    assert '<meta name="robots" content="noindex">' in head
    assert f'<link rel="canonical" href="{site_settings.SITE_URL}{path}">' in head
    for code, twin in (("bn", "/search/"), ("en", "/en/search/"), ("x-default", "/search/")):
        assert f'hreflang="{code}" href="{site_settings.SITE_URL}{twin}"' in head
    assert f'<meta property="og:locale" content="{language}">' in head


def test_one_country_does_not_push_the_others_out(titles, write):
    guide = write("বেতন না পেলে", summary="কাল্পনিক")
    for number, name in enumerate(("কল্পদেশ", "স্বপ্নদেশ", "দূরদেশ")):
        country = CountryFactory(iso2=f"X{number}", name=name)
        CountryNote.objects.create(
            guide=guide, country=country, locale=country.locale, text="<p>অন্য নিয়ম।</p>"
        )
    assert titles("বেতন") == ["বেতন না পেলে"]
    assert titles("স্বপ্নদেশ বেতন")[0] == "স্বপ্নদেশ: বেতন না পেলে"


def test_a_spelling_that_one_text_has_finds_the_usual_one_too(titles, write):
    write("পাসপোট নিয়ে কথা")
    for number in range(3):
        write(f"পাসপোর্ট করুন {number}")
    found = titles("পাসপোট")
    assert found[0] == "পাসপোট নিয়ে কথা"
    assert set(found[1:4]) == {f"পাসপোর্ট করুন {number}" for number in range(3)}
