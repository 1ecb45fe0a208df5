"""Numbers and dates as readers write them."""

import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.numerals import (
    format_clock,
    format_day,
    format_month,
    format_number,
    localise_digits,
    to_ascii_digits,
    to_bangla_digits,
)


@pytest.mark.parametrize(
    ("number", "bangla", "english"),
    [
        (0, "০", "0"),
        (999, "৯৯৯", "999"),
        (1000, "১,০০০", "1,000"),
        (224653, "২,২৪,৬৫৩", "224,653"),
        (12345678, "১,২৩,৪৫,৬৭৮", "12,345,678"),
        (-4025, "-৪,০২৫", "-4,025"),
        (Decimal("57.5"), "৫৭.৫", "57.5"),
        (1.25, "১.২৫", "1.25"),
        (Decimal("12000.00"), "১২,০০০", "12,000"),
    ],
)
def test_numbers_are_grouped_as_readers_of_the_language_do(number, bangla, english):
    assert format_number(number, "bn") == bangla
    assert format_number(number, "en") == english


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_number_can_be_read_back(number):
    for language in ("bn", "en"):
        shown = format_number(number, language)
        assert int(to_ascii_digits(shown).replace(",", "")) == number
    assert not any(letter in "0123456789" for letter in format_number(number, "bn"))


@pytest.mark.parametrize(
    ("day", "bangla", "english"),
    [
        (date(2026, 10, 12), "১২ অক্টোবর ২০২৬", "12 October 2026"),
        (date(2019, 1, 1), "১ জানুয়ারি ২০১৯", "1 January 2019"),
        # A quarter past six in the evening in London is past midnight in Dhaka.
        (datetime(2026, 12, 31, 18, 15, tzinfo=UTC), "১ জানুয়ারি ২০২৭", "1 January 2027"),
        (datetime(2026, 12, 31, 17, 45, tzinfo=UTC), "৩১ ডিসেম্বর ২০২৬", "31 December 2026"),
    ],
)
def test_days_are_written_out(day, bangla, english):
    # Months are spelled as CLDR spells them; য় may stand there in either of its forms.
    assert canonical(format_day(day, "bn")) == canonical(bangla)
    assert format_day(day, "en") == english


@pytest.mark.parametrize(
    ("hour", "minute", "bangla", "english"),
    [
        (0, 15, "রাত ১২:১৫", "12:15 AM"),
        (9, 0, "সকাল ৯:০০", "9:00 AM"),
        (12, 0, "দুপুর ১২:০০", "12:00 PM"),
        (16, 30, "বিকাল ৪:৩০", "4:30 PM"),
        (20, 5, "রাত ৮:০৫", "8:05 PM"),
    ],
)
def test_times_are_as_people_in_dhaka_say_them(hour, minute, bangla, english):
    moment = datetime(2026, 10, 12, hour, minute, tzinfo=ZoneInfo("Asia/Dhaka")).astimezone(UTC)
    # A line is never broken in them.
    assert format_clock(moment, "bn") == bangla.replace(" ", "\u00a0")
    assert format_clock(moment, "en") == english.replace(" ", "\u00a0")


def test_months_are_written_out():
    assert format_month(date(2026, 10, 12), "bn") == "অক্টোবর ২০২৬"
    assert format_month(date(2026, 10, 12), "en") == "October 2026"
    moment = datetime(2026, 10, 31, 19, 0, tzinfo=UTC)
    assert format_month(moment, "en") == "November 2026"


def test_digits_change_and_nothing_else_does():
    text = "হটলাইন 16135, ১৬১৩৫ (24 hours)"
    assert to_bangla_digits(text) == "হটলাইন ১৬১৩৫, ১৬১৩৫ (২৪ hours)"
    assert to_ascii_digits(text) == "হটলাইন 16135, 16135 (24 hours)"
    assert localise_digits(text, "bn") == to_bangla_digits(text)
    assert localise_digits(text, "en") == to_ascii_digits(text)


def canonical(text: str) -> str:

    return unicodedata.normalize("NFC", text)
