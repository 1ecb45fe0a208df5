"""Error pages: those of the help desk have the same way out as its other pages."""

import sys

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from portal import errors

# Where there is no file of last good numbers, they are asked for.
pytestmark = pytest.mark.django_db

EXIT = "https://neutral.example/weather"


def page(view: str, path: str, **arguments):
    answer = getattr(errors, view)(RequestFactory().get(path), **arguments)
    return answer.status_code, answer.content.decode()


def fail(path: str):
    """The page that Django shows while an exception of the database is on its way."""
    try:
        raise OperationalError
    except OperationalError:
        assert sys.exc_info()[1]
        return page("server_error", path)


VIEWS = [
    ("bad_request", 400),
    ("permission_denied", 403),
    ("page_not_found", 404),
    ("server_error", 500),
]


@pytest.fixture(autouse=True)
def neutral_exit(settings):
    settings.QUICK_EXIT_URL = EXIT


@pytest.mark.parametrize(
    "path", ["/help/", "/en/help/code/", "/help/nothing/", "/Help", "/bn/help/"]
)
@pytest.mark.parametrize(("view", "status"), VIEWS)
def test_whoever_asks_for_help_can_leave_quickly(path, view, status):
    found, html = page(view, path)
    assert found == status
    assert_way_out(html, "en" if path.startswith("/en/") else "bn")


@pytest.mark.parametrize("path", ["/help/", "/en/help/"])
def test_also_while_the_database_is_away(path):
    status, html = fail(path)
    assert status == 503
    assert_way_out(html, "en" if path.startswith("/en/") else "bn")


def assert_way_out(html: str, language: str) -> None:
    link = html[html.index('id="quick-exit"') :].split(">")[0]
    assert f'href="{EXIT}"' in link
    with translation.override(language):
        assert f'ping="{reverse("help_left")}"' in link
    assert html.index('id="quick-exit"') < html.index("<main")
    assert "OKUP" not in html.split("</title>")[0]


@pytest.mark.parametrize("path", ["/", "/en/guidance/", "/helpers/"])
@pytest.mark.parametrize(("view", "_status"), VIEWS)
def test_nowhere_else(path, view, _status):
    assert EXIT not in page(view, path)[1]


def test_it_is_the_strip_of_the_help_pages(client):
    def strip(html: str) -> str:
        return html[html.index("<aside") : html.index("</aside>")]

    ours = strip(client.get("/en/help/").content.decode())
    assert strip(page("page_not_found", "/en/help/nothing/")[1]) == ours
