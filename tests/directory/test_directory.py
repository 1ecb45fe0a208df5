"""The directory: who is listed, and where their numbers come from."""

import pytest

from tests.factories import pages, records, reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, bangla_home):
    """Show the directory."""
    index = pages.DirectoryIndexPageFactory(parent=bangla_home)
    return lambda: client.get(index.get_url()).content.decode()


def test_only_who_takes_people_and_may_be_shown_is_listed(page):
    listed = records.ProviderFactory()
    hidden = [
        records.ProviderFactory(walk_in=False),
        records.ProviderFactory(publish_rule="no"),
    ]
    shown = page()
    assert listed.name_bn in shown
    for provider in hidden:
        assert provider.name_bn not in shown


def test_numbers_come_from_dated_facts_and_go_with_them(page):
    line = reference.HotlineFactory(value="00000", dial="00000")
    records.ProviderFactory(hotline_keys=[line.key, "no-such-fact"])
    assert 'href="tel:00000"' in page()
    line.publish_rule = "no"
    line.save()
    assert 'href="tel:00000"' not in page()


def test_the_language_of_the_page_chooses_the_words(client, bangla_home, english):
    index = pages.DirectoryIndexPageFactory(parent=bangla_home)
    provider = records.ProviderFactory()
    index.copy_for_translation(english, copy_parents=True).save_revision().publish()
    shown = client.get("/en/directory/").content.decode()
    assert provider.name_en in shown
    assert provider.services_en in shown
    assert provider.name_bn not in shown
