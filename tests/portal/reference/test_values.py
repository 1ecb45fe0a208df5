"""How the value of a dated fact is written for readers."""

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from portal.core.numerals import to_ascii_digits
from portal.reference.models import Fact
from portal.reference.values import display_value, group_phone


@pytest.mark.parametrize(
    ("value", "unit", "kind", "shown"),
    [
        ("4025", "BDT", "fee", "Tk 4,025"),
        ("200000", "BDT/month", "benefit", "Tk 200,000 a month"),
        ("300", "BDT/night", "fee", "Tk 300 a night"),
        ("57.5", "percent", "figure", "57.5 per cent"),
        ("1", "days", "duration", "1 day"),
        ("0", "days", "duration", "0 days"),
        ("3-10", "days", "duration", "3–10 days"),
        ("0.5", "months", "duration", "0.5 months"),
        ("1", "months", "duration", "1 month"),
        ("10", "years", "duration", "10 years"),
        ("1", "people", "figure", "1 person"),
        ("224653", "people", "figure", "224,653 people"),
        ("1", "complaints", "figure", "1 complaint"),
        ("2000", "complaints", "figure", "2,000 complaints"),
        ("78990", "", "ceiling", "78,990"),
        ("100000-150000", "BDT", "ceiling", "Tk 100,000–150,000"),
        ("words alone", "BDT", "rule", "words alone"),
        ("", "BDT", "rule", ""),
        # Telephone lines are never grouped like amounts.
        ("16135", "phone", "hotline", "16135"),
        ("00000000000", "phone", "hotline", "00000000000"),
        ("+8800000000000", "phone", "hotline", "+880 0000 000000"),
        ("999", "", "hotline", "999"),
    ],
)
def test_in_english(value, unit, kind, shown):
    # Whatever language is active around it.
    with translation.override("bn"):
        assert display_value(value, unit, kind, "en") == shown


@pytest.mark.parametrize(
    ("value", "unit", "kind", "shown"),
    [
        ("78990", "", "ceiling", "৭৮,৯৯০"),
        ("224653", "", "figure", "২,২৪,৬৫৩"),
        ("57.5", "", "figure", "৫৭.৫"),
        ("100000-150000", "", "ceiling", "১,০০,০০০–১,৫০,০০০"),
        ("কথা", "BDT", "rule", "কথা"),
        ("16135", "phone", "hotline", "১৬১৩৫"),
        ("+8800000000000", "phone", "hotline", "+৮৮০ ০০০০ ০০০০০০"),
        ("00000000000", "", "hotline", "০০০০০০০০০০০"),
    ],
)
def test_numbers_in_bangla(value, unit, kind, shown):
    with translation.override("en"):
        assert display_value(value, unit, kind, "bn") == shown


def test_units_in_bangla():
    """Needs the compiled catalogue of locale/bn."""
    english = {}
    for unit in set(Fact.Unit.values) - {"", "phone"}:
        for value, number in (("0", "০"), ("1", "১"), ("4025", "৪,০২৫"), ("3-10", "৩–১০")):
            shown = display_value(value, unit, "fee", "bn")
            assert number in shown
            assert shown != number, "the unit is missing"
            if re.search("[A-Za-z]", shown):
                english[unit] = shown
    assert english == {}


def test_every_unit_has_words():
    for unit in Fact.Unit.values:
        if unit not in ("", "phone"):
            assert display_value("2", unit, "fee", "en") != "2", unit


@given(st.from_regex(r"[0-9+-]{1,20}", fullmatch=True), st.sampled_from(["bn", "en"]))
def test_no_digit_of_a_telephone_line_is_lost(number, language):
    shown = display_value(number, "phone", "hotline", language)
    assert to_ascii_digits(shown).replace(" ", "") == number


@given(st.integers(0, 10**12), st.sampled_from(["bn", "en"]))
def test_no_amount_is_changed(amount, language):
    shown = to_ascii_digits(display_value(str(amount), "BDT", "fee", language))
    assert re.sub(r"\D", "", shown) == str(amount)


@pytest.mark.parametrize(
    ("number", "grouped"),
    [
        ("+8800000000000", "+880 0000 000000"),
        ("+88000000000", "+88000000000"),
        ("+966000000000", "+966000000000"),
        ("16135", "16135"),
    ],
)
def test_phones_are_grouped(number, grouped):
    assert group_phone(number) == grouped
