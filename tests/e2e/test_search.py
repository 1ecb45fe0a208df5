"""Searching on a real browser: suggestions under the fingers, and everything without them."""

import re
import sqlite3
import time
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

LANGUAGES = {"bn": "", "en": "/en"}
# Written in the script of the site and in Latin letters; the last word is not finished.
BEGUN = {"bn": ["পাসপো", "pasp", "ভিসা যা"], "en": ["passp", "check vis"]}
DANGER = {"bn": "আমাকে মারে", "en": "they beat me"}
NOTHING = dict.fromkeys(LANGUAGES, "xqxqxqxq")
# Every JavaScript object knows these.
NAMES = ("constructor", "valueOf", "__proto__")


@pytest.fixture
def field(phone, site):
    """Open the search page and return its field."""

    def open_page(language: str = "bn", path: str = "/search/", **settings):
        page = phone(**settings)
        page.goto(site.url + LANGUAGES[language] + path)
        return page.locator("[role=search] input[name=q]")

    return open_page


def options(field):
    return field.page.locator("[role=listbox] [role=option]")


def begin(field, text: str) -> list[str]:
    """Type as fingers do, wait for suggestions, and return their texts."""
    field.press_sequentially(text, delay=20)
    expect(options(field).first).to_be_visible()
    return options(field).all_inner_texts()


def marked(field) -> str:
    """The text of the marked suggestion, as assistive technology is told."""
    key = field.get_attribute("aria-activedescendant")
    option = field.page.locator(f"[id='{key}']")
    assert option.get_attribute("aria-selected") == "true"
    expect(field.page.locator("[aria-selected=true]")).to_have_count(1)
    return option.inner_text()


def wide(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def check(page) -> None:
    """What axe finds, and whether a phone's screen is wide enough."""
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["target"] for node in each["nodes"]][:3]) for each in found] == []
    assert wide(page) <= 360


class TestSuggestions:
    @pytest.mark.parametrize(
        ("language", "text"), [(name, text) for name, texts in BEGUN.items() for text in texts]
    )
    def test_typing_offers_pages_of_the_language(self, field, site, language, text):
        field = field(language)
        expect(field).to_have_attribute("aria-expanded", "false")
        found = begin(field, text)
        assert 0 < len(found) <= 6
        expect(field).to_have_attribute("aria-expanded", "true")
        expect(field).to_be_focused()
        # Nothing is chosen for anybody.
        assert field.get_attribute("aria-activedescendant") is None
        option = options(field).first
        title = option.inner_text()
        option.click()
        expect(field.page).not_to_have_url(re.compile("/search/"))
        assert field.page.url.startswith(f"{site.url}{LANGUAGES[language]}/guidance/")
        assert title in field.page.locator("main").inner_text()

    def test_they_are_offered_on_the_first_page_too(self, field):
        assert begin(field(path="/"), "পাসপো")

    def test_a_slow_press_opens_the_page(self, field):
        field = field()
        begin(field, "পাসপো")
        options(field).first.hover()
        field.page.mouse.down()
        field.page.wait_for_timeout(500)
        field.page.mouse.up()
        expect(field.page).not_to_have_url(re.compile("/search/"))

    def test_whoever_comes_back_finds_them_closed(self, field):
        field = field()
        begin(field, "পাসপো")
        options(field).first.click()
        expect(field.page).not_to_have_url(re.compile("/search/"))
        field.page.go_back()
        expect(field).to_be_visible()
        expect(options(field)).to_have_count(0)

    def test_arrows_go_around_and_past_the_typed_words(self, field):
        field = field()
        found = begin(field, "পাসপো")
        for title in found:
            field.press("ArrowDown")
            assert marked(field) == title
        field.press("ArrowDown")
        assert field.get_attribute("aria-activedescendant") is None
        expect(field.page.locator("[aria-selected=true]")).to_have_count(0)
        field.press("ArrowUp")
        assert marked(field) == found[-1]
        for _step in found:
            field.press("ArrowUp")
        assert field.get_attribute("aria-activedescendant") is None
        field.press("ArrowDown")
        assert marked(field) == found[0]
        expect(field).to_have_value("পাসপো")
        expect(field).to_be_focused()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_enter_opens_the_marked_page(self, field, language):
        field = field(language)
        found = begin(field, BEGUN[language][0])
        field.press("ArrowDown")
        field.press("ArrowDown")
        field.press("Enter")
        expect(field.page).not_to_have_url(re.compile("/search/"))
        assert found[1] in field.page.locator("main").inner_text()

    @pytest.mark.parametrize("keys", [[], ["ArrowDown", "ArrowUp"], ["ArrowDown", "Escape"]])
    def test_enter_sends_the_words_where_none_is_marked(self, field, keys):
        field = field()
        begin(field, "পাসপো")
        for key in keys:
            field.press(key)
        field.press("Enter")
        expect(field.page).to_have_url(re.compile(r"/search/\?q=%E0"))
        expect(field).to_have_value("পাসপো")
        expect(field.page.locator("main ol.found a").first).to_be_visible()

    def test_escape_closes_and_keeps_the_words(self, field):
        field = field()
        begin(field, "পাসপো")
        field.press("ArrowDown")
        field.press("Escape")
        expect(options(field).first).to_be_hidden()
        expect(field).to_have_attribute("aria-expanded", "false")
        assert field.get_attribute("aria-activedescendant") is None
        expect(field).to_have_value("পাসপো")
        field.press_sequentially("র্ট")
        expect(options(field).first).to_be_visible()

    def test_escape_closes_for_good_while_the_next_ones_are_on_their_way(self, field):
        field = field()
        begin(field, "পাসপো")
        field.press_sequentially("র")
        field.press("Escape")
        field.page.wait_for_timeout(1000)
        expect(options(field).first).to_be_hidden()

    def test_they_close_when_the_field_is_left_or_emptied(self, field):
        field = field()
        begin(field, "পাসপো")
        field.press("Tab")
        expect(options(field).first).to_be_hidden()
        field.fill("")
        begin(field, "ভিসা")
        field.fill("ভ")
        expect(options(field).first).to_be_hidden()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_how_many_there_are_is_said(self, field, language):
        field = field(language)
        count = len(begin(field, BEGUN[language][0]))
        said = field.page.locator("[role=search] [role=status]")
        digits = str(count) if language == "en" else "০১২৩৪৫৬৭৮৯"[count]
        expect(said).to_contain_text(digits)

    @pytest.mark.parametrize("word", NAMES)
    def test_words_that_are_names_in_the_script_are_words(self, field, word):
        field = field("en")
        errors = []
        field.page.on("pageerror", lambda error: errors.append(str(error)))
        with field.page.expect_response(re.compile("/suggest/")):
            field.press_sequentially(word)
        field.page.wait_for_timeout(300)
        assert errors == []

    def test_the_same_words_are_asked_for_once(self, field):
        field = field()
        asked = []
        field.page.on("request", lambda request: asked.append(request.url))
        begin(field, "পাসপো")
        field.press("Escape")
        field.press_sequentially("ব")
        field.press("Backspace")
        expect(options(field).first).to_be_visible()
        addresses = [url for url in asked if "/suggest/" in url]
        assert len(addresses) == len(set(addresses))

    def test_without_a_network_the_field_still_works(self, field):
        field = field()
        errors = []
        field.page.on("pageerror", lambda error: errors.append(str(error)))
        field.page.context.set_offline(True)
        field.press_sequentially("পাসপো")
        field.page.wait_for_timeout(600)
        expect(options(field)).to_have_count(0)
        field.page.context.set_offline(False)
        field.press("Enter")
        expect(field.page.locator("main ol.found a").first).to_be_visible()
        assert errors == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_javascript_the_form_answers(field, language):
    field = field(language, javascript=False)
    assert field.get_attribute("role") is None
    text = BEGUN[language][0] + {"bn": "র্ট", "en": "ort"}[language]
    field.fill(text)
    field.page.locator("[role=search] button").click()
    expect(field).to_have_value(text)
    result = field.page.locator("main ol.found a").first
    expect(result).to_be_visible()
    result.click()
    expect(field.page.locator("h1")).to_be_visible()
    assert f"{LANGUAGES[language]}/guidance/" in field.page.url
    assert field.page.context.cookies() == []


class TestOnAPhone:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", ["results", "one kind", "danger", "nothing", "misspelt"])
    def test_an_answer_is_accessible_and_fits(self, phone, site, language, kind):
        query = {
            "results": {"bn": "পাসপোর্ট", "en": "passport"},
            "one kind": {"bn": "পাসপোর্ট", "en": "passport"},
            "danger": DANGER,
            "nothing": NOTHING,
            "misspelt": {"bn": "পাসপরকট", "en": "passpirt"},
        }[kind][language]
        page = phone()
        more = "&kind=guide" if kind == "one kind" else ""
        page.goto(f"{site.url}{LANGUAGES[language]}/search/?q={query}{more}")
        shown = {
            "results": "ol.found mark",
            "one kind": ".chips [aria-current=true][href*='kind=guide']",
            "danger": ".danger-now a[href='tel:999']",
            "nothing": "main [role=status] h2",
            "misspelt": ".did-you-mean a",
        }[kind]
        expect(page.locator(shown).first).to_be_visible()
        check(page)

    @pytest.mark.parametrize("path", ["/search/", "/"], ids=["search", "home"])
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_open_suggestions_are_accessible_and_fit(self, field, language, path):
        field = field(language, path)
        begin(field, BEGUN[language][0])
        check(field.page)
        field.press("ArrowDown")
        check(field.page)
        for option in options(field).all():
            box = option.bounding_box()
            assert box["height"] >= 44
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 360

    def test_a_long_word_breaks(self, phone, site):
        page = phone()
        page.goto(f"{site.url}/search/?q={'x' * 200}")
        assert wide(page) <= 360


def followed(site, query: str) -> int:
    with closing(sqlite3.connect(f"file:{site.var}/db.sqlite3?mode=ro", uri=True)) as database:
        row = database.execute(
            "SELECT followed FROM search_askedquery WHERE query = ?", [query]
        ).fetchone()
    return row[0]


def test_opening_a_result_is_counted_without_a_cookie(phone, site):
    # A search that no other test makes.
    page = phone()
    page.goto(f"{site.url}/search/?q=পাসপোর্ট ২০৯৯")
    pings = []
    page.context.on(
        "request", lambda request: "/followed/" in request.url and pings.append(request)
    )
    assert followed(site, "পাসপোর্ট 2099") == 0
    page.locator("main ol.found a").first.click()
    expect(page).not_to_have_url(re.compile("/search/"))
    end = time.monotonic() + 10
    while followed(site, "পাসপোর্ট 2099") == 0 and time.monotonic() < end:
        time.sleep(0.1)
    assert followed(site, "পাসপোর্ট 2099") == 1
    assert all("cookie" not in ping.headers for ping in pings)
    assert page.context.cookies() == []
