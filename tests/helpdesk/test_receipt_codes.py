"""Receipt codes: readable, checked, and stored as keyed hashes only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.receipt_codes import (
    CheckDigitError,
    CodeLengthError,
    check_digit,
    derive_code,
    group_code,
    hash_code,
    parse_code,
)
from portal.core.numerals import to_bangla_digits

KEYS = st.text(alphabet="0123456789abcdef", min_size=32, max_size=32)
CODES = KEYS.map(derive_code)


def test_damm_s_published_example():
    assert check_digit("572") == "4"


@given(KEYS)
def test_the_same_key_gives_the_same_code(key):
    assert derive_code(key) == derive_code(key)
    assert len(derive_code(key)) == 16


@given(CODES)
def test_codes_are_read_however_they_are_written(code):
    grouped = group_code(code)
    for typed in (
        code,
        grouped,
        grouped.replace(" ", "-"),
        to_bangla_digits(grouped),
        f" {code}\n",
    ):
        assert parse_code(typed) == code


@given(CODES, st.integers(0, 15), st.integers(1, 9))
def test_a_wrong_digit_is_noticed(code, position, shift):
    wrong = str((int(code[position]) + shift) % 10)
    with pytest.raises(CheckDigitError):
        parse_code(code[:position] + wrong + code[position + 1 :])


@given(CODES, st.integers(0, 14))
def test_swapped_neighbours_are_noticed(code, position):
    left, right = code[position], code[position + 1]
    if left == right:
        return
    swapped = code[:position] + right + left + code[position + 2 :]
    with pytest.raises(CheckDigitError):
        parse_code(swapped)


@pytest.mark.parametrize("typed", ["", "123", "1" * 15, "1" * 17, "abcd", "৪" * 3, "\x00" * 20])
def test_another_length_is_said_to_be_one(typed):
    with pytest.raises(CodeLengthError):
        parse_code(typed)


def test_the_stored_hash_depends_on_a_key_outside_the_database(settings):
    before = hash_code("4827190355612084")
    settings.FIELD_HASHING_KEY = "F" * 43 + "="
    assert hash_code("4827190355612084") != before
