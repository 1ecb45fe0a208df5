"""Slowing down whoever guesses codes, without ever refusing a right one.

Two things are counted, both in the cache, and both forget by themselves: how often one code was
typed, and how many unknown codes there were in the last minute. Beyond what people need, every
answer takes a few seconds longer, for right and for unknown codes alike. Nothing is counted by
address: a shelter, a training and a mobile network share one. Nobody waits on a server's thread:
the page asks to wait, and its sealed token says until when.

A code of 15 random digits is not guessed at any speed that this allows.
"""

import logging
import time

from django.core.cache import caches

logger = logging.getLogger(__name__)

CACHE = "attempts"
LONGEST_WAIT = 20
# How often one code may be typed within ten minutes before its answer takes longer.
FREE_ATTEMPTS_OF_ONE_CODE = 10
ATTEMPTS_COUNTED_FOR = 10 * 60
# How many unknown codes a minute are taken for people who mistype.
FREE_UNKNOWN_CODES_A_MINUTE = 30
# Beyond that: so many more make the answers of everybody one second slower.
UNKNOWN_CODES_FOR_A_SECOND = 10
MINUTE = 60


def now() -> float:
    """Seconds since 1970."""
    return time.time()


def seconds_to_wait(code_hash: str) -> int:
    """Count that a code was typed, and return how long its answer must wait, 0 to 20 seconds.

    `code_hash` is the keyed hash of the code: what is counted says nothing to who reads the
    cache. Does not ask the database, so it cannot tell a right code from an unknown one.
    """
    attempts = _count(f"code:{code_hash}", ATTEMPTS_COUNTED_FOR)
    waits = (
        2 * max(attempts - FREE_ATTEMPTS_OF_ONE_CODE, 0),
        -(-max(_unknown_codes() - FREE_UNKNOWN_CODES_A_MINUTE, 0) // UNKNOWN_CODES_FOR_A_SECOND),
    )
    return min(max(waits), LONGEST_WAIT)


def count_unknown_code() -> None:
    """Count one answer "we find nothing under this code"."""
    _count(f"unknown:{int(now() // MINUTE)}", 2 * MINUTE)


def _unknown_codes() -> int:
    """How many unknown codes the last sixty seconds saw, from the counts of two minutes."""
    minute, seconds = divmod(now(), MINUTE)
    this, last = f"unknown:{int(minute)}", f"unknown:{int(minute) - 1}"
    try:
        counts = caches[CACHE].get_many([this, last])
    except Exception as error:
        _note_missing_cache(error)
        return 0
    return int(counts.get(this, 0) + counts.get(last, 0) * (MINUTE - seconds) / MINUTE)


def _count(key: str, seconds: int) -> int:
    cache = caches[CACHE]
    try:
        cache.add(key, 0, seconds)
        return cache.incr(key)
    except ValueError:
        # It ran out between the two lines: the count begins again.
        return 1
    except Exception as error:
        # Every cache raises errors of its own. A cache that is away must lock nobody out.
        _note_missing_cache(error)
        return 0


def _note_missing_cache(error: Exception) -> None:
    logger.warning("Attempts are not counted: %s", type(error).__name__)
