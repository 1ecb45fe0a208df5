"""One normalisation for index and query."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from portal.core.numerals import format_number
from portal.search.normalisation import fold_for_search

bangla = st.characters(min_codepoint=0x0980, max_codepoint=0x09FF)
bangla_letters = st.characters(
    min_codepoint=0x0980, max_codepoint=0x09FF, categories=("Lo", "Mn", "Mc", "Nd")
)
typed = st.text(
    alphabet=st.one_of(
        bangla, st.sampled_from("\u200b\u200c\u200d।॥| ,.0123456789x\n"), st.characters()
    )
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        # Both spellings of য় ড় ঢ় and of the two-part vowel signs.
        ("\u09df\u09dc\u09dd", "\u09af\u09bc\u09a1\u09bc\u09a2\u09bc"),
        ("ক\u09c7\u09be", "ক\u09cb"),
        ("১৬১৩৫", "16135"),
        ("২,২৪,৬৫৩", "224653"),
        ("224,653", "224653"),
        ("১,২ ও ৩", "12 ও 3"),
        ("টাকা, ফি", "টাকা, ফি"),
        ("ক্\u200dষ", "ক্ষ"),
        ("র\u200d্যা", "র্যা"),
        ("দালাল।খরচ॥ভিসা|পাসপোর্ট", "দালাল খরচ ভিসা পাসপোর্ট"),
        ("  এক\n দুই\t", "এক দুই"),
        ("।", ""),
        ("Visa CHECK", "Visa CHECK"),
    ],
)
def test_folding(text, folded):
    assert fold_for_search(text) == folded


@given(typed)
@example("কে\u200dা")
@example("কে\u200bা")
@example("১\u200d,\u200d২")
@example("১|,২")
def test_folding_twice_changes_nothing(text):
    once = fold_for_search(text)
    assert fold_for_search(once) == once


@given(typed)
def test_canonically_equal_texts_fold_alike(text):
    folded = fold_for_search(text)
    assert fold_for_search(unicodedata.normalize("NFD", text)) == folded
    assert fold_for_search(unicodedata.normalize("NFC", text)) == folded


@given(st.text(alphabet=bangla_letters, min_size=1))
def test_no_bangla_word_is_emptied_or_loses_a_vowel(word):
    folded = fold_for_search(word)
    assert folded
    expected = unicodedata.normalize("NFC", word)
    for bangla_digit, ascii_digit in zip("০১২৩৪৫৬৭৮৯", "0123456789", strict=True):
        expected = expected.replace(bangla_digit, ascii_digit)
    assert folded == expected


@given(st.text(alphabet=bangla_letters, min_size=1), st.data())
def test_joiners_change_nothing(word, data):
    assume(len(word) > 1)
    place = data.draw(st.integers(1, len(word) - 1))
    joiner = data.draw(st.sampled_from("\u200c\u200d"))
    assert fold_for_search(word[:place] + joiner + word[place:]) == fold_for_search(word)


@given(st.integers(min_value=0, max_value=10**10))
def test_a_number_folds_alike_however_it_is_written(number):
    for language in ("bn", "en"):
        assert fold_for_search(format_number(number, language)) == str(number)
