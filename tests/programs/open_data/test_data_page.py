"""The page that describes the tables, for people and for machines."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import OpenDataSettings, ProgramIndexPage
from programs.open_data.tables import TABLES
from programs.urls import urlpatterns
from tests.factories import pages, people

pytestmark = pytest.mark.django_db


def dataset(html: str) -> dict:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return json.loads(found.group(1))


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_table_and_column_is_described(client, publisher, full_program, prefix):
    response = client.get(f"{prefix}/programs/data/")
    assert response.status_code == 200
    page = response.content.decode()
    for table in TABLES.values():
        for form in ("csv", "json"):
            assert f'href="{prefix}/programs/data/{table.name}.{form}"' in page
        for column in table.columns:
            assert f"<code>{column.name}</code>" in page
        for name in table.filter_class.base_filters:
            assert f"<code>{name}</code>" in page


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_examples_and_files_that_it_links_to_answer(client, publisher, full_program, prefix):
    page = client.get(f"{prefix}/programs/data/").content.decode()
    links = set(re.findall(r'href="([^"#]*/programs/(?:data|iati)/[^"]+)"', page))
    assert len(links) >= 14
    for link in links:
        path = link.replace("&amp;", "&")
        assert client.get(path).status_code == 200, path


def test_the_licence(client, publisher, full_program):
    assert "not stated yet" in client.get("/en/programs/data/").content.decode()
    publisher.licence_name = "Fictional Licence"
    publisher.licence_url = "https://example.org/licence"
    publisher.save()
    page = client.get("/en/programs/data/").content.decode()
    assert '<a href="https://example.org/licence" rel="license">Fictional Licence</a>' in page
    assert dataset(page)["license"] == "https://example.org/licence"


def test_structured_data(client, publisher, full_program):
    data = dataset(client.get("/en/programs/data/").content.decode())
    assert data["@type"] == "Dataset"
    assert data["creator"]["name"] == "Fictional Organisation"
    assert data["temporalCoverage"] == "2021-01-01/2021-12-31"
    assert len(data["distribution"]) == 2 * len(TABLES)
    assert all(each["contentUrl"].startswith("http") for each in data["distribution"])
    assert "license" not in data


def test_nothing_is_said_of_an_empty_database(client):
    data = dataset(client.get("/en/programs/data/").content.decode())
    assert not {"license", "temporalCoverage", "dateModified"} & set(data)


def test_iati_files_are_linked_once_they_exist(client, full_program):
    assert "activities.xml: not published yet" in client.get("/en/programs/data/").content.decode()


def test_it_costs_few_queries(client, publisher, full_program):
    client.get("/programs/data/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/programs/data/")
    assert len(queries) <= 40


def test_the_sitemap_lists_it(client):
    sitemap = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    addresses = [each.text for each in sitemap.iter() if each.tag.endswith("}loc")]
    for path in ("/programs/data/", "/en/programs/data/"):
        assert any(each.endswith(f"org{path}") or each.endswith(path) for each in addresses)


def test_pages_cannot_hide_behind_it(index):
    first_parts = {str(pattern.pattern).split("/")[0] for pattern in urlpatterns}
    assert first_parts <= ProgramIndexPage.reserved_child_slugs
    with pytest.raises(ValidationError):
        pages.ProgramPageFactory(parent=index, slug="data")


def test_editors_state_the_licence(client):
    client.force_login(people.SuperuserFactory())
    address = "/admin/settings/programs/opendatasettings/"
    page = client.get(address, follow=True)
    assert page.status_code == 200
    sent = client.post(
        page.redirect_chain[-1][0] if page.redirect_chain else address,
        {"licence_name": "Fictional Licence", "default_language": "bn"},
        follow=True,
    )
    assert sent.status_code == 200
    assert OpenDataSettings.load().licence_name == "Fictional Licence"


@pytest.mark.parametrize(
    "values",
    [
        {"licence_url": "https://example.org/"},
        {"iati_identifier": "A B"},
        {"iati_identifier": "A/B"},
        {"default_currency": "taka"},
    ],
)
def test_settings_that_make_no_sense(values):
    with pytest.raises(ValidationError):
        OpenDataSettings(**values).full_clean()
