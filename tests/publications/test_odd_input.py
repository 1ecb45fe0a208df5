"""What stands in addresses and forms by mistake."""

import pytest
from django.core.exceptions import ValidationError

from publications.identifiers import check_doi
from tests.factories import pages, reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(bangla_home):
    return pages.PublicationIndexPageFactory(parent=bangla_home)


@pytest.mark.parametrize(
    "query", ["fbclid=IwAR0", "utm_source=a&utm_medium=b", "gclid=1&kind=news"]
)
@pytest.mark.parametrize(
    "path", ["", "feeds/atom.xml", "data/publications.csv", "recommendations/"]
)
def test_what_a_social_network_adds_narrows_nothing(client, index, path, query):
    if path == "recommendations/":
        query = query.replace("&kind=news", "")
    response = client.get(f"/publications/{path}?{query}")
    assert response.status_code == 200
    if not response.streaming:
        html = response.content.decode()
        assert "নামে কোনো বাছাই নেই" not in html
        assert "fbclid" not in html


@pytest.mark.parametrize("topic", [" health", "health "])
def test_spaces_around_a_choice_are_refused_and_not_said_to_fit_nothing(client, index, topic):
    health = reference.TopicFactory(key="health")
    page = pages.PublicationPageFactory(parent=index, slug="a")
    page.topics = [health]
    page.save()
    html = client.get("/publications/", {"topic": topic}).content.decode()
    assert 'role="status">০' not in html
    assert "তালিকায় নেই" in html


@pytest.mark.parametrize("year", [219, 1998, 20199])
def test_years_that_no_filter_finds_are_refused(index, year):
    page = pages.PublicationPageFactory(parent=index)
    page.year = year
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["year"]


@pytest.mark.parametrize("doi", ["10.১২৩৪/abc", "10.1234/", "https://doi.org/10.1234/abc"])
def test_what_no_resolver_knows_is_no_doi(doi):
    with pytest.raises(ValidationError):
        check_doi(doi)
