"""Leaving quickly: what the browser is told to forget, and what it must keep."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_browser_forgets_its_cache_and_keeps_saved_guides(visitor, prefix):
    response = visitor.post(f"{prefix}/help/left/", headers={"sec-fetch-site": "same-origin"})
    assert response.status_code == 204
    # "storage" would delete the guides that a reader saved.
    assert response["Clear-Site-Data"] == '"cache"'
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_no_other_site_can_empty_the_cache(visitor):
    response = visitor.post("/help/left/", headers={"sec-fetch-site": "cross-site"})
    assert "Clear-Site-Data" not in response


@pytest.mark.parametrize("path", ["/help/", "/en/help/", "/help/code/", "/en/help/code/"])
def test_the_way_out_asks_nothing_of_this_server(visitor, settings, path):
    settings.QUICK_EXIT_URL = "https://neutral.example/weather"
    html = visitor.get(path).content.decode()
    link = html[html.index('id="quick-exit"') :].split(">")[0]
    assert 'href="https://neutral.example/weather"' in link
    assert "/help/left/" in link
    assert html.index('id="quick-exit"') < html.index("<main")
    # It says that the history stays, and how to erase it.
    if not path.endswith("code/"):
        assert "ইতিহাস" in html or "History" in html
