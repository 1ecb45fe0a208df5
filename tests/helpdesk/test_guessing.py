"""Guessing is slowed down for everybody, and nobody is refused. The cache is the real one."""

import pytest
from django.core.cache import caches

from helpdesk import guessing
from helpdesk.models import CaseLogEntry
from helpdesk.receipt_codes import derive_code, hash_code
from tests.helpdesk.own_page import Visit, make_request, without_tokens

START = 1_800_000_000.0
FLOOD = guessing.FREE_UNKNOWN_CODES_A_MINUTE + 500


@pytest.fixture
def clock(monkeypatch):
    """Guessing's own clock, to be moved by seconds."""

    class Clock:
        seconds = START

        def move(self, seconds):
            self.seconds += seconds

    clock = Clock()
    monkeypatch.setattr(guessing, "now", lambda: clock.seconds)
    return clock


def flood(times=FLOOD):
    for _answer in range(times):
        guessing.count_unknown_code()


def test_people_who_mistype_do_not_wait(clock):
    flood(guessing.FREE_UNKNOWN_CODES_A_MINUTE)
    waits = [guessing.seconds_to_wait("a" * 64) for _time in range(10)]
    assert waits == [0] * guessing.FREE_ATTEMPTS_OF_ONE_CODE


def test_the_wait_grows_with_the_flood_up_to_twenty_seconds(clock):
    waits = []
    for number in range(60):
        flood(10)
        waits.append(guessing.seconds_to_wait(f"code-{number}"))
    assert waits == sorted(waits)
    assert 0 < waits[5] < 20
    assert waits[-1] == 20


def test_a_flood_is_forgotten_after_a_minute_or_two(clock):
    flood()
    clock.move(60)
    assert guessing.seconds_to_wait("a") > 0
    clock.move(60)
    assert guessing.seconds_to_wait("b") == 0


def test_the_wait_of_one_code_grows_for_that_code_only(clock):
    waits = [guessing.seconds_to_wait("a") for _time in range(30)]
    assert waits[0] == 0
    assert waits[-1] == 20
    assert guessing.seconds_to_wait("b") == 0


def test_the_counts_run_out_by_themselves_and_hold_no_code(clock, db):
    _ticket, code = make_request()
    Visit(code)
    Visit(derive_code("f" * 32))
    cache = caches[guessing.CACHE]
    stored = str(cache._cache)
    assert hash_code(code) in stored
    assert code not in stored
    assert all(expires is not None for expires in cache._expire_info.values())


class BrokenCache:
    def __getattr__(self, name):
        raise ConnectionError("the cache is away")


def test_a_cache_that_is_away_locks_nobody_out(monkeypatch, db):
    _ticket, code = make_request()
    monkeypatch.setattr(guessing, "caches", {guessing.CACHE: BrokenCache()})
    assert "Where your request stands" in Visit(code).html
    assert Visit(derive_code("f" * 32)).status == 404


def test_in_a_flood_right_and_unknown_codes_get_the_same_page_of_waiting(clock, db):
    _ticket, code = make_request()
    flood()
    pages = [Visit(code), Visit(derive_code("f" * 32))]
    assert [page.status for page in pages] == [200, 200]
    assert "Please wait 20 seconds" in pages[0].html
    assert without_tokens(pages[0].page) == without_tokens(pages[1].page)
    assert not CaseLogEntry.objects.filter(act=CaseLogEntry.Act.CODE_USED).exists()


def test_in_a_flood_every_right_code_opens_after_the_wait(clock, db):
    flood()
    visits = [Visit(make_request()[1]) for _person in range(5)]
    for visit in visits:
        visit.press("wait")
        assert "Please wait 20 seconds" in visit.html
    clock.move(19.5)
    visits[0].press("wait")
    assert "Please wait 1 second," in visits[0].html
    clock.move(0.5)
    # The flood goes on: who has waited is not made to wait again.
    flood()
    for visit in visits:
        visit.press("wait")
        assert "Where your request stands" in visit.html


def test_an_unknown_code_gets_its_usual_answer_after_the_wait(clock, db):
    flood()
    visit = Visit(derive_code("f" * 32))
    clock.move(20)
    visit.press("wait")
    assert visit.status == 404
    assert "We find nothing under this code" in visit.html


def test_unknown_codes_make_the_flood(clock, db):
    for number in range(guessing.FREE_UNKNOWN_CODES_A_MINUTE):
        assert Visit(derive_code(f"{number:032}")).status == 404
    Visit(derive_code("f" * 32))
    assert "Please wait" in Visit(derive_code("e" * 32)).html


def test_mistyped_codes_and_right_ones_make_no_flood(clock, db):
    for _time in range(2 * guessing.FREE_UNKNOWN_CODES_A_MINUTE):
        Visit("4827 1903 5561 2083")
    for _person in range(5):
        _ticket, code = make_request()
        assert "Where your request stands" in Visit(code).html


def test_words_that_came_too_late_survive_the_wait(clock, db, later):
    _ticket, code = make_request()
    visit = Visit(code)
    visit.press("reply")
    later(minutes=31)
    visit.press("send-reply", body="দেরিতে")
    flood()
    visit.press("open", code=code)
    assert "Please wait" in visit.html
    clock.move(20)
    visit.press("wait")
    assert "দেরিতে</textarea>" in visit.html
