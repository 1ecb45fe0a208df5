"""What stands in addresses and forms by mistake."""

import pytest
from tests.factories import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(bangla_home):
    return pages.PublicationIndexPageFactory(parent=bangla_home)


@pytest.mark.parametrize("query", ["fbclid=IwAR0", "utm_source=a&utm_medium=b", "gclid=1&kind=news"])
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
