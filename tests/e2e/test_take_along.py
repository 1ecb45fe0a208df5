"""Taking a guide along on a real browser: ticks, links, listening, paper."""

import os
import re
import subprocess
import sys
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import ROOT
from tests.helpdesk.files.samples import sound

# Adds a recording to the guide whose slug is given, and prints its key.
ADD_RECORDING = """
import sys
from django.core.files.base import ContentFile
from guidance.models import GuidePage, GuideRecording
from portal.core.models import CustomMedia
guide = GuidePage.objects.get(slug=sys.argv[1], locale__language_code="bn")
media = CustomMedia(title="Fictional", type="audio", duration=2)
media.file.save("fictional.mp3", ContentFile(sys.stdin.buffer.read()))
print(GuideRecording.objects.create(guide=guide, recording=media).pk)
"""
# A phone that has voices, and that tells the page what it was asked to say.
VOICES = """
window.spoken = [];
Object.defineProperty(window, "speechSynthesis", {value: {
  getVoices: () => [{lang: "%s", name: "Fictional"}],
  speak(words) { window.spoken.push(words.text); },
  cancel() { window.spoken.push("silence"); },
  addEventListener() {},
}});
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""


@pytest.fixture(scope="module")
def guides(site, chromium):
    """The addresses of two guides with checklists, each in Bangla."""
    found = []
    page = chromium.new_page()
    page.goto(site.url + "/guidance/")
    links = page.locator("ol.steps a").evaluate_all("all => all.map(each => each.href)")
    for link in links:
        page.goto(link)
        if page.locator("ul.check input").count() > 1:
            found.append(link)
        if len(found) == 2:
            break
    page.close()
    assert len(found) == 2, "The demo content has too few checklists."
    return found


def kept(page) -> int:
    return page.evaluate("Object.keys(localStorage).length")


def test_ticks_are_kept_only_after_asking_and_wiped_in_one_tap(phone, guides):
    page = phone()
    boxes = page.locator("ul.check input")
    for guide in guides:
        page.goto(guide)
        boxes.nth(1).check()
        assert kept(page) == guides.index(guide)
        page.reload()
        expect(boxes.nth(1)).not_to_be_checked()
        boxes.nth(1).check()
        page.locator("[data-do=keep]").click()
        expect(page.locator(".keep [role=status]")).not_to_be_empty()
        page.reload()
        expect(boxes.nth(1)).to_be_checked()
        expect(boxes.nth(0)).not_to_be_checked()
    assert kept(page) == 2
    # An item that says something else now is not ticked.
    page.evaluate(
        'key => localStorage.setItem(key, \'{"0": "fictional"}\')',
        page.evaluate("Object.keys(localStorage)[0]"),
    )
    for guide in guides:
        page.goto(guide)
        expect(boxes.nth(0)).not_to_be_checked()
    page.locator("[data-do=wipe]").click()
    expect(page.locator(".keep [role=status]")).not_to_be_empty()
    assert kept(page) == 0
    expect(page.locator("ul.check :checked")).to_have_count(0)
    boxes.nth(0).check()
    assert kept(page) == 0


def test_ticks_are_the_same_for_each_country_of_a_step(phone, guides):
    page = phone()
    page.goto(guides[0])
    page.locator("ul.check input").first.check()
    page.locator("[data-do=keep]").click()
    page.goto(guides[0] + "in/sa/")
    expect(page.locator("ul.check input").first).to_be_checked()
    # What is sent to somebody carries the country.
    assert page.locator(".address").inner_text().endswith("/in/sa/")


def test_copying_the_link(phone, guides):
    page = phone()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(guides[0])
    page.locator("[data-do=copy]").click()
    expect(page.locator(".take [role=status]")).not_to_be_empty()
    path = re.sub(r"^https?://[^/]+", "", guides[0])
    assert page.evaluate("navigator.clipboard.readText()").endswith(path)


def test_without_javascript_no_button_is_dead(phone, guides):
    page = phone(javascript=False)
    page.goto(guides[0])
    expect(page.locator("ul.check input").first).to_be_visible()
    expect(page.locator(".take a[href^='https://wa.me/?text=']")).to_be_visible()
    expect(page.locator("button[data-do]")).to_have_count(0)
    expect(page.locator(".paper")).not_to_be_visible()


@pytest.mark.parametrize(("spoken", "offered"), [("bn-BD", 1), ("fr-FR", 0)])
def test_the_phone_reads_where_it_speaks_the_language(phone, guides, spoken, offered):
    page = phone()
    page.add_init_script(VOICES % spoken)
    page.goto(guides[1])
    button = page.locator("[data-do=speak]")
    expect(button).to_have_count(offered)
    if offered:
        button.click()
        assert page.evaluate("window.spoken[1]") == page.locator("h1").inner_text()
        page.locator("[data-do=hush]").click()
        assert page.evaluate("window.spoken.at(-1)") == "silence"
        expect(button).to_be_visible()


def test_a_recording_is_played_in_parts_and_stands_in_for_the_phone_s_voice(site, phone, guides):
    slug = guides[0].rstrip("/").rpartition("/")[2]
    environment = {**os.environ, "VAR_DIR": str(site.var)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    added = subprocess.run(
        [
            sys.executable,
            "-c",
            "import django, os, sys; sys.path[:0] = ['.', 'site']; "
            "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'portal.settings.dev'); "
            "django.setup()\n" + ADD_RECORDING,
            slug,
        ],
        input=sound("mp3", "libmp3lame", 22_050, seconds=2),
        env=environment,
        cwd=ROOT,
        capture_output=True,
        check=True,
        timeout=120,
    )
    key = added.stdout.decode().split()[-1]
    page = phone()
    page.add_init_script(VOICES % "bn-BD")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(guides[0])
    expect(page.locator(".listen audio")).to_be_visible()
    expect(page.locator("[data-do=speak]")).to_have_count(0)
    assert not any("/listen/" in url for url in asked)
    # A player measures it: the length is that of the sound.
    lasts = page.evaluate(
        """() => new Promise(resolve => {
            const audio = document.querySelector("audio");
            audio.preload = "metadata";
            audio.addEventListener("loadedmetadata", () => resolve(audio.duration));
            audio.load();
        })"""
    )
    assert lasts == pytest.approx(2, abs=0.3)
    request = urllib.request.Request(
        f"{site.url}/guidance/listen/{key}/", headers={"Range": "bytes=0-1"}
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 206
        assert len(answer.read()) == 2


def test_on_paper_the_address_stands_with_its_square(phone, guides):
    page = phone(width=794, height=1123)
    page.goto(guides[0])
    page.emulate_media(media="print")
    expect(page.locator(".paper")).to_contain_text(page.locator(".address").inner_text())
    expect(page.locator(".paper svg[role=img]")).to_be_visible()
    expect(page.locator(".take")).not_to_be_visible()
