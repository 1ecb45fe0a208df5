"""Programmes and publications are found by what stands beside their texts."""

import pytest
from wagtail.search.index import insert_or_update_object

from portal.reference.models import Organisation
from portal.search.models import Entry
from portal.search.results import answer
from programs.models import ProgramArea, ProgramPartner
from publications.models import PublicationOrganisation
from tests.factories import pages, reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def funder():
    return Organisation.objects.create(
        key="fictional-fund", name_en="Lilliput Fund", name_bn="কাল্পনিক তহবিল", kind="donor"
    )


def published(page) -> None:
    """The worker indexes a page when it is stored whole; tests do while it is being stored."""
    page.save_revision().publish()
    insert_or_update_object(page)


def titles(query: str) -> list[str]:
    return [result.title for result in answer(query, "bn").results]


def test_a_programme_by_partner_place_and_topic(bangla_home, funder):
    index = pages.ProgramIndexPageFactory(parent=bangla_home)
    page = pages.ProgramPageFactory(parent=index, title="প্রকল্প এক")
    page.partners = [ProgramPartner(organisation=funder, role="donor")]
    page.areas = [ProgramArea(name="স্বপ্নপুর", locale=page.locale)]
    page.topics = [reference.TopicFactory(name="জলবায়ুর কথা")]
    published(page)
    for query in ("lilliput", "তহবিলের", "স্বপ্নপুরে", "জলবায়ু"):
        assert titles(query)[:1] == ["প্রকল্প এক"], query
    assert "Lilliput" not in Entry.objects.get(title="প্রকল্প এক").text


def test_a_publication_by_funder_topic_and_year(bangla_home, funder):
    index = pages.PublicationIndexPageFactory(parent=bangla_home)
    page = pages.PublicationPageFactory(parent=index, title="প্রতিবেদন এক", year=2019)
    page.organisations = [PublicationOrganisation(organisation=funder, role="funder")]
    page.topics = [reference.TopicFactory(name="জলবায়ুর কথা")]
    published(page)
    for query in ("lilliput", "কাল্পনিক তহবিল", "জলবায়ু", "২০১৯"):
        assert titles(query)[:1] == ["প্রতিবেদন এক"], query
