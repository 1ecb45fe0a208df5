"""Publications: what stands on the page, in order, and what search engines read."""

import json
import re

import pytest

from tests.factories import pages, reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(bangla_home):
    return pages.PublicationIndexPageFactory(parent=bangla_home)


def test_the_newest_stands_first(client, index):
    for slug, year, month in (("old", 2097, None), ("new", 2099, 4), ("newer", 2099, 11)):
        pages.PublicationPageFactory(parent=index, slug=slug, year=year, month=month)
    page = client.get(index.get_url()).content.decode()
    places = [page.index(f'href="/publications/{slug}/"') for slug in ("newer", "new", "old")]
    assert places == sorted(places)


def test_findings_recommendations_and_who_wrote_it_are_on_the_page(client, index):
    publication = pages.PublicationPageFactory(
        parent=index,
        key_findings=[("finding", "কাল্পনিক ফল")],
    )
    publication.recommendations.create(
        key="fictional",
        addressee="other",
        addressee_bn="কাল্পনিক দপ্তর",
        addressee_en="Fictional office",
        text_bn="কাল্পনিক সুপারিশ",
        text_en="Fictional recommendation",
    )
    organisation = reference.OrganisationFactory()
    publication.organisations.create(organisation=organisation, role="author")
    publication.save()
    page = client.get(publication.get_url()).content.decode()
    for shown in ("কাল্পনিক ফল", "কাল্পনিক দপ্তর", "কাল্পনিক সুপারিশ", organisation.name_bn):
        assert shown in page


def test_search_engines_read_a_report_and_nothing_breaks_out_of_the_script(client, index):
    publication = pages.PublicationPageFactory(
        parent=index, title="কাল্পনিক </script><b>", year=2099, month=4
    )
    page = client.get(publication.get_url()).content.decode()
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S).group(1)
    data = json.loads(text)
    assert data["name"] == "কাল্পনিক </script><b>"
    assert data["datePublished"] == "2099-04"


def test_a_related_programme_is_linked_in_the_reader_s_language(
    client, bangla_home, index, english
):
    programs = pages.ProgramIndexPageFactory(parent=bangla_home)
    program = pages.ProgramPageFactory(parent=programs, slug="fictional")
    publication = pages.PublicationPageFactory(parent=index, slug="report")
    publication.related_pages.create(target=program)
    publication.save()
    assert 'href="/programs/fictional/"' in client.get(publication.get_url()).content.decode()
    for page in (program, publication):
        page.copy_for_translation(english, copy_parents=True).save_revision().publish()
    translated = client.get("/en/publications/report/").content.decode()
    assert 'href="/en/programs/fictional/"' in translated
