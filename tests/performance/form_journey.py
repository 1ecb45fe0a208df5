"""One fictional person's way through the form, and copies of it for many people.

The way is walked once over HTTP; its sealed states are then sealed again with keys of their own,
so that preparing a thousand people takes seconds and only the requests in question are timed.
"""

import re
import time
from dataclasses import dataclass, field, replace

from tests.performance.http_client import Answer, Connection, make_request

PATHS = {"bn": "/help/", "en": "/en/help/"}
TYPED_CHARACTERS = 500
TOKEN = re.compile(r'name="token" value="([^"]+)"')
STEP = re.compile(r'data-step="?([a-z]+)')
CODE = re.compile(r"<output>([^<]+)</output>")
TRANSLATED_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
# Nobody fills in the form faster; a journey that began so long ago is not set aside.
BEGAN_BEFORE_SECONDS = 60

STORY = {
    "bn": (
        "আমি কাল্পনিক একজন মা, এই লেখা শুধু পরীক্ষার জন্য। আমার মেয়ে গত বছর কাজ করতে বিদেশে গেছে।"
        " প্রথম দুই মাস সে ফোনে কথা বলত, তারপর মালিক তার ফোন নিয়ে নেয়। এখন তাকে ঘর থেকে বের হতে"
        " দেয় না, চার মাসের বেতনও দেয়নি। এজেন্টকে বললে সে শুধু রাগ করে, টাকা চায়। গত শুক্রবার"
        " প্রতিবেশীর ফোন থেকে লুকিয়ে এক মিনিট কথা বলেছে, অনেক কেঁদেছে। শরীর ভালো না, পেটে ব্যথা,"
        " কেউ ডাক্তারের কাছে নেয় না। সে দেশে ফিরতে চায়। আমরা গরিব মানুষ, কোথায় যাব বুঝি না।"
        " দয়া করে দুপুরে ফোন দেবেন, রাতে নয়, তখন ছোট ছেলের হাতে মোবাইল থাকে।"
    ),
    "en": (
        "I am a mother who does not exist, and this is written for a test alone. Last year my"
        " daughter went abroad for work. For two months she spoke with us, then her employer took"
        " the telephone away. She may not leave the house, and four months of wages were never"
        " paid. Whenever I ask the agent he gets angry and wants money. Last Friday she whispered"
        " for a minute on a neighbour's mobile and cried. Her stomach hurts; nobody brings her to"
        " a doctor. Please ring at noon, not at night. She wants to come home."
    ),
}


def story(language: str, length: int = TYPED_CHARACTERS) -> str:
    """Return what the person writes: no letter of it is repeated to fill it up."""
    text = STORY[language]
    if len(text) < length:
        raise ValueError(f"The story in {language!r} has only {len(text)} letters.")
    return text[:length]


def answers_of(step: str, language: str) -> dict:
    """Return the answers to one page, as its form sends them."""
    return {
        "who": {"relation": "parent", "worker_knows": "yes"},
        "where": {
            "place": "abroad_work",
            "country": "SA",
            "district": "56",
            "upazila": {"bn": "সিংগাইর", "en": "Singair"}[language],
            "how_went": "documented",
        },
        "what": {"problems": ["danger", "not_paid"]},
        "details": {"subproblems": ["A1", "B1"]},
        "contact": {
            "channel": "call",
            "phone": "01700000000",
            "safe_times": ["noon"],
            "who_may_answer": "me_only",
            "may_say_okup": "on",
            "code_word": "",
            "cover_sentence": "",
            "asker_name": "",
        },
        "consent": {
            "refer_to": ["mission", "government"],
            "withhold": "",
            "consent_statistics": "on",
        },
        "words": {"narrative": story(language)},
    }.get(step, {})


@dataclass(frozen=True)
class Exchange:
    """One page that was sent, and the page that came. `step` is the page that was sent."""

    step: str
    form: dict | None = field(repr=False)
    request: bytes = field(repr=False)
    answer: Answer = field(repr=False)


def walk(port: int, language: str, *, compressed: bool = True, **headers: str) -> list[Exchange]:
    """Go through the form from its first page to the receipt, one kept connection.

    `headers` go with every page but the first. Raises SystemExit when a page does not come.
    """
    path, connection = PATHS[language], Connection(port)
    request = make_request(port, path, compressed=compressed)
    exchanges = [Exchange("", None, request, connection.send(request))]
    for _page in range(12):
        text = exchanges[-1].answer.text
        token = TOKEN.search(text)
        if CODE.search(text):
            connection.close()
            return exchanges
        if exchanges[-1].answer.status != 200 or token is None:
            break
        found = STEP.search(text)
        step = found.group(1) if found else "start"
        go = "send" if step == "check" else "next"
        # A browser sends every text field, those that are left empty and the trap as well.
        form = {"website": "", "token": token.group(1)} | answers_of(step, language) | {"go": go}
        request = make_request(port, path, form, compressed=compressed, **headers)
        exchanges.append(Exchange(step, form, request, connection.send(request)))
    page = re.sub(r"\s+", " ", re.sub(r"<style.*?</style>|<[^>]+>", " ", text, flags=re.S))
    raise SystemExit(
        f"The journey broke off with status {exchanges[-1].answer.status} after the page"
        f" {exchanges[-1].step!r}: {page[:600]}"
    )


class People:
    """Makes requests of people who never were: each has a submission key of their own."""

    def __init__(self, port: int, language: str = "bn"):
        self.port = port
        self.path = PATHS[language]
        from helpdesk.journey.state import open_state

        self._pages = {
            exchange.step: (exchange.form, open_state(exchange.form["token"])[0])
            for exchange in walk(port, language)
            if exchange.form is not None
        }

    @property
    def middle_pages(self) -> list[str]:
        """The names of the pages between the first one and the last look."""
        return [step for step in self._pages if step not in ("start", "check")]

    def request(self, step: str, narrative: str = "", by_script: bool = False) -> bytes:
        """Return the request by which a new person, or the page's script, sends a page."""
        from helpdesk.journey.state import JourneyState

        form, state = self._pages[step]
        answers = {**state.answers, "narrative": [narrative]} if narrative else state.answers
        fresh = JourneyState.new()
        fresh.started -= BEGAN_BEFORE_SECONDS
        own = replace(state, key=fresh.key, started=fresh.started, answers=answers)
        headers = {"X_Page_Part": "body"} if by_script else {}
        return make_request(self.port, self.path, {**form, "token": own.seal()}, **headers)


def now() -> float:
    """Return a moment in seconds, for measuring only."""
    return time.perf_counter()


def code_of(answer: Answer) -> str | None:
    """Return the 16 digits of a receipt, or None if the answer is none."""
    found = CODE.search(answer.text) if answer.status == 200 else None
    return found.group(1).translate(TRANSLATED_DIGITS).replace(" ", "") if found else None
