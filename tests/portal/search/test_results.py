"""What the search page finds, with words and numbers as people type them."""

import pytest

from guidance.models import GuidePage
from portal.search.everyday_words import EVERYDAY_WORDS
from portal.search.normalisation import query_words
from portal.search.views import MAX_QUERY_LETTERS, MAX_WORDINGS, wordings
from tests.factories.pages import (
    GuidanceIndexPageFactory,
    GuidePageFactory,
    StagePageFactory,
    StandardPageFactory,
)
from tests.factories.reference import FactFactory, HotlineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(bangla_home):
    index = GuidanceIndexPageFactory(parent=bangla_home, title="নির্দেশিকা")
    return StagePageFactory(parent=index, slug="deciding", title="ধাপ")


def write(stage, title, **fields) -> GuidePage:
    """Publish a guide."""
    guide = GuidePageFactory(parent=stage, title=title, **fields)
    guide.save_revision().publish()
    return guide


def titles(client, query: str, path: str = "/search/") -> list[str]:
    response = client.get(path, {"q": query})
    assert response.status_code == 200
    return [result.title for result in response.context["page_of_results"]]


@pytest.fixture
def guides(stage):
    hotline = HotlineFactory(value="16135", label="প্রবাস বন্ধু", dial="16135")
    fee = FactFactory(value="4025", label="নিবন্ধনের ফি")
    write(stage, "কাল্পনিক ভিসা যাচাই")
    write(stage, "কাল্পনিক বিএমইটি কার্ড")
    write(stage, "কাল্পনিক দালাল")
    write(stage, "কাল্পনিক লাইন", body=[("fact", hotline)])
    write(stage, "কাল্পনিক ফি", body=[("fact", fee)])


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("bmet card", "কাল্পনিক বিএমইটি কার্ড"),
        ("BMET Card", "কাল্পনিক বিএমইটি কার্ড"),
        ("bmet কার্ড", "কাল্পনিক বিএমইটি কার্ড"),
        ("bmet", "কাল্পনিক বিএমইটি কার্ড"),
        ("visa", "কাল্পনিক ভিসা যাচাই"),
        ("visa chek", "কাল্পনিক ভিসা যাচাই"),
        ("dalal", "কাল্পনিক দালাল"),
        ("16135", "কাল্পনিক লাইন"),
        ("১৬১৩৫", "কাল্পনিক লাইন"),
        ("প্রবাস বন্ধু", "কাল্পনিক লাইন"),
        ("4025", "কাল্পনিক ফি"),
        ("৪,০২৫", "কাল্পনিক ফি"),
        ("4,025 taka", "কাল্পনিক ফি"),
    ],
)
def test_guides_are_found(client, guides, query, title):
    assert titles(client, query) == [title]


def test_a_page_that_has_the_typed_word_is_found_too(client, bangla_home):
    StandardPageFactory(parent=bangla_home, title="Visa কেন্দ্র")
    StandardPageFactory(parent=bangla_home, title="ভিসা অফিস")
    assert set(titles(client, "visa")) == {"Visa কেন্দ্র", "ভিসা অফিস"}


def test_bangla_and_latin_words_may_be_mixed_in_a_page(client, bangla_home):
    StandardPageFactory(parent=bangla_home, title="BMET কার্ড")
    StandardPageFactory(parent=bangla_home, title="BMET অফিস")
    assert titles(client, "bmet card") == ["BMET কার্ড"]


def test_a_fact_that_is_held_back_is_not_found(client, stage):
    write(stage, "এক", body=[("fact", FactFactory(value="777", publish_rule="no"))])
    write(stage, "দুই", body=[("fact", FactFactory(value="777", live=False))])
    assert titles(client, "777") == []


def test_english_questions_stay_english(guides):
    assert wordings("visa 16135", "en") == ["visa ১৬১৩৫", "visa 16135"]


def test_a_page_in_the_other_language_says_so(client, english_home):
    page = StandardPageFactory(parent=english_home, title="Fictional passport")
    other = StandardPageFactory(parent=page, title="Fictional passport page")
    other.alias_of = page
    other.save()
    text = client.get("/en/search/", {"q": "fictional passport"}).content.decode()
    assert 'lang="bn">Fictional passport page</a>' in text
    assert '">Fictional passport</a>' in text
    assert 'lang="bn">Fictional passport</a>' not in text


@pytest.mark.parametrize("words", ["visa 1 ", "job 16135 training ", "দালাল ", "lash "])
def test_a_long_question_is_answered(client, guides, words):
    query = (words * 100)[:MAX_QUERY_LETTERS]
    assert len(wordings(query, "bn")) <= MAX_WORDINGS + 1
    titles(client, query)


def test_the_table_holds_words_as_questions_have_them():
    for typed, in_bangla in EVERYDAY_WORDS.items():
        assert typed == typed.casefold() == query_words(typed)
        assert len(typed.split()) == 1, "words are looked up one by one"
        assert in_bangla
    assert list(EVERYDAY_WORDS) == sorted(EVERYDAY_WORDS)
