"""How words sound, for two-way folding and for typos."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.inflection import forms
from portal.search.phonetics import (
    letter_distance,
    skeleton,
    soft_key,
    sound_key,
    spelling_distance,
    with_ch_for_c,
)
from portal.search.romanise import romanise
from portal.search.words import words_of

bangla_words = st.text(
    alphabet=st.characters(
        min_codepoint=0x0985, max_codepoint=0x09CE, categories=("Lo", "Mn", "Mc")
    ),
    min_size=1,
    max_size=20,
)
latin_words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("bangla", "latin"),
    [
        ("দালাল", "dalal"),
        ("খরচ", "khoroch"),
        ("বিদেশ", "bidesh"),
        ("ভিসা", "visa"),
        ("প্রবাসী", "probashi"),
        ("দূতাবাস", "dutabash"),
        ("অভিযোগ", "obhijog"),
        ("প্রশিক্ষণ", "proshikkhon"),
        ("ক্ষতি", "khoti"),
        ("সৌদি", "soudi"),
        ("কার্ড", "card"),
        ("লাশ", "lash"),
        ("জ্ঞান", "gan"),
        ("ঝড়", "jhor"),
    ],
)
def test_both_scripts_have_one_sound(bangla, latin):
    assert soft_key(sound_key(bangla)) == soft_key(sound_key(latin))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ছাড়পত্র", "charpotro"),
        ("পাসপোর্ট", "passport"),
        ("স্বাস্থ্য", "shastho"),
        ("মালয়েশিয়া", "malaysia"),
        ("ব্যাংক", "bank"),
        ("মারধর", "mardhor"),
        ("দালাল", "dalla"),
        ("visa", "viza"),
    ],
)
def test_what_is_typed_is_near(typed, meant):
    assert spelling_distance(sound_key(typed), sound_key(meant)) <= 1.2


@pytest.mark.parametrize(
    ("one", "other"), [("দালাল", "জেলা"), ("বীমা", "বোমা"), ("জেল", "জেলা"), ("বন্দি", "বন্ধু")]
)
def test_other_words_do_not_sound_alike(one, other):
    assert soft_key(sound_key(one)) != soft_key(sound_key(other))


@pytest.mark.parametrize(
    ("typed", "meant", "other"),
    [("কাড", "কার্ড", "ক্যাম্প"), ("রিপট", "রিপোর্ট", "রেট"), ("smat", "smart", "smita")],
)
def test_a_missing_r_is_a_small_mistake(typed, meant, other):
    own = sound_key(typed)
    assert spelling_distance(own, sound_key(meant)) < spelling_distance(own, sound_key(other))
    assert spelling_distance(own, sound_key(meant)) <= 1.2


@pytest.mark.parametrize(
    ("typed", "meant"), [("pacar", "পাচার"), ("cukti", "চুক্তি"), ("calan", "চালান")]
)
def test_c_alone_may_stand_for_ch(typed, meant):
    assert soft_key(sound_key(with_ch_for_c(typed))) == soft_key(sound_key(meant))


@pytest.mark.parametrize("typed", ["check", "khoroch", "visa chek", "police"])
def test_c_with_a_sound_of_its_own_keeps_it(typed):
    assert with_ch_for_c(typed) == typed


def test_letters_part_what_sounds_alike():
    """স্মাট is স্মার্ট with a letter missing, not সীমিত, though it sounds nearer to that."""
    assert letter_distance("স্মাট", "স্মার্ট") < letter_distance("স্মাট", "সীমিত")


@given(st.one_of(bangla_words, latin_words))
def test_keys_are_the_same_for_equal_texts(word):
    key = sound_key(word)
    assert sound_key(unicodedata.normalize("NFD", word)) == key
    assert sound_key(word.upper()) == key
    assert soft_key(soft_key(key)) == soft_key(key)
    assert len(skeleton(key)) <= len(key)


@given(latin_words, latin_words)
def test_the_distance_is_the_same_both_ways(one, other):
    one, other = sound_key(one), sound_key(other)
    assert spelling_distance(one, other) == pytest.approx(spelling_distance(other, one))
    assert spelling_distance(one, one) == 0


@pytest.mark.parametrize(
    ("inflected", "word"),
    [
        ("দালালের", "দালাল"),
        ("দালালকে", "দালাল"),
        ("দালালেরা", "দালাল"),
        ("টাকাগুলো", "টাকা"),
        ("বিদেশে", "বিদেশ"),
        ("বাড়িতে", "বাড়ি"),
        ("মেয়েদের", "মেয়ে"),
        ("কোম্পানির", "কোম্পানি"),
        ("দেশটাকে", "দেশ"),
        ("passports", "passport"),
        ("complaining", "complain"),
    ],
)
def test_an_ending_is_taken_off(inflected, word):
    (folded,) = words_of(inflected)
    (wanted,) = words_of(word)
    assert wanted in forms(folded)


@given(st.one_of(bangla_words, latin_words))
def test_forms_begin_with_the_word_and_none_is_empty(word):
    for folded in words_of(word):
        found = forms(folded)
        assert found[0] == folded
        assert all(found)
        assert len(set(found)) == len(found)


@given(st.text(max_size=60))
def test_words_of_anything_are_folded_for_good(text):
    words = words_of(text)
    assert words_of(" ".join(words)) == words


@pytest.mark.parametrize(
    ("bangla", "latin"),
    [("দালাল", "dalal"), ("খরচ", "khoroch"), ("প্রবাসী", "probasi"), ("ভিসা", "bhisa")],
)
def test_in_latin_letters(bangla, latin):
    assert romanise(bangla) == latin


@given(bangla_words)
def test_latin_letters_hold_no_bangla(word):
    assert not any("\u0985" <= letter <= "\u09b9" for letter in romanise(word))
