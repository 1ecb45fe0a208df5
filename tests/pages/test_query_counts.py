"""Pages ask the database the same number of questions however long their lists are."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import pages, records, reference

pytestmark = pytest.mark.django_db

# What a page may ask in service, finding it included: the menus are remembered.
MOST_QUERIES = 13


def count_queries(client, address: str) -> int:
    """Queries of a visit with empty caches. One with the menus remembered is checked beside it."""
    client.get(address)
    with CaptureQueriesContext(connection) as warm:
        client.get(address)
    assert len(warm) <= MOST_QUERIES
    cache.clear()
    with CaptureQueriesContext(connection) as cold:
        response = client.get(address)
    assert response.status_code == 200
    return len(cold)


def grow_guides(home):
    index = pages.GuidanceIndexPageFactory(parent=home)
    stage = pages.StagePageFactory(parent=index, slug="deciding")

    def grow(count):
        for _number in range(count):
            pages.GuidePageFactory(parent=stage)

    return grow


def grow_home(home):
    grow = grow_guides(home)
    publications = pages.PublicationIndexPageFactory(parent=home)

    def grow_both(count):
        grow(count)
        for number in range(count):
            pages.PublicationPageFactory(parent=publications)
            records.IndicatorValueFactory(home_order=number + 1)

    return grow_both


def grow_programs(home):
    index = pages.ProgramIndexPageFactory(parent=home)

    def grow(count):
        for _number in range(count):
            program = pages.ProgramPageFactory(parent=index)
            program.partners.create(organisation=reference.OrganisationFactory(), role="donor")
            program.areas.create(name="কাল্পনিক জেলা", locale=program.locale)
            program.save()
            records.IndicatorValueFactory()

    return grow


def grow_publications(home):
    index = pages.PublicationIndexPageFactory(parent=home)

    def grow(count):
        for _number in range(count):
            pages.PublicationPageFactory(parent=index)

    return grow


def grow_directory(home):
    pages.DirectoryIndexPageFactory(parent=home)

    def grow(count):
        for _number in range(count):
            fact = reference.FactFactory(kind="hotline")
            records.ProviderFactory(hotline_keys=[fact.key])

    return grow


def grow_situations(home):
    index = pages.GuidanceIndexPageFactory(parent=home)

    def grow(count):
        for _number in range(count):
            pages.SituationPageFactory(parent=index, on_home_page=True)

    return grow


def grow_destinations(home):
    index = pages.DestinationIndexPageFactory(parent=pages.GuidanceIndexPageFactory(parent=home))

    def grow(count):
        for _number in range(count):
            pages.DestinationPageFactory(parent=index)

    return grow


def grow_questions(home):
    index = pages.QuestionIndexPageFactory(parent=pages.GuidanceIndexPageFactory(parent=home))

    def grow(count):
        for _number in range(count):
            pages.QuestionPageFactory(parent=index)

    return grow


def grow_words(home):
    pages.GlossaryPageFactory(parent=pages.GuidanceIndexPageFactory(parent=home))

    def grow(count):
        for _number in range(count):
            reference.GlossaryTermFactory()
        cache.clear()

    return grow


@pytest.mark.parametrize(
    ("address", "make_growing"),
    [
        ("/", grow_home),
        ("/guidance/", grow_guides),
        ("/guidance/deciding/", grow_guides),
        ("/", grow_situations),
        ("/guidance/", grow_situations),
        ("/guidance/destinations/", grow_destinations),
        ("/guidance/questions/", grow_questions),
        ("/guidance/words/", grow_words),
        ("/programs/", grow_programs),
        ("/publications/", grow_publications),
        ("/directory/", grow_directory),
    ],
)
def test_lists_do_not_grow_queries(client, bangla_home, address, make_growing):
    grow = make_growing(bangla_home)
    grow(3)
    few = count_queries(client, address)
    grow(6)
    many = count_queries(client, address)
    assert few == many


def test_a_guide_asks_the_same_in_a_long_stage_with_many_facts(client, bangla_home):
    index = pages.GuidanceIndexPageFactory(parent=bangla_home)
    stage = pages.StagePageFactory(parent=index, slug="deciding")

    def write(slug, count):
        for _number in range(count):
            pages.GuidePageFactory(parent=stage)
        guide = pages.GuidePageFactory(parent=stage, slug=slug)
        guide.body = [("fact", reference.FactFactory()) for _number in range(count)]
        guide.related = [("guide", other) for other in guide.get_prev_siblings()[:count]]
        guide.save_revision().publish()

    write("short", 2)
    few = count_queries(client, "/guidance/deciding/short/")
    write("long", 6)
    many = count_queries(client, "/guidance/deciding/long/")
    assert few == many
