"""Publications in the sitemap: their last change, their twins, and no file that is too long."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from portal.core import sitemap

pytestmark = pytest.mark.django_db
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def read(client, query=""):
    response = client.get(f"/sitemap.xml{query}")
    assert response.status_code == 200
    return etree.fromstring(response.content)


def test_the_last_change_is_a_moment_and_twins_stand_beside(client, report):
    urls = read(client).findall("s:url", NAMES)
    by_address = {url.findtext("s:loc", namespaces=NAMES): url for url in urls}
    (english,) = (each for each in by_address if each.endswith("/en/publications/report/"))
    url = by_address[english]
    report.refresh_from_db()
    bangla = by_address[english.replace("/en/", "/")]
    moment = timezone.localtime(report.last_published_at).isoformat("T", "seconds")
    assert bangla.findtext("s:lastmod", namespaces=NAMES) == moment
    twins = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)}
    assert twins == {
        "bn": english.replace("/en/", "/"),
        "en": english,
        "x-default": english.replace("/en/", "/"),
    }


def test_beyond_a_file_s_length_an_index_names_the_parts(client, make, monkeypatch):
    for number in range(4):
        make(f"p-{number}")
    whole = [each.text for each in read(client).iterfind(".//s:loc", NAMES)]
    monkeypatch.setattr(sitemap, "URLS_A_FILE", 3)
    index = read(client)
    assert index.tag == f"{{{NAMES['s']}}}sitemapindex"
    parts = [each.text.partition("?")[2] for each in index.iterfind(".//s:loc", NAMES)]
    found = []
    for part in parts:
        addresses = [each.text for each in read(client, f"?{part}").iterfind(".//s:loc", NAMES)]
        assert len(addresses) <= 3
        found += addresses
    assert found == whole
    for part in ("0", "x", str(len(parts) + 1)):
        assert client.get(f"/sitemap.xml?part={part}").status_code == 404


def test_queries_do_not_grow(client, make):
    counts = []
    for number in range(9):
        make(f"p-{number}")
        with CaptureQueriesContext(connection) as captured:
            read(client)
        counts.append(len(captured))
    assert counts[2] == counts[8]
