"""The full-text index keeps Bangla words whole, on both databases."""

import pytest
from django.db import connection
from wagtail.models import Page

from tests.factories.pages import StandardPageFactory

pytestmark = pytest.mark.django_db


def found(query: str) -> set[str]:
    return {page.title for page in Page.objects.search(query)}


def test_the_broker_is_not_the_darling(bangla_home):
    """The stock tokenizer reads both as দ, ল, ল, and finds one for the other."""
    for title in ("দালাল", "দুলাল"):
        StandardPageFactory(parent=bangla_home, title=title)
    assert found("দালাল") == {"দালাল"}
    assert found("দুলাল") == {"দুলাল"}


@pytest.mark.parametrize(
    ("word", "others"),
    [
        # A vowel sign, the virama, the nukta, the candrabindu, khanda ta: each makes a word.
        ("কাজ", ["কজ", "কিজ", "কুজ"]),
        ("পদ্ম", ["পদম"]),
        ("বড়", ["বড"]),
        ("চাঁদ", ["চাদ"]),
        ("হঠাৎ", ["হঠা"]),
    ],
)
def test_every_sign_counts(bangla_home, word, others):
    for title in (word, *others):
        StandardPageFactory(parent=bangla_home, title=title)
    assert found(word) == {word}


def test_a_word_is_found_in_a_sentence_and_beside_the_dari(bangla_home):
    StandardPageFactory(parent=bangla_home, title="দালাল ছাড়া বিদেশ", summary="টাকা দেবেন না।")
    assert found("বিদেশ") == {"দালাল ছাড়া বিদেশ"}
    assert found("না") == {"দালাল ছাড়া বিদেশ"}


def test_half_a_word_is_not_a_word(bangla_home):
    StandardPageFactory(parent=bangla_home, title="বিদেশ")
    assert found("দেশ") == set()


def test_changed_and_deleted_pages_follow(bangla_home):
    """The triggers that keep SQLite's table in step have survived its rebuilding."""
    page = StandardPageFactory(parent=bangla_home, title="দালাল")
    page.title = "দুলাল"
    page.save()
    assert found("দালাল") == set()
    assert found("দুলাল") == {"দুলাল"}
    page.delete()
    assert found("দুলাল") == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own table")
def test_the_table_says_which_tokenizer_it_has():
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'wagtailsearch_indexentry_fts'")
        (sql,) = cursor.fetchone()
    assert "categories 'L* N* Co Mn Mc Cf'" in sql


@pytest.mark.postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="DATABASE_URL is not PostgreSQL")
def test_the_database_knows_that_a_dari_is_no_letter():
    """A plain `C` ctype keeps the dari at the word before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_tsvector('simple', 'খরচ।') = to_tsvector('simple', 'খরচ')")
        assert cursor.fetchone() == (True,)
