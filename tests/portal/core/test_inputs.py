"""What people type, made canonical before it is checked."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.core.inputs import (
    PhoneTooShortError,
    clean_digits,
    clean_line,
    clean_phone,
    clean_text,
    first_phone,
)

JOINERS = "\u200c\u200d"
# Bangla letters, signs and digits, beside what keyboards and copied texts leave behind.
typed = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x0980, max_codepoint=0x09FF),
        st.sampled_from(
            "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202e\u2066\x00\x07\r\n\t ,ab1é"
        ),
        st.characters(),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\u09df", "\u09af\u09bc"),
        ("\u09dc \u09dd", "\u09a1\u09bc \u09a2\u09bc"),
        ("e\u0301", "é"),
        ("  কথা\r\nআরেক\rকথা \n", "কথা\nআরেক\nকথা"),
        ("এক\tদুই", "এক\tদুই"),
        ("দা\u200bলা\ufeffল", "দালাল"),
        ("\u202eabc\u202c\u2066x\u2069", "abcx"),
        ("a\x00b\x1bc\x7fd\x85e", "abcde"),
        ("a\ud800b", "ab"),
        ("ক্\u200dষ ক্\u200cষ", "ক্\u200dষ ক্\u200cষ"),
    ],
)
def test_texts(text, cleaned):
    assert clean_text(text) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  রহিমা   বেগম\n", "রহিমা বেগম"),
        ("এক\nদুই\tতিন", "এক দুই তিন"),
        ("ক্\u200dষ\u200c", "ক্ষ"),
        ("\u00a0\u2003x", "x"),
    ],
)
def test_lines(text, cleaned):
    assert clean_line(text) == cleaned


# An invisible letter between two halves of a vowel sign must not keep them apart.
@given(typed)
@example("কে\u200bা")
@example("কে\u200dা")
@example("কে\x00া")
@example("e\u00ad\u0301")
def test_cleaning_twice_changes_nothing(text):
    for clean in (clean_text, clean_line, clean_digits):
        once = clean(text)
        assert clean(once) == once
        assert unicodedata.is_normalized("NFC", once)


@given(typed)
def test_nothing_invisible_is_left(text):
    for letter in clean_text(text):
        assert letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs")
        assert letter not in "\u200b\u2060\ufeff\u00ad\u200e\u200f\u061c\u202a\u202e\u2066\u2069"
    line = clean_line(text)
    assert not set(line) & set("\n\t\r" + JOINERS)


@given(st.text(alphabet=st.characters(min_codepoint=0x0980, max_codepoint=0x09FF)))
def test_no_bangla_letter_or_sign_is_lost(text):
    assert clean_text(text) == unicodedata.normalize("NFC", text)


def test_bangla_digits_become_ascii():
    assert clean_digits(" ২০২৬-১০-\u200b১২ ") == "2026-10-12"


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("01712-345678", "BD", "+8801712345678"),
        ("০১৭১২ ৩৪৫৬৭৮", "BD", "+8801712345678"),
        ("০১৭১২\u200b৩৪৫৬৭৮", "BD", "+8801712345678"),
        ("+880 1712 345678", "SA", "+8801712345678"),
        ("008801712345678", "BD", "+8801712345678"),
        ("051 234 5678", "SA", "+966512345678"),
        # A number of home that is typed with another country chosen.
        ("01712345678", "SA", "+8801712345678"),
        # No country of that name: home is tried.
        ("01712345678", "ZZ", "+8801712345678"),
        ("01712345678", "", "+8801712345678"),
        # What the library does not know is kept.
        ("12 34 56", "BD", "123456"),
        ("+999 12 34 56", "BD", "+999123456"),
        # Two numbers do not become one that nobody can call, and no word is lost.
        ("০১৭১২৩৪৫৬৭৮, 01812345678", "BD", "01712345678, 01812345678"),
        ("01712345678 01812345678", "SA", "01712345678 01812345678"),
        ("01712345678 (পাশের বাড়ি)", "BD", "01712345678 (পাশের বাড়ি)"),
    ],
)
def test_phones(text, region, number):
    assert clean_phone(text, region) == number


@pytest.mark.parametrize("text", ["", "12345", "no number", "১২৩৪৫"])
def test_too_few_digits_are_no_telephone_number(text):
    with pytest.raises(PhoneTooShortError):
        clean_phone(text)


@given(typed)
def test_a_phone_is_refused_or_keeps_every_digit(text):
    try:
        number = clean_phone(text)
    except PhoneTooShortError:
        return
    if any(letter.isalpha() for letter in clean_digits(text)):
        assert number == clean_digits(text)
    elif not number.startswith("+880"):
        assert list(filter(str.isdecimal, number)) == list(
            filter(str.isdecimal, clean_digits(text))
        )
    assert first_phone(number)


@pytest.mark.parametrize(
    ("kept", "number"),
    [
        ("01712345678, 01812345678", "+8801712345678"),
        ("01712345678 01812345678", "+8801712345678"),
        ("ভাই 01712-345678, বাড়ি 12345678", "+8801712345678"),
        ("imo: rahim_01712345678", "+8801712345678"),
        ("+8801712345678", "+8801712345678"),
        ("+966512345678", "+966512345678"),
        ("12345678", "12345678"),
        ("123 বা 456", "123 বা 456"),
    ],
)
def test_the_first_of_several_numbers_can_be_looked_up(kept, number):
    assert first_phone(kept) == number
