"""The language of an address, and what may differ between two readers: nothing."""

import pytest
from django.test import Client
from django.utils import translation

from portal.core.middleware import language_of_path
from tests.factories.people import UserFactory

PUBLIC_PATHS = ["/", "/en/", "/help/", "/en/help/", "/search/", "/en/search/", "/robots.txt"]


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "bn"),
        ("/help/", "bn"),
        ("/en", "en"),
        ("/en/", "en"),
        ("/en/help/", "en"),
        ("/english/", "bn"),
        ("/enough", "bn"),
        ("/bn/", "bn"),
        ("/EN/", "bn"),
        ("/guidance/en/", "bn"),
        ("/admin/", "en"),
        ("/admin/pages/", "en"),
        ("/documents/1/a.pdf", "en"),
        ("/administration/", "bn"),
    ],
)
def test_the_address_alone_says_the_language(path, language):
    assert language_of_path(path) == language


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/bn", "/"),
        ("/bn/", "/"),
        ("/bn/help/", "/help/"),
        ("/bn/help/?a=1&b=%E0%A6%95", "/help/?a=1&b=%E0%A6%95"),
        ("/bn?q=1", "/?q=1"),
        ("/bn/guidance/deciding/", "/guidance/deciding/"),
        ("/bn//evil.example", "/evil.example"),
        ("/bn///evil.example/x", "/evil.example/x"),
        ("/bn/\\evil.example", "/evil.example"),
        ("/bn/\\/\\evil.example", "/evil.example"),
        ("/bn/%5Cevil.example", "/evil.example"),
        ("/bn/%2F%2Fevil.example", "/evil.example"),
        ("/bn//evil.example?next=//other.example", "/evil.example?next=//other.example"),
        # A browser drops a tab inside an address: it must arrive encoded.
        ("/bn/%09/evil.example", "/%09/evil.example"),
        ("/bn/%3Fq=1", "/%3Fq%3D1"),
        ("/bn/কথা/", "/%E0%A6%95%E0%A6%A5%E0%A6%BE/"),
    ],
)
def test_bangla_has_no_prefix(client, path, target):
    response = client.get(path)
    assert response.status_code == 301
    assert response["Location"] == target


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/bnx/", "/bn-BD/", "/bn/%0Aevil"])
def test_other_addresses_do_not_redirect(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PUBLIC_PATHS, "/nothing-here/", "/en/nothing-here/"])
def test_no_answer_depends_on_a_cookie_or_a_preferred_language(path, english_home):
    varied = Client().get(path).get("Vary", "").lower()
    assert "accept-language" not in varied
    assert "cookie" not in varied
    # Nor when a browser sends both.
    visitor = Client(headers={"Accept-Language": "en-GB,en;q=0.9"})
    visitor.cookies["django_language"] = "en"
    response = visitor.get(path)
    assert "accept-language" not in response.get("Vary", "").lower()
    assert "cookie" not in response.get("Vary", "").lower()
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "language"), [("/help/", "bn"), ("/en/help/", "en"), ("/x/", "bn"), ("/en/x/", "en")]
)
def test_a_preferred_language_changes_no_word(path, language):
    plain = Client().get(path)
    other = "en" if language == "bn" else "bn"
    visitor = Client(headers={"Accept-Language": other})
    visitor.cookies["django_language"] = other
    for response in (plain, visitor.get(path)):
        assert response["Content-Language"] == language
        assert f'<html lang="{language}"' in response.content.decode()


@pytest.mark.django_db
def test_the_language_of_one_request_does_not_stay_for_the_next(client):
    client.get("/en/help/")
    client.get("/robots.txt")
    assert translation.get_language() == "bn"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/robots.txt", "/help/", "/en/help/"])
def test_public_pages_allow_nothing_inline_or_foreign(client, path):
    policy = client.get(path)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "https:" not in policy


@pytest.mark.django_db
def test_the_admin_has_a_looser_policy(client):
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.django_db
@pytest.mark.parametrize("path", [*PUBLIC_PATHS, "/nothing-here/", "/sitemap.xml", "/healthz"])
@pytest.mark.parametrize("session", ["abc", "x" * 32, ""])
def test_malformed_cookies_of_the_staff_change_no_public_answer(path, session, english_home):
    visitor = Client()
    visitor.cookies["sessionid"] = session
    visitor.cookies["csrftoken"] = "x"
    visitor.cookies["messages"] = "y"
    response = visitor.get(path)
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


@pytest.mark.django_db
def test_what_is_sent_to_a_public_address_is_still_checked(english_home):
    visitor = Client(enforce_csrf_checks=True)
    visitor.cookies["csrftoken"] = "a" * 32
    response = visitor.post("/", {"csrfmiddlewaretoken": "a" * 32})
    assert response.status_code == 403
    assert not response.cookies


@pytest.mark.django_db
def test_the_admin_keeps_its_cookies():
    visitor = Client(enforce_csrf_checks=True)
    visitor.cookies["csrftoken"] = "x"
    page = visitor.get("/admin/login/")
    assert page.cookies["csrftoken"]["path"] == "/admin/"
    user = UserFactory(password="a fictional password")
    sent = {
        "username": user.get_username(),
        "password": "a fictional password",
        "csrfmiddlewaretoken": page.cookies["csrftoken"].value,
    }
    response = visitor.post("/admin/login/", sent)
    assert response.status_code == 302
    assert response.cookies["sessionid"]["path"] == "/admin/"
