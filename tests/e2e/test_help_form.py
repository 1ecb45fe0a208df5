"""The help form in a browser: with and without JavaScript, on a phone that others look at."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import expect

from tests.e2e.help_form import PAGES, STORY, HelpForm

BOTH = pytest.mark.parametrize("javascript", [False, True], ids=["no-javascript", "javascript"])
KILOBYTE = 1024
# How the log tells of a browser that has left: every help page is /help/ there.
LEFT = "POST /help/ 204"


def base(site, language: str = "bn") -> str:
    return site.url + ("" if language == "bn" else "/en")


@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_page_is_accessible_and_fits_a_phone(site, phone, language):
    page = phone()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    form = HelpForm(page, base(site, language))
    seen = []

    def look(step):
        seen.append(step)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.locator("html").get_attribute("lang") == language
        violations = Axe().run(page).response["violations"]
        assert [(found["id"], found["nodes"][0]["target"]) for found in violations] == [], step
        for width in (320, 360, 1200):
            page.set_viewport_size({"width": width, "height": 640})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (step, width)
        # What is touched is at least 44 pixels high.
        assert page.evaluate(
            "[...document.querySelectorAll('main button:not(.trap), label.choice')]"
            ".every(each => each.getBoundingClientRect().height >= 44)"
        ), step
        assert page.title() in ("তথ্য", "Information")

    form.walk("receipt", look)
    assert seen == ["start", *PAGES]
    assert {url for url in asked if not url.startswith((site.url, "data:"))} == set()
    assert page.context.cookies() == []


@pytest.mark.parametrize("language", ["bn", "en"])
def test_a_mistake_is_said_and_reached_at_once(site, phone, language):
    page = phone()
    form = HelpForm(page, base(site, language))
    form.open()
    form.next("who")
    form.press("next")
    page.locator("#summary").wait_for()
    assert page.evaluate("document.activeElement.id") == "summary"
    assert Axe().run(page).response["violations"] == []
    page.locator("#summary a").click()
    assert page.evaluate("location.hash") == "#relation"


@BOTH
def test_the_whole_journey_weighs_little(site, phone, javascript):
    page = phone(javascript=javascript)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    received, requests, kept = [], [], set()
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    wire.on("Network.requestWillBeSent", lambda event: requests.append(event))
    # What the browser has already costs nothing.
    wire.on("Network.requestServedFromCache", lambda event: kept.add(event["requestId"]))
    wire.on(
        "Network.responseReceived",
        lambda event: event["response"].get("fromDiskCache") and kept.add(event["requestId"]),
    )
    long_story = " ".join(f"{STORY} {number}" for number in range(40))[:500]
    form = HelpForm(page, base(site), long_story)
    form.open()
    page.wait_for_load_state("networkidle")
    assert sum(received) <= 14 * KILOBYTE
    received.clear()
    requests.clear()
    # From the beginning: the first page is counted again, without what it had loaded.
    form.walk("receipt")
    page.wait_for_load_state("networkidle")
    asked = [
        event
        for event in requests
        if event["requestId"] not in kept and not event["request"]["url"].startswith("data:")
    ]
    assert len(asked) <= 11
    assert not [event for event in requests if "redirectResponse" in event]
    assert sum(received) <= 60 * KILOBYTE


@BOTH
def test_the_language_is_changed_in_the_middle(site, phone, javascript):
    page = phone(javascript=javascript)
    form = HelpForm(page, base(site))
    form.walk("words")
    page.locator("textarea[name=narrative]").fill(STORY)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("textarea[name=narrative]")).to_have_value(STORY)
    form.next("check")
    expect(page.locator("main")).to_contain_text("I am the father or mother")


# --- On a shared phone ---------------------------------------------------------------------


def test_leaving_quickly_goes_blank_and_leaves_one_line_in_the_history(site, phone):
    page = phone()
    page.goto(site.url + "/")
    before = page.evaluate("history.length")
    form = HelpForm(page, base(site))
    form.walk("check")
    assert STORY in page.content()
    assert page.evaluate("history.length") == before + 1
    left = site.log().count(LEFT)
    page.locator("#quick-exit").click()
    page.wait_for_url(site.neutral_url)
    site.wait_for_log(LEFT, left + 1)
    page.go_back()
    page.wait_for_load_state()
    assert page.url == site.url + "/"
    page.go_forward()
    page.wait_for_load_state()
    assert STORY not in page.content()


def test_the_page_is_blank_before_the_network_answers(site, phone):
    page = phone()
    form = HelpForm(page, base(site))
    form.walk("check")
    # In one go, so that nothing can have come from the network in between.
    left = page.evaluate(
        "() => { document.getElementById('quick-exit').click();"
        " return document.title + document.body.textContent }"
    )
    assert left == ""
    page.wait_for_url(site.neutral_url)


def test_saved_guides_survive_leaving(site, phone):
    page = phone()
    page.goto(site.url + "/")
    page.evaluate("caches.open('guides').then(cache => cache.put('/x', new Response('saved')))")
    form = HelpForm(page, base(site))
    form.open()
    left = site.log().count(LEFT)
    page.locator("#quick-exit").click()
    page.wait_for_url(site.neutral_url)
    site.wait_for_log(LEFT, left + 1)
    page.goto(site.url + "/")
    assert page.evaluate("caches.match('/x').then(found => found && found.text())") == "saved"


def test_without_javascript_leaving_is_a_link_and_going_back_shows_nothing(site, phone):
    page = phone(javascript=False)
    form = HelpForm(page, base(site))
    form.walk("check")
    assert STORY in page.content()
    left = site.log().count(LEFT)
    page.locator("#quick-exit").click()
    page.wait_for_url(site.neutral_url)
    site.wait_for_log(LEFT, left + 1)
    # The browser asks to send the form again; somebody says yes.
    with pytest.raises(BrowserError, match="ERR_CACHE_MISS"):
        page.go_back()
    page.wait_for_url("chrome-error://**")
    page.wait_for_load_state()
    page.context.new_cdp_session(page).send("Page.reload")
    form.came("check")
    for step in ("words", "consent", "contact"):
        assert STORY not in page.content()
        form.press("back")
        form.came(step)
        assert page.locator("input[name=phone]").count() == 0 or (
            page.locator("input[name=phone]").input_value() == ""
        )
    assert STORY not in page.content()


def test_nothing_is_stored_in_the_browser(site, phone):
    page = phone()
    HelpForm(page, base(site)).walk("receipt")
    kept = page.evaluate(
        "Promise.all([indexedDB.databases(), caches.keys()]).then(([databases, caches]) =>"
        " [localStorage.length, sessionStorage.length, databases.length, caches.length])"
    )
    assert kept == [0, 0, 0, 0]
    assert page.context.cookies() == []
    assert page.evaluate("navigator.serviceWorker.controller") is None


# --- A weak network, a keyboard, a server that dies -----------------------------------------


def test_a_network_that_breaks_loses_nothing(site, phone):
    page = phone()
    form = HelpForm(page, base(site))
    form.walk("words")
    page.locator("textarea[name=narrative]").fill(STORY)
    page.context.set_offline(True)
    form.press("next")
    expect(page.locator("#no-network")).to_be_visible()
    expect(page.locator("textarea[name=narrative]")).to_have_value(STORY)
    page.context.set_offline(False)
    form.next("check")
    expect(page.locator("main")).to_contain_text(STORY)


def test_an_answer_of_a_proxy_wipes_nothing_away(site, phone):
    page = phone()
    form = HelpForm(page, base(site))
    form.walk("words")
    page.locator("textarea[name=narrative]").fill(STORY)
    page.route("**/help/", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    form.press("next")
    expect(page.locator("#no-network")).to_be_visible()
    expect(page.locator("textarea[name=narrative]")).to_have_value(STORY)
    expect(page.locator("#quick-exit")).to_be_visible()
    page.unroute_all()
    form.next("check")


def test_an_answer_that_comes_after_leaving_shows_nothing(site, phone):
    page = phone()
    form = HelpForm(page, base(site))
    form.walk("check")
    # The way out leads nowhere here, as if the neutral page were slow to come.
    page.evaluate("document.getElementById('quick-exit').href = '#slow'")
    with page.expect_response(lambda response: response.url.endswith("/help/left/")):
        page.evaluate(
            "() => { document.querySelector('button.help[value=send]').click();"
            " document.getElementById('quick-exit').click() }"
        )
    page.wait_for_timeout(2000)
    assert page.evaluate("document.title + document.body.textContent") == ""


def test_the_form_is_filled_in_with_the_keyboard_alone(site, phone):
    page = phone(width=1200, height=900)
    form = HelpForm(page, base(site))
    form.open()
    page.locator("button[name=go][value=next]:not(.trap)").focus()
    page.keyboard.press("Enter")
    form.came("who").locator("input[name=relation]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    form.came("where")
    # Enter in a line of text goes on; it neither goes back nor changes the language.
    page.locator("input[name=upazila]").focus()
    page.keyboard.press("Enter")
    form.came("what").locator("input[name=problems]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    form.came("details")


def test_a_sent_request_survives_kill_nine(site, phone):
    page = phone(javascript=False)
    form = HelpForm(page, base(site, "en"))
    form.walk("receipt")
    code = page.locator("output").inner_text()
    site.kill()
    site.start()
    # Another browser: the first one may still hold a line to the server that is gone.
    page = phone(javascript=False)
    page.goto(site.url + "/en/help/code/")
    page.locator("input[name=code]").fill(code)
    page.locator("main form button.btn").click()
    expect(page.locator("main")).to_contain_text(re.compile("We have it"))
