"""Where a form was sent from, as browsers say it."""

import pytest
from django.test import RequestFactory

from portal.privacy.origin import is_from_this_site

OURS = "http://testserver"
THEIRS = "https://evil.example"


def sent(fetch_site: str | None, origin: str | None, **extra):
    headers = {"Sec-Fetch-Site": fetch_site, "Origin": origin}
    given = {name: value for name, value in headers.items() if value is not None}
    return RequestFactory().post("/help/", headers=given, **extra)


@pytest.mark.parametrize(
    ("fetch_site", "origin", "is_ours"),
    [
        # Browsers that say Sec-Fetch-Site are believed, whatever Origin says.
        ("same-origin", OURS, True),
        ("same-origin", None, True),
        ("same-origin", "null", True),
        ("none", None, True),
        ("same-site", OURS, False),
        ("cross-site", None, False),
        ("cross-site", OURS, False),
        ("cross-site", "null", False),
        ("Same-Origin", OURS, False),
        ("nonsense", OURS, False),
        # Others by Origin.
        (None, OURS, True),
        ("", OURS, True),
        (None, THEIRS, False),
        (None, "http://testserver.evil.example", False),
        (None, "http://evil.example/testserver", False),
        (None, "http://testserver@evil.example", False),
        (None, "http://testserver:8080", False),
        (None, "null", False),
        (None, "testserver", False),
        (None, "http://[", False),
        (None, "http://[::1]evil", False),
        # Neither: the token alone decides.
        (None, None, True),
        ("", "", True),
    ],
)
def test_origins(fetch_site, origin, is_ours):
    assert is_from_this_site(sent(fetch_site, origin)) is is_ours


def test_a_port_belongs_to_the_host():
    assert is_from_this_site(
        sent(None, "http://localhost:8000", SERVER_NAME="localhost", SERVER_PORT="8000")
    )
    assert not is_from_this_site(
        sent(None, "http://localhost:8001", SERVER_NAME="localhost", SERVER_PORT="8000")
    )
