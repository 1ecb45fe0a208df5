"""What a half-filled form remembers: sealed into the form itself and kept nowhere else.

No session, no cookie, no row: until it is sent, a request exists only in the page of the person
who writes it. A token that nobody sends back leaves no trace.
"""

import secrets
import time
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from django.db import Error as AnyDatabaseError

from helpdesk.shown_pages import is_first_showing
from portal.privacy.tokens import TokenExpiredError, make_token, read_token

PURPOSE = "help-journey"
# After this nothing can be recovered: said on the first page.
TOKEN_LIFE = timedelta(hours=24)
# A page that stood open longer than this no longer shows earlier answers: somebody else may
# have the phone by now.
ANSWERS_SHOWN_FOR = timedelta(minutes=15)
# What one answer may take in the token; the forms refuse earlier, so that it is said in words.
MAX_ANSWER = 20_000
MOST_VALUES = 40


@dataclass
class JourneyState:
    """The journey of one form.

    key: the submission's key, from the first page on. started: seconds since 1970. step: the
    page that was shown. answers: what was typed, by field name, as browsers send it.
    hidden: earlier answers are shown no more, for the rest of the journey. emptied: the page was
    shown empty although it had answers, so what comes back empty stays as it was.
    reviewing: the person went back or corrects something, so that pages up to `furthest` show
    their answers. to_check: after this page comes the last one again. read: the person has seen
    a page before, so that haste proves nothing.
    """

    key: str
    started: int
    step: str = "start"
    # Kept out of every traceback and log line.
    answers: dict[str, list[str]] = field(default_factory=dict, repr=False)
    hidden: bool = False
    emptied: bool = False
    reviewing: bool = False
    furthest: str = "start"
    to_check: bool = False
    read: bool = False

    @classmethod
    def new(cls) -> "JourneyState":
        return cls(key=secrets.token_hex(16), started=int(time.time()))

    def seal(self) -> str:
        """Return the token that carries this state in the next page."""
        return make_token(PURPOSE, vars(self))

    @property
    def seconds_since_start(self) -> int:
        return max(int(time.time()) - self.started, 0)

    def take(self, names: list[str], posted) -> None:
        """Put the answers of one page in the place of what it had before."""
        for name in names:
            values = [value for value in posted.getlist(name) if value.strip()]
            if values:
                self.answers[name] = [value[:MAX_ANSWER] for value in values[:MOST_VALUES]]
            elif not self.emptied:
                self.answers.pop(name, None)


def open_state(token: str) -> tuple[JourneyState, int]:
    """Return the state in a token, and how many seconds ago its page was made.

    Raises TokenExpiredError 24 hours after the first page, TokenError for any other token.
    """
    data, age = read_token(PURPOSE, token, int(TOKEN_LIFE.total_seconds()))
    state = JourneyState(**data)
    if state.seconds_since_start > TOKEN_LIFE.total_seconds():
        raise TokenExpiredError("The journey is too old.")
    return state, age


class Showing:
    """Whether the answer to a page that was sent may show something of this journey.

    Not when the same page is sent a second time: whoever presses the browser's Back button after
    somebody left must see nothing, neither at once nor by the buttons of what comes. And nothing
    of earlier pages when this one stood open too long. So a no stays no for the rest of the
    journey. `from_script` pages are never sent again by a browser: there a second time is a
    second try on a weak network.
    """

    def __init__(self, state: JourneyState, token: str, age: int, from_script: bool):
        self._state = state
        self._is_old = age > ANSWERS_SHOWN_FOR.total_seconds()
        # What the very first page brings is nobody's yet.
        self._asks = bool(token) and not from_script and state.step != "start"
        self._token = token

    @cached_property
    def is_first(self) -> bool | None:
        """Whether the page came for the first time. None while nobody can say."""
        if not self._asks:
            return True
        try:
            return is_first_showing(self._token)
        except AnyDatabaseError:
            return None

    def note(self) -> None:
        """Note that the page was sent, and hide what may not be shown from now on."""
        if self.is_first is False or self._is_old:
            self._state.hidden = True

    @property
    def of_earlier_pages(self) -> bool:
        """Whether answers of other pages may be shown."""
        self.note()
        return self.is_first is True and not self._state.hidden

    @property
    def of_this_page(self) -> bool:
        """Whether what this page itself brought may be shown: it stood on the screen just now."""
        self.note()
        return self.is_first is True
