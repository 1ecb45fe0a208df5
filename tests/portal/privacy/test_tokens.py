"""Sealed tokens: what a public form remembers."""

import itertools
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.privacy import tokens
from portal.privacy.tokens import TokenError, TokenExpiredError, make_token, read_token

HOUR = 3600
FIRST = "C" * 43 + "="
SECOND = "D" * 43 + "="
# In the order of base64.
LETTERS = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"


@pytest.fixture
def later(monkeypatch):
    """Let time pass: returns a function that moves the clock by seconds."""
    real = tokens.time.time

    def move(seconds: int) -> None:
        monkeypatch.setattr(tokens.time, "time", lambda: real() + seconds)

    return move


@given(
    st.dictionaries(
        st.text(max_size=10), st.none() | st.booleans() | st.integers() | st.text(), max_size=5
    )
)
def test_what_was_put_in_comes_out(data):
    found, age = read_token("form", make_token("form", data), HOUR)
    assert found == data
    assert 0 <= age <= 2


def test_the_age_is_told(later):
    token = make_token("form", {})
    later(90)
    assert read_token("form", token, HOUR)[1] in (90, 91)


def test_it_carries_nothing_readable_and_fits_an_address():
    token = make_token("form", {"name": "রহিমা", "word": "plainword"})
    assert set(token) <= set(LETTERS)
    assert "plainword" not in token
    assert make_token("form", {}) != make_token("form", {})


def test_a_token_is_for_one_purpose():
    token = make_token("form", {})
    with pytest.raises(TokenError):
        read_token("other form", token, HOUR)


def test_an_old_token_says_so(later):
    token = make_token("form", {})
    later(HOUR - 1)
    read_token("form", token, HOUR)
    later(HOUR + 2)
    with pytest.raises(TokenExpiredError):
        read_token("form", token, HOUR)


@given(place=st.integers(0, 10_000), shift=st.integers(1, 63))
def test_a_changed_token_does_not_open(place, shift):
    token = make_token("form", {"a": 1})
    # The last letter of a base64 text may carry bits that mean nothing.
    position = place % (len(token) - 1)
    letter = LETTERS[(LETTERS.index(token[position]) + shift) % 64]
    with pytest.raises(TokenError) as caught:
        read_token("form", token[:position] + letter + token[position + 1 :], HOUR)
    assert not isinstance(caught.value, TokenExpiredError)


@pytest.mark.parametrize("remainder", [0, 2, 3])
def test_a_token_has_one_spelling(remainder):
    """What is remembered by its letters must not open in a second spelling."""
    made = (make_token("form", {"a": "b" * number}) for number in itertools.cycle(range(9)))
    token = next(token for token in made if len(token) % 4 == remainder)
    read_token("form", token, HOUR)
    value = LETTERS.index(token[-1])
    spare = [] if remainder == 0 else [LETTERS[value + 1], LETTERS[value + 2]]
    others = [token + more for more in ("=", "==", "!", "\n", "\r\n", " ", "=A", "é")]
    others += [token[:9] + more + token[9:] for more in ("!", "\n", "=")]
    others += ["\n" + token, *(token[:-1] + letter for letter in spare)]
    others += [token.replace("-", "+", 1), token.replace("_", "/", 1)]
    for other in set(others) - {token}:
        with pytest.raises(TokenError):
            read_token("form", other, HOUR)


@given(st.text(max_size=120))
@example("")
@example("=")
@example("AQJrMQ")
@example("কথা")
@example("a" * 4097)
@example("\ud800")
def test_garbage_does_not_open(garbage):
    with pytest.raises(TokenError):
        read_token("form", garbage, HOUR)


def test_a_huge_text_is_not_even_read():
    token = make_token("form", {"a": 1})
    with pytest.raises(TokenError, match="no token"):
        read_token("form", token + "A" * tokens.MAX_LENGTH, HOUR)


class TestRotation:
    def test_a_form_that_is_open_survives_a_new_key(self, settings):
        settings.FIELD_ENCRYPTION_KEYS = [f"old:{FIRST}"]
        token = make_token("form", {"a": 1})
        settings.FIELD_ENCRYPTION_KEYS = [f"new:{SECOND}", f"old:{FIRST}"]
        assert read_token("form", token, HOUR)[0] == {"a": 1}

    def test_not_the_taking_away_of_its_key(self, settings):
        settings.FIELD_ENCRYPTION_KEYS = [f"old:{FIRST}"]
        token = make_token("form", {"a": 1})
        settings.FIELD_ENCRYPTION_KEYS = [f"new:{SECOND}"]
        with pytest.raises(TokenError):
            read_token("form", token, HOUR)

    def test_nor_another_key_of_the_same_name(self, settings):
        settings.FIELD_ENCRYPTION_KEYS = [f"old:{FIRST}"]
        token = make_token("form", {"a": 1})
        settings.FIELD_ENCRYPTION_KEYS = [f"old:{SECOND}"]
        with pytest.raises(TokenError):
            read_token("form", token, HOUR)
