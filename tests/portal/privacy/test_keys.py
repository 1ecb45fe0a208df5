"""Keys from the environment, sealed values, and hashes."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.privacy.blind_index import blind_index
from portal.privacy.checks import check_keys
from portal.privacy.ciphers import CannotOpenError, key_name_of, seal, unseal
from portal.privacy.keys import (
    KeyFormatError,
    UnknownKeyError,
    derive_key,
    hashing_key,
    key_ring,
    parse_hashing_key,
    parse_key_ring,
)

FIRST = "C" * 43 + "="
SECOND = "D" * 43 + "="
KEY = bytes(range(32))
PLACE = "fictional.model:words:0001"


class TestKeyRing:
    def test_the_first_key_seals_and_every_key_opens(self):
        ring = parse_key_ring([f"new:{FIRST}", f" old-1:{SECOND} "])
        assert ring.current == "new"
        assert ring.key("new") != ring.key("old-1")
        assert len(ring.key("old-1")) == 32

    def test_an_unknown_key_is_named(self):
        with pytest.raises(UnknownKeyError, match="'gone'"):
            parse_key_ring([f"new:{FIRST}"]).key("gone")

    @pytest.mark.parametrize(
        ("entries", "message"),
        [
            ([], "there is no key"),
            ([""], "needs a name"),
            ([FIRST], "needs a name"),
            ([f":{FIRST}"], "needs a name"),
            ([f"Upper:{FIRST}"], "needs a name"),
            ([f"-x:{FIRST}"], "needs a name"),
            ([f"a name:{FIRST}"], "needs a name"),
            ([f"{'x' * 17}:{FIRST}"], "needs a name"),
            (["k:"], "0 bytes instead of 32"),
            (["k:QUJD"], "3 bytes instead of 32"),
            (["k:QUJDx"], "not URL-safe base64"),
            ([f"k:{FIRST}", f"k:{SECOND}"], "the name k is used twice"),
        ],
    )
    def test_what_cannot_be_used(self, entries, message):
        with pytest.raises(KeyFormatError, match=message) as caught:
            parse_key_ring(entries)
        assert FIRST not in str(caught.value)

    @pytest.mark.parametrize(("text", "message"), [("", "no key"), ("QUJD", "3 bytes")])
    def test_hashing_keys_that_cannot_be_used(self, text, message):
        with pytest.raises(KeyFormatError, match=message):
            parse_hashing_key(text)

    def test_the_ring_of_the_settings(self, settings):
        settings.FIELD_ENCRYPTION_KEYS = [f"b:{SECOND}", f"a:{FIRST}"]
        assert key_ring().current == "b"
        assert set(key_ring().keys) == {"a", "b"}

    def test_the_system_check(self, settings):
        assert check_keys(None) == []
        settings.FIELD_ENCRYPTION_KEYS = []
        settings.FIELD_HASHING_KEY = "QUJD"
        assert [error.id for error in check_keys(None)] == ["privacy.E001", "privacy.E002"]

    def test_every_purpose_has_a_key_of_its_own(self):
        assert derive_key(KEY, "a") == derive_key(KEY, "a")
        assert derive_key(KEY, "a") != derive_key(KEY, "b")
        assert derive_key(KEY, "a") != derive_key(bytes(32), "a")
        assert len(derive_key(KEY, "a")) == 32
        assert hashing_key("phone") != hashing_key("code")


class TestCiphers:
    @given(st.binary(max_size=200), st.text(max_size=40))
    def test_what_was_sealed_opens_at_its_place(self, plain, place):
        assert unseal(seal(plain, KEY, "k1", place), KEY, place) == plain

    @given(st.binary(max_size=60), st.data())
    def test_a_changed_value_does_not_open(self, plain, data):
        sealed = bytearray(seal(plain, KEY, "k1", PLACE))
        position = data.draw(st.integers(0, len(sealed) - 1))
        sealed[position] ^= data.draw(st.integers(1, 255))
        with pytest.raises(CannotOpenError):
            unseal(bytes(sealed), KEY, PLACE)

    @given(st.data())
    def test_a_shortened_value_does_not_open(self, data):
        sealed = seal("কথা".encode(), KEY, "k1", PLACE)
        with pytest.raises(CannotOpenError):
            unseal(sealed[: data.draw(st.integers(0, len(sealed) - 1))], KEY, PLACE)

    @given(st.binary(max_size=80))
    def test_garbage_does_not_open(self, garbage):
        with pytest.raises(CannotOpenError):
            unseal(garbage, KEY, PLACE)

    @pytest.mark.parametrize(
        "elsewhere",
        ["fictional.model:words:0002", "fictional.model:name:0001", "other.model:words:0001", ""],
    )
    def test_a_moved_value_does_not_open(self, elsewhere):
        with pytest.raises(CannotOpenError):
            unseal(seal(b"words", KEY, "k1", PLACE), KEY, elsewhere)

    def test_another_key_does_not_open(self):
        with pytest.raises(CannotOpenError):
            unseal(seal(b"words", KEY, "k1", PLACE), os.urandom(32), PLACE)

    def test_the_name_of_the_key_cannot_be_changed(self):
        sealed = seal(b"words", KEY, "k1", PLACE)
        assert key_name_of(sealed) == "k1"
        renamed = sealed.replace(b"k1", b"k2", 1)
        assert key_name_of(renamed) == "k2"
        with pytest.raises(CannotOpenError):
            unseal(renamed, KEY, PLACE)

    def test_the_same_words_never_look_the_same(self):
        values = {seal(b"words", KEY, "k1", PLACE) for _time in range(50)}
        assert len(values) == 50

    @pytest.mark.parametrize("value", [b"", b"\x01", b"\x02\x01k", b"\x01\x05k1", b"\x01\x01\xff"])
    def test_a_value_of_unknown_form_has_no_key_name(self, value):
        with pytest.raises(CannotOpenError):
            key_name_of(value)


class TestBlindIndex:
    def test_equal_values_are_found(self):
        assert blind_index("+8800000000", "phone") == blind_index("+8800000000", "phone")
        assert blind_index("+8800000000", "phone") != blind_index("+8800000001", "phone")

    def test_purposes_are_kept_apart(self):
        assert blind_index("x", "phone") != blind_index("x", "code")

    def test_without_the_key_nobody_can_test_a_guess(self, settings):
        known = blind_index("x", "phone")
        settings.FIELD_HASHING_KEY = FIRST
        assert blind_index("x", "phone") != known

    @given(st.text(max_size=60))
    def test_it_fits_its_column_and_shows_nothing(self, value):
        found = blind_index(value, "phone")
        assert len(found) == 64
        assert set(found) <= set("0123456789abcdef")
