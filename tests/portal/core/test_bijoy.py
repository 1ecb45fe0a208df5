"""Bangla of the old encoding is told apart from English with accents."""

import pytest

from portal.core.bijoy import looks_like_bijoy


def test_a_sentence():
    assert looks_like_bijoy("Avwg evsjv‡`k ‡_‡K we‡`k hv‡ev")


@pytest.mark.parametrize(
    "text",
    ["আমি বিদেশ যাব", "Médecins Sans Frontières, São Tomé: “§ 29”", "Annual report 2019", ""],
)
def test_what_is_none(text):
    assert not looks_like_bijoy(text)


def test_one_symbol_is_enough_where_only_bangla_can_stand():
    assert not looks_like_bijoy("Avgvi †`k")
    assert looks_like_bijoy("Avgvi †`k", meant_as_bangla=True)
    assert not looks_like_bijoy("আমার দেশ ½", meant_as_bangla=True)
    assert not looks_like_bijoy("OKUP, 2019", meant_as_bangla=True)
