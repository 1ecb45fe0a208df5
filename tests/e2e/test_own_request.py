"""Coming back with the code in a browser: every page, a reply and a file, without a trace."""

import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.help_form import STORY, HelpForm

# What shows that a page has come, by the button that leads to it.
PAGES = {
    "reply": "textarea[name=body]",
    "files": "input[type=file]",
    "plan": "input[name=channel]",
    "consents": "button[value^='withdraw']",
    "ending": "button[value=erase]",
}


def picture() -> bytes:
    """A small photograph as a telephone makes it."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("language", "javascript"), [("bn", True), ("en", False)], ids=["bn", "en-no-javascript"]
)
def test_a_person_comes_back_replies_and_sends_a_picture(site, phone, language, javascript):
    page = phone(javascript=javascript)
    base = site.url + ("" if language == "bn" else "/en")
    HelpForm(page, base).walk("receipt")
    code = page.locator("output").inner_text()

    def look():
        if javascript:
            violations = Axe().run(page).response["violations"]
            assert [(found["id"], found["nodes"][0]["target"]) for found in violations] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert page.locator("html").get_attribute("lang") == language
        assert STORY not in page.content()
        assert page.locator("#quick-exit").is_visible()

    page.goto(base + "/help/code/")
    look()
    page.locator("input[name=code]").fill(code)
    page.locator("button[name=act][value=open]").click()
    home = page.locator("button[name=act][value=ending]")
    home.wait_for()
    look()
    for act, shown in PAGES.items():
        page.locator(f"button[name=act][value={act}]").first.click()
        page.locator(shown).first.wait_for()
        look()
        page.locator("button[name=act][value=home]:not(.lang)").first.click()
        home.wait_for()

    page.locator("button[name=act][value=reply]").first.click()
    page.locator("textarea[name=body]").fill(f"{STORY} again")
    page.locator("button[name=act][value=send-reply]").click()
    expect(page.locator("textarea[name=body]")).to_have_count(0)
    look()
    # The request's own page follows; only the language's button leads there too.
    home.wait_for()
    page.locator("button[name=act][value=files]").first.click()
    page.locator("input[type=file]").set_input_files(
        {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.locator("form[enctype] button.btn").click()
    expect(page.locator("main")).to_contain_text(
        "আপনার ফাইলটি আমরা পেয়েছি" if language == "bn" else "Your file has reached us"
    )
    look()
    assert page.context.cookies() == []
