"""What the figures table, a figure and a year tell search engines for data."""

import json
import re

import pytest

from tests.factories import pages, records

pytestmark = pytest.mark.django_db


def dataset(client, path: str) -> dict:
    response = client.get(path)
    assert response.status_code == 200
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>',
        response.content.decode(),
        re.DOTALL,
    )
    data = json.loads(found.group(1))
    assert data["@type"] == "Dataset"
    assert len(data["description"]) >= 50
    return data


def files(data: dict) -> list[str]:
    return [file["contentUrl"].split("/data/")[1] for file in data["distribution"]]


def test_a_figure(client, publisher, full_program):
    value = full_program.indicator_values.get(total=5625)
    data = dataset(client, f"/en/programs/figures/{value.key}/")
    assert data["url"].endswith(f"/en/programs/figures/{value.key}/")
    assert data["identifier"] == value.key
    assert data["variableMeasured"] == {
        "@type": "PropertyValue",
        "name": value.indicator.name_en,
        "value": "5625",
        "unitText": "people",
    }
    assert data["citation"] == "Fictional source"
    assert data["temporalCoverage"] == "2021-01-01/2021-12-31"
    assert data["creator"]["name"] == "Fictional Organisation"
    assert files(data)[0] == f"values.csv?indicator={value.indicator.key}&year=2021"
    assert client.get(f"/programs/data/{files(data)[0]}").status_code == 200


def test_a_figure_of_a_partner_organisation_names_no_creator(client, publisher, full_program):
    full_program.role = "partner-data"
    full_program.save()
    value = full_program.indicator_values.get(total=5625)
    assert "creator" not in dataset(client, f"/programs/figures/{value.key}/")


def test_the_table_with_what_was_asked_for(client, publisher, full_program):
    data = dataset(client, "/programs/figures/?year=2021")
    assert files(data) == ["values.csv?year=2021", "values.json?year=2021"]
    assert data["isPartOf"]["url"].endswith("/programs/data/")
    assert "ld+json" not in client.get("/programs/figures/?year=x").content.decode()


def test_a_year(client, index, publisher):
    pages.ImpactPageFactory(parent=index, slug="impact")
    records.IndicatorValueFactory()
    publisher.licence_name = "Fictional Licence"
    publisher.licence_url = "https://example.org/licence"
    publisher.save()
    data = dataset(client, "/programs/impact/2099/")
    assert data["name"].endswith("কাজের ফল")
    assert "২০৯৯" in data["name"]
    assert data["license"] == "https://example.org/licence"
    assert files(data)[0] == "values.csv?year=2099"


def test_the_page_that_compares_years(client, index, publisher):
    pages.ImpactPageFactory(parent=index, slug="impact")
    assert "ld+json" not in client.get("/programs/impact/").content.decode()
    records.IndicatorValueFactory()
    data = dataset(client, "/programs/impact/")
    assert data["url"].endswith("/programs/impact/")
    assert data["temporalCoverage"] == "2099/2099"
    assert files(data) == ["values.csv", "values.json"]
