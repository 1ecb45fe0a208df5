"""What the tests of the help desk share: a journey through the form as a browser makes it."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from helpdesk.groups import CASEWORKERS, SUPERVISORS
from portal.core.models import User

TOKEN = re.compile(r'name="token" value="([^"]+)"')
CODE = re.compile(r"<output>([^<]+)</output>")
MOST_PAGES = 12

# The least that must be answered, as it stands in the pages' fields.
LEAST = {"relation": "parent", "problems": ["no_news"], "channel": "none"}


@pytest.fixture
def visitor():
    """A client that checks CSRF tokens as a server does."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def open_form(visitor):
    """Open a page and return the token of its form."""

    def open_it(path="/help/") -> str:
        return token_of(visitor.get(path))

    return open_it


class Journey:
    """One person's way through the form, page by page, in one browser window."""

    def __init__(self, client: Client, path: str = "/help/"):
        self.client = client
        self.path = path
        self.page = client.get(path)
        self.pages = [self.page]

    @property
    def html(self) -> str:
        return self.page.content.decode()

    @property
    def token(self) -> str:
        return token_of(self.page)

    def send(self, go: str = "next", path: str = "", **fields):
        """Press a button of the page. `path` is the other language's form."""
        data = {"token": self.token, "go": go, **fields}
        self.page = self.client.post(path or self.path, data)
        self.pages.append(self.page)
        return self.page

    def resend(self, number: int = -1, **fields):
        """Send the form of an earlier page again, as the browser's Back button does."""
        return self.client.post(self.path, {"token": token_of(self.pages[number]), **fields})

    def walk(self, **answers):
        """Answer page after page until the last look, and return that page."""
        answers = {**LEAST, **answers}
        for _page in range(MOST_PAGES):
            if self.is_at_check:
                return self.page
            before = self.html
            self.send(**answers)
            if self.page.status_code != 200:
                return self.page
            assert self.html != before
        raise AssertionError("The journey does not end.")

    def walk_to(self, text: str, **answers):
        """Answer page after page until one holds a text."""
        answers = {**LEAST, **answers}
        for _page in range(MOST_PAGES):
            if text in self.html:
                return self.page
            self.send(**answers)
        raise AssertionError(f"No page holds {text!r}.")

    @property
    def is_at_check(self) -> bool:
        """Whether this is the last page: the only one without a way to the next."""
        return 'name="go" value="send"' in self.html and 'class="btn" name="go"' not in self.html

    def ask(self, **answers):
        """Go the whole way and send. Returns the receipt's page."""
        self.walk(**answers)
        return self.send("send")


@pytest.fixture
def journey(visitor, db):
    """A journey whose first page is open for longer than a machine would need."""
    return Journey(visitor)


@pytest.fixture
def unhurried(monkeypatch):
    """Let every journey look as if it had begun a minute ago."""
    from helpdesk.journey.state import JourneyState

    monkeypatch.setattr(JourneyState, "seconds_since_start", property(lambda state: 60))


@pytest.fixture
def new_journey(visitor, db, unhurried):
    """Begin a journey of somebody who reads."""

    def begin(path: str = "/help/", client: Client | None = None) -> Journey:
        return Journey(client or visitor, path)

    return begin


@pytest.fixture
def ask(new_journey):
    """Ask for help with the least that must be answered, changed as given."""

    def ask_with(**answers):
        return new_journey().ask(**answers)

    return ask_with


def token_of(response) -> str:
    """The token in a page's (first) form."""
    return TOKEN.search(response.content.decode()).group(1)


def code_of(response) -> str:
    """The receipt's code as the page shows it."""
    return CODE.search(response.content.decode()).group(1)


@pytest.fixture
def later(monkeypatch):
    """Let time pass for tokens and journeys: `later(minutes=20)`."""
    real = time.time
    passed = timedelta()

    def turn_on(**how_long):
        nonlocal passed
        passed += timedelta(**how_long)
        seconds = passed.total_seconds()
        monkeypatch.setattr(time, "time", lambda: real() + seconds)

    return turn_on


def make_member(name: str, *groups: str, superuser: bool = False) -> User:
    """A member of staff of the given groups."""
    user = User.objects.create_user(
        name, password="not-a-real-password", is_superuser=superuser, is_staff=superuser
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture
def caseworker(db):
    return make_member("caseworker", CASEWORKERS)


@pytest.fixture
def supervisor(db):
    return make_member("supervisor", SUPERVISORS)
