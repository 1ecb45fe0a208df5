"""Something to tell, and a mail server to tell it through."""

# ruff: noqa: F401, F811 - fixtures are imported, and named again as arguments.
import pytest

from home.models import HomePage
from tests.committed_database import transactional_db
from tests.factories import pages
from tests.helpdesk.test_notices import server


@pytest.fixture
def index(bangla_home):
    return pages.PublicationIndexPageFactory(parent=bangla_home)


@pytest.fixture
def draft(index):
    """A publication that nobody has published yet."""
    return pages.PublicationPageFactory(
        parent=index,
        slug="brief",
        title="কাল্পনিক ব্রিফ",
        summary="কাল্পনিক সারাংশ & আরও",
        live=False,
    )


@pytest.fixture
def bangla_home_committed(transactional_db):
    """The home page; what is added below it goes, and it must not count it afterwards."""
    home = HomePage.objects.get(locale__language_code="bn")
    children = home.numchild
    yield home
    HomePage.objects.filter(pk=home.pk).update(numchild=children)
