"""A person with a code, for the tests of coming back: a real request, and a visit."""

import secrets
from contextlib import contextmanager

from django.db import OperationalError, connection
from django.test import Client

from helpdesk.journey.state import JourneyState
from helpdesk.journey.steps import check_answers
from helpdesk.models import Receipt, Ticket
from helpdesk.receipt_codes import derive_code, hash_code
from helpdesk.submissions import submit
from helpdesk.taxonomy import Subject
from tests.helpdesk.conftest import TOKEN, token_of

PATH = "/en/help/code/"
RELATIVE = {"relation": "parent", "problems": ["no_news"], "channel": "none"}
# Nothing of this may ever stand on a page that a code opens.
SECRETS = {
    "narrative": "গোপন কাহিনী",
    "asker_name": "কাল্পনিক নাম",
    "phone": "01712345678",
    "code_word": "শাপলা",
    "cover_sentence": "ভুল নম্বর হয়েছে",
}
WORKER_HERSELF = {
    "relation": "self_returned",
    "problems": ["cheated"],
    "channel": "call",
    "phone": "01712345678",
}


def make_request(**answers) -> tuple[Ticket, str]:
    """Send a request as the form does; return the ticket and the code."""
    state = JourneyState.new()
    for name, value in {**RELATIVE, **answers}.items():
        state.answers[name] = value if isinstance(value, list) else [value]
    checked = check_answers(state, "bn")
    assert not checked.wrong_step, checked.wrong_step
    submission = submit(checked.data, key=state.key, language="bn")
    return submission.ticket, submission.code


def give_worker_a_code(ticket: Ticket) -> str:
    """Issue the worker's own code for a request that somebody else opened."""
    code = derive_code(secrets.token_hex(16))
    Receipt.objects.create(ticket=ticket, holder=Subject.WORKER, code_hash=hash_code(code))
    return code


def without_tokens(page) -> str:
    return TOKEN.sub("", page.content.decode())


class Visit:
    """One visit at /help/code/, page by page."""

    def __init__(self, code: str = "", path: str = PATH):
        self.client = Client(enforce_csrf_checks=True)
        self.path = path
        self.page = self.client.get(path)
        if code:
            self.press("open", code=code)

    @property
    def html(self) -> str:
        return self.page.content.decode()

    @property
    def status(self) -> int:
        return self.page.status_code

    @property
    def token(self) -> str:
        return token_of(self.page)

    def press(self, act: str, token: str = "", path: str = "", **fields):
        """Press a button of the page that is shown; with `token`, of an earlier one."""
        self.page = self.client.post(
            path or self.path, {"token": token or self.token, "act": act, **fields}
        )
        assert not self.page.cookies
        assert self.page["Cache-Control"] == "no-store"
        return self.page


@contextmanager
def database_away():
    """Every query fails, as on a bad day."""

    def fail(*_query):
        raise OperationalError("words that may not be logged")

    with connection.execute_wrapper(fail):
        yield
