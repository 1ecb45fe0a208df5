"""What a reader takes along from a guide: links in their language, and paper."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories import pages, reference

pytestmark = pytest.mark.django_db

SITE = "https://portal.example"


@pytest.fixture
def guide(bangla_home, settings):
    settings.SITE_URL = SITE
    index = pages.GuidanceIndexPageFactory(parent=bangla_home)
    stage = pages.StagePageFactory(parent=index, slug="deciding")
    return pages.GuidePageFactory(
        parent=stage, slug="fictional-guide", title="কাল্পনিক “ধাপ” & আরও", summary="কাল্পনিক বাক্য।"
    )


def links(client, url: str) -> dict[str, dict]:
    """The queries of the links that lead to other hosts, by host."""
    html = client.get(url).content.decode()
    found = re.findall(r'href="(https://(?:wa\.me|www\.facebook\.com)/[^"]*)"', html)
    return {urlsplit(link).hostname: parse_qs(urlsplit(link).query) for link in found}


def test_what_is_sent_has_title_sentence_and_full_address(client, guide):
    address = f"{SITE}/guidance/deciding/fictional-guide/"
    sent = links(client, guide.get_url())
    assert sent["wa.me"]["text"] == [f"{guide.title}\n{guide.summary}\n{address}"]
    assert sent["www.facebook.com"]["u"] == [address]


def test_the_country_of_the_address_is_sent_along(client, guide):
    country = reference.CountryFactory(iso2="SA", name="কাল্পনিক দেশ")
    sent = links(client, f"{guide.get_url()}in/sa/")
    title, _summary, address = sent["wa.me"]["text"][0].split("\n")
    assert title == f"{guide.title}: {country.name}"
    assert address == f"{SITE}/guidance/deciding/fictional-guide/in/sa/"


def test_nothing_loads_from_another_host(client, guide):
    html = client.get(guide.get_url()).content.decode()
    loaded = re.findall(
        r'<(?:script|img|iframe|link rel="stylesheet")[^>]*(?:src|href)="([^"]+)', html
    )
    assert loaded
    assert all(address.startswith("/") for address in loaded)


def test_each_page_has_a_square_of_its_own_on_paper(client, guide):
    def square(url: str) -> str:
        html = client.get(url).content.decode()
        return re.search(r'<svg role="img".*?</svg>', html, re.DOTALL)[0]

    drawing = square(guide.get_url())
    assert f"<title>{SITE}/guidance/deciding/fictional-guide/</title>" in drawing
    assert "style=" not in drawing
    assert len(drawing) < 3000
    other = pages.GuidePageFactory(parent=guide.get_parent(), slug="another-guide")
    assert square(other.get_url()) != drawing
