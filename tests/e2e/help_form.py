"""The help form as a person uses it in a browser: one object, one method for each page."""

from itertools import pairwise

from playwright.sync_api import Locator, Page

STORY = "ছেলেকে আটকে রেখেছে, ফোন নিয়ে গেছে।"
# The pages in their order.
PAGES = ("who", "where", "what", "details", "contact", "consent", "words", "check", "receipt")


class HelpForm:
    """A journey through the form. `base` is the site's address, with /en for English."""

    def __init__(self, page: Page, base: str, story: str = STORY):
        self.page = page
        self.base = base
        self.story = story

    def open(self) -> None:
        self.page.goto(self.base + "/help/")

    def came(self, step: str) -> Locator:
        """Wait until a page has come. After a click the old one may still be there."""
        shown = "output" if step == "receipt" else f"form[data-step={step}]"
        found = self.page.locator(shown)
        found.wait_for(state="visible")
        return found

    def press(self, go: str) -> None:
        self.page.locator(f"main button[name=go][value={go}]:not(.trap)").click()

    def next(self, step: str) -> None:
        self.press("next")
        self.came(step)

    def answer(self, name: str, value: str) -> None:
        self.page.locator(f"input[name={name}][value={value}]").check()

    def walk(self, until: str, visit=lambda step: None) -> None:
        """Answer everything up to a page. `visit` is called on each page with its name."""
        answers = {
            "who": lambda: self.answer("relation", "parent"),
            "where": self._where,
            "what": lambda: self.answer("problems", "danger"),
            "details": lambda: self.answer("subproblems", "A1"),
            "contact": self._contact,
            "consent": lambda: self.answer("refer_to", "mission"),
            "words": lambda: self.page.locator("textarea[name=narrative]").fill(self.story),
            "check": lambda: None,
        }
        self.open()
        visit("start")
        self.next("who")
        for step, following in pairwise(PAGES):
            visit(step)
            if step == until:
                return
            answers[step]()
            if step == "check":
                self.press("send")
                self.came(following)
            else:
                self.next(following)
        visit(PAGES[-1])

    def _where(self) -> None:
        self.page.locator("select[name=country]").select_option("SA")
        self.page.locator("select[name=district]").select_option(index=5)
        self.page.locator("input[name=upazila]").fill("কাল্পনিক পাড়া")

    def _contact(self) -> None:
        self.answer("channel", "imo")
        self.page.locator("input[name=phone]").fill("০১৭১২৩৪৫৬৭৮")
