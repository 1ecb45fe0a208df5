"""How much a search asks of the database: as much among many pages as among few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db
MOST = 30


def queries_of(client, address: str, query: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, {"q": query}).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
@pytest.mark.parametrize("query", ["ভিসা", "visa dalal", "ভিসসা দাললা"])
def test_more_pages_take_no_more_queries(client, write, same, address, query):
    same("ভিসা", "visa", "ছাড়")
    for number in range(4):
        write(f"কাল্পনিক ভিসা দালাল {number}")
    queries_of(client, address, query)
    few = queries_of(client, address, query)
    for number in range(8):
        write(f"কাল্পনিক ভিসা দালাল আবার {number}")
    queries_of(client, address, query)
    assert queries_of(client, address, query) == few <= MOST
