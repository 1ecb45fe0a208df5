"""Words that are typed apart, in one, or with mistakes, and what they lead to."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["এন আই ডি", "এন আই ডি কার্ড", "n i d", "N.I.D."])
def test_a_name_typed_letter_by_letter_is_found(write, titles, query):
    write("আই কার্ড")
    write("এনআইডি", summary="nid")
    assert titles(query)[0] == "এনআইডি"


def test_words_beside_each_other_stay_two_where_the_site_has_no_such_word(write, titles):
    write("মা ও মেয়ে")
    assert titles("মা ও মেয়ে") == ["মা ও মেয়ে"]


def test_joined_words_are_found_by_the_half_that_is_known(write, titles):
    write("ব্যাংক খোলা")
    assert titles("ব্যাংকএকাউন্টট") == ["ব্যাংক খোলা"]


@pytest.mark.parametrize("query", ["স্মাট কাড", "smat card", "স্মার্টকাড"])
def test_a_missing_r_is_forgiven(write, titles, query):
    write("গোপন কোড")
    write("সীমা টানা")
    write("স্মার্ট কার্ড")
    assert titles(query)[0] == "স্মার্ট কার্ড"


def test_c_of_latin_letters_may_be_ch(write, titles):
    write("ডাকরি কাকরা")
    write("চাকরি")
    assert titles("cakri")[0] == "চাকরি"


def test_an_english_word_is_not_taken_for_one_that_only_sounds_near(write, english_stage, titles):
    write("Pick a plane", parent=english_stage)
    assert titles("fake", "/en/search/") == []


@pytest.mark.parametrize("query", ["আত্মহত্তা", "suicid", "sucide", "suicidee"])
def test_a_misspelt_word_of_a_group_leads_to_its_pages(client, write, same, titles, query):
    """No page has the word itself; it is a matter of life that the numbers are shown."""
    write("বাঁচার পথ")
    same("আত্মহত্যা", "suicide", "বাঁচার পথ", is_danger=True)
    assert titles(query) == ["বাঁচার পথ"]
    assert client.get("/search/", {"q": query}).context["found"].is_danger


@pytest.mark.parametrize("query", ["সুইচ", "sunday", "আত্মীয়"])
def test_another_word_is_not_taken_for_one_of_a_group(client, write, same, query):
    write("বাঁচার পথ")
    same("আত্মহত্যা", "suicide", is_danger=True)
    assert not client.get("/search/", {"q": query}).context["found"].is_danger


def test_a_word_that_the_site_has_is_not_taken_for_one_of_a_group(client, write, same):
    write("Random")
    same("ransom", "মুক্তিপণ", is_danger=True)
    assert not client.get("/search/", {"q": "random"}).context["found"].is_danger


def test_s_after_an_apostrophe_is_no_word_to_search_for(client, write, english_stage, titles):
    write("Class S of ships", parent=english_stage)
    write("OKUP partners", parent=english_stage)
    assert titles("OKUP\u2019s partners", "/en/search/")[0] == "OKUP partners"


@pytest.mark.parametrize("query", ["বেতন দেয়না", "বেতন দেয়নাই", "beton deyna"])
def test_a_verb_and_its_negation_may_be_in_one(write, same, titles, query):
    write("দেনা")
    write("কাল্পনিক বকেয়া")
    same("বেতন দেয় না", "বেতন দেয় নাই", "beton dey na", "বকেয়া")
    assert titles(query)[0] == "কাল্পনিক বকেয়া"


def test_a_word_that_ends_like_a_negation_stays_whole(write, titles):
    write("জরিমানা")
    write("না করা জরিমা")
    assert titles("জরিমানা")[0] == "জরিমানা"


@pytest.mark.parametrize("query", ["chukti potro", "চুক্তি পত্ত্র", "cukti potro"])
def test_words_typed_apart_are_found_by_the_sound_of_both(write, titles, query):
    write("চুক্তিপত্র")
    assert titles(query)[0] == "চুক্তিপত্র"
