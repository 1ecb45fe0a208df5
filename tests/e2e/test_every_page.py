"""Every page type in both languages: accessible, fits a phone, loads nothing from elsewhere."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PATHS = {
    "home": "/",
    "guidance index": "/guidance/",
    "stage": "/guidance/preparing/",
    "guide": "/guidance/preparing/medical/",
    "guide for a country": "/guidance/preparing/medical/in/sa/",
    "guide with a number first": "/guidance/abroad/in-danger/",
    "situation": "/guidance/already-paid/",
    "destinations": "/guidance/destinations/",
    "destination": "/guidance/destinations/saudi-arabia/",
    "questions": "/guidance/questions/",
    "question": "/guidance/questions/employer-does-not-pay/",
    "words": "/guidance/words/",
    "word": "/guidance/words/iqama/",
    "cost sheet": "/guidance/cost-sheet/",
    "cost sheet, answered": "/guidance/cost-sheet/?agency=400000&wage=30000&living=8000",
    "cost sheet, refused": "/guidance/cost-sheet/?agency=x&wage=",
    "free sessions": "/guidance/free-sessions/",
    "free sessions in a district": "/guidance/free-sessions/near/manikganj/",
    "programme index": "/programs/",
    "programmes, filtered": "/programs/?year=2019&status=reported",
    "programmes, filter refused": "/programs/?year=x",
    "programme": "/programs/women-girls-access-to-justice/",
    "programme with targets": "/programs/bnsk-reintegration-narail/",
    "impact": "/programs/impact/",
    "a year's impact": "/programs/impact/2019/",
    "impact of a programme": "/programs/women-girls-access-to-justice/impact/",
    "impact of a partner's project": "/programs/bnsk-reintegration-narail/impact/",
    "stories": "/programs/stories/",
    "figures": "/programs/figures/",
    "figure": "/programs/figures/health-recovered-2019/",
    "open data": "/programs/data/",
    "publication index": "/publications/",
    "publications, filtered": "/publications/?topic=health&year=2019&sort=title",
    "publications, filter refused": "/publications/?kind=x",
    "annual report": "/publications/annual-report-2019/",
    "policy brief": "/publications/referral-system-brief/",
    "event": "/publications/enriching-migration-cycle-workshop/",
    "recommendations": "/publications/recommendations/",
    "recommendations, filtered": "/publications/recommendations/?addressee=ministry&status=open",
    "recommendations, filter refused": "/publications/recommendations/?status=x",
    "recommendation": "/publications/recommendations/referral-platform/",
    "updates": "/publications/updates/",
    "updates, broken link": "/publications/updates/leave/?s=x",
    "directory": "/directory/",
    "about": "/about/",
    "contact": "/contact/",
    "standard page": "/services/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "help": "/help/",
    "help code": "/help/code/",
    "search": "/search/",
    "search results": "/search/?q=visa",
    "not found": "/nothing-here/",
}


def address(site, kind: str, language: str) -> str:
    prefix = "" if language == "bn" else "/en"
    path = PATHS[kind]
    return site.url + prefix + path


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("kind", PATHS)
def test_a_page_is_accessible_fits_a_phone_and_loads_nothing_from_elsewhere(
    site, phone, kind, language
):
    page = phone()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    errors = []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.goto(address(site, kind, language))
    assert page.locator("html").get_attribute("lang") == language
    violations = Axe().run(page).response["violations"]
    assert [
        (found["id"], [node["target"] for node in found["nodes"]][:3]) for found in violations
    ] == []
    for width in (320, 360, 1200):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
    assert {url for url in asked if not url.startswith((site.url, "data:"))} == set()
    # A content security policy that stops something says so on the console.
    # A page that is an answer to a wrong address says so by its status.
    assert [error for error in errors if "404" not in error and "400" not in error] == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("language", ["bn", "en"])
def test_refusals_are_accessible_pages_of_the_language(site, phone, language):
    page = phone()
    help_url = site.url + ("/help/" if language == "bn" else "/en/help/")
    too_large = page.request.post(help_url, form={"narrative": "x" * 3_000_000})
    # The server has closed the connection on which it refused so much: another one is needed.
    from_elsewhere = page.request.post(
        help_url,
        form={"relation": "parent"},
        headers={"Sec-Fetch-Site": "cross-site"},
        max_retries=2,
    )
    assert (too_large.status, from_elsewhere.status) == (400, 403)
    for answer in (too_large, from_elsewhere):
        page.set_content(answer.text())
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("a[href='tel:999']").count() == 1
        assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("width", [360, 1200])
def test_where_no_page_is_the_search_stands_in_one_row_apart_from_the_buttons(site, phone, width):
    page = phone(width=width)
    page.goto(site.url + "/nothing-here/")
    field, button = (
        page.locator(f"main .search {part}").bounding_box() for part in ("input", ".btn")
    )
    below = page.locator("main p.tools").bounding_box()
    assert abs(field["y"] - button["y"]) < 4
    assert button["x"] >= field["x"] + field["width"] + 4
    assert below["y"] >= button["y"] + button["height"] + 8
