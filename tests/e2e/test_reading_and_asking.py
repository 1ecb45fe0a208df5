"""The main job, on real content: read how to migrate safely, ask for help, be found by staff."""

import re

import pytest
from playwright.sync_api import expect

from portal.core.numerals import to_ascii_digits
from tests.e2e.help_form import STORY, HelpForm

CODE = re.compile(r"[০-৯]{4}( [০-৯]{4}){3}")


@pytest.mark.parametrize("javascript", [False, True], ids=["no-javascript", "javascript"])
def test_a_reader_asks_for_help_and_staff_find_the_ticket(site, phone, javascript):
    page = phone(javascript=javascript)
    page.goto(site.url + "/")
    assert page.locator("html").get_attribute("lang") == "bn"
    page.locator(".doors a").nth(1).click()
    page.locator("main a[href*='visa-and-contract']").first.click()
    assert page.locator("h1").inner_text()
    # The title and the one-sentence answer stand within the first screen of a phone.
    assert page.locator("h1").bounding_box()["y"] < 640

    page.locator(".helpbar .help").click()
    expect(page).to_have_url(site.url + "/help/")
    story = f"{STORY} {javascript}"
    form = HelpForm(page, site.url)
    form.walk("words")
    page.locator("textarea[name=narrative]").fill(story)
    form.next("check")
    expect(page.locator("main")).to_contain_text(story)
    form.press("send")
    form.came("receipt")
    code = page.locator("output").inner_text()
    assert CODE.fullmatch(code)
    reference = page.locator("main b").filter(has_text="H-").inner_text()
    form.press("written")
    expect(page.locator("output")).to_have_count(0)

    page.goto(site.url + "/help/code/")
    page.locator("input[name=code]").fill(code)
    page.locator("main form button.btn").click()
    expect(page.locator("input[name=code]")).to_have_count(0)
    expect(page.locator("h1")).to_be_visible()
    assert story not in page.content()
    assert page.context.cookies() == []

    staff = phone(width=1200, height=900)
    staff.goto(site.url + "/admin/")
    staff.locator("input[name=username]").fill("admin")
    staff.locator("input[name=password]").fill(site.local_value("DEMO_PASSWORD"))
    staff.locator("button[type=submit]").click()
    staff.goto(site.url + "/admin/help-requests/")
    staff.get_by_role("link", name=reference).click()
    expect(staff.locator("main")).to_contain_text(story)
    assert "+8801712345678" not in staff.content()
    staff.get_by_role("button", name=re.compile("Show the number")).click()
    # Waits for the answer: after a click the old page may still be there, or half of the new one.
    expect(staff.locator("main")).to_contain_text("+8801712345678")
    # What was typed stands in no log.
    for word in (story, "1712345678", to_ascii_digits(code), code):
        assert word not in site.log()


def test_the_keyboard_reaches_everything_first_the_text(site, phone):
    page = phone(width=1200, height=900)
    page.goto(site.url + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
