"""A journey read for one country: its address, notes, links, and what a country's page says."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from guidance.models import CountryNote, DestinationPage
from tests.factories import pages, reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(bangla_home):
    return pages.GuidanceIndexPageFactory(parent=bangla_home)


@pytest.fixture
def guides(index):
    stage = pages.StagePageFactory(parent=index, slug="preparing")
    return [pages.GuidePageFactory(parent=stage, slug=f"guide-{n}") for n in (1, 2)]


@pytest.fixture
def country(index):
    country = reference.CountryFactory(iso2="XA", name="কল্পদেশ")
    destinations = pages.DestinationIndexPageFactory(parent=index)
    pages.DestinationPageFactory(
        parent=destinations, slug="fictionland", title="কল্পদেশ", country=country
    )
    return country


@pytest.fixture
def note(guides, country):
    return CountryNote.objects.create(
        guide=guides[0], country=country, locale=country.locale, text="<p>সেখানে অন্য নিয়ম।</p>"
    )


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_step_says_what_is_different_there(client, note):
    plain = text_of(client, "/guidance/preparing/guide-1/")
    assert "সেখানে অন্য নিয়ম।" not in plain
    assert 'href="/guidance/preparing/guide-1/in/xa/"' in plain
    there = text_of(client, "/guidance/preparing/guide-1/in/xa/")
    assert "সেখানে অন্য নিয়ম।" in there
    assert 'href="/guidance/destinations/fictionland/"' in there


def test_the_country_stays_with_the_reader(client, note):
    there = text_of(client, "/guidance/preparing/guide-1/in/xa/")
    assert 'href="/guidance/preparing/guide-2/in/xa/"' in there
    stage = text_of(client, "/guidance/preparing/in/xa/")
    assert 'href="/guidance/preparing/guide-1/in/xa/"' in stage


def test_it_is_canonical_to_the_plain_step(client, note, settings):
    there = text_of(client, "/guidance/preparing/guide-1/in/xa/")
    canonical = f'<link rel="canonical" href="{settings.SITE_URL}/guidance/preparing/guide-1/">'
    assert canonical in there


def test_a_step_without_a_note_is_a_page_all_the_same(client, note):
    there = text_of(client, "/guidance/preparing/guide-2/in/xa/")
    assert "সেখানে অন্য নিয়ম।" not in there
    assert "কল্পদেশ" in there


@pytest.mark.parametrize(
    "rest",
    ["in/zz/", "in/XA/", "in/", "in/xa/in/", "by/xa/", "in/xa/xa/", "xa/", "in/xab/", "in/ſa/"],
)
def test_other_addresses_lead_nowhere(client, note, rest):
    assert client.get(f"/guidance/preparing/guide-1/{rest}").status_code == 404


def test_a_withdrawn_note_is_gone_and_takes_its_translation_along(client, note, english):
    translated = note.copy_for_translation(english)
    translated.text = "<p>Another rule.</p>"
    translated.save()
    translated.save_revision().publish()
    note.unpublish()
    assert "অন্য নিয়ম" not in text_of(client, "/guidance/preparing/guide-1/in/xa/")
    translated.refresh_from_db()
    assert not translated.live


def test_a_fact_in_a_note_is_filled_in(client, note):
    reference.FactFactory(key="fee-there", value="8500")
    note.text = "<p>ফি {fact:fee-there}।</p>"
    note.save()
    assert "৮,৫০০ টাকা" in text_of(client, "/guidance/preparing/guide-1/in/xa/")


def test_a_note_past_its_date_asks_to_check_first(client, note):
    assert 'tag check-first"' not in text_of(client, "/guidance/preparing/guide-1/in/xa/")
    note.check_again_by = timezone.localdate() - timedelta(days=1)
    note.save()
    assert 'tag check-first"' in text_of(client, "/guidance/preparing/guide-1/in/xa/")


class TestFactsOfOneCountry:
    @pytest.fixture
    def step(self, note):
        of_here = reference.FactFactory(label="এ দেশের সীমা", country="XA", kind="ceiling")
        elsewhere = reference.FactFactory(label="অন্য দেশের সীমা", country="XB", kind="ceiling")
        everywhere = reference.FactFactory(label="সব দেশের নিয়ম", kind="rule")
        line = reference.FactFactory(
            label="অন্য দেশের ফোন", country="XB", kind="hotline", value="999", unit="phone"
        )
        note.guide.body = [
            ("heading", "সীমা"),
            ("fact", of_here),
            ("fact", elsewhere),
            ("heading", "অন্য দেশের কথা"),
            ("fact", elsewhere),
            ("fact", line),
            ("heading", "শেষে"),
            ("fact", everywhere),
        ]
        note.guide.save_revision().publish()
        return note.guide

    def test_they_are_folded_until_a_country_is_chosen(self, client, step):
        text = text_of(client, "/guidance/preparing/guide-1/")
        assert "<summary>এ দেশের সীমা</summary>" in text
        assert text.count("<summary>অন্য দেশের সীমা</summary>") == 2
        assert "<summary>সব দেশের নিয়ম" not in text
        assert "<summary>অন্য দেশের ফোন" not in text, "a line to call is not hidden behind a tap"

    def test_the_chosen_country_shows_its_own_and_no_other(self, client, step):
        text = text_of(client, "/guidance/preparing/guide-1/in/xa/")
        assert "এ দেশের সীমা" in text
        assert "<summary>এ দেশের সীমা" not in text
        assert "সব দেশের নিয়ম" in text
        assert "অন্য দেশের সীমা" not in text
        assert "অন্য দেশের ফোন" not in text

    def test_a_heading_over_nothing_goes_too(self, client, step):
        text = text_of(client, "/guidance/preparing/guide-1/in/xa/")
        assert "অন্য দেশের কথা" not in text
        assert "শেষে" in text

    def test_a_question_shows_them_open(self, client, step):
        question_index = pages.QuestionIndexPageFactory(parent=step.get_parent().get_parent())
        question = pages.QuestionPageFactory(parent=question_index, body=step.body)
        text = text_of(client, question.get_url())
        assert "অন্য দেশের সীমা" in text
        assert "<summary>অন্য দেশের সীমা" not in text


class TestDestination:
    def test_it_lists_the_steps_that_differ(self, client, note):
        page = text_of(client, "/guidance/destinations/fictionland/")
        assert 'href="/guidance/preparing/guide-1/in/xa/"' in page
        assert "guide-2" not in page

    def test_a_market_without_a_date_is_not_known(self, client, country):
        page = DestinationPage.objects.get()
        page.market = DestinationPage.Market.OPEN
        page.save()
        assert page.known_market == DestinationPage.Market.UNKNOWN
        assert 'tag market-open"' not in text_of(client, "/guidance/destinations/")
        page.market_as_of = date(2026, 3, 1)
        page.save()
        text = text_of(client, "/guidance/destinations/fictionland/")
        assert 'tag market-open"' in text
        assert "মার্চ ২০২৬" in text

    def test_a_dangerous_country_is_dangerous_without_a_date(self, country):
        page = DestinationPage.objects.get()
        page.market = DestinationPage.Market.DANGER
        assert page.known_market == DestinationPage.Market.DANGER

    def test_its_facts_are_shown_from_every_part(self, client, country):
        page = DestinationPage.objects.get()
        page.costs = [("fact", reference.FactFactory(value="165000"))]
        page.mission = [("fact", reference.HotlineFactory(value="00001"))]
        page.save()
        text = text_of(client, "/guidance/destinations/fictionland/")
        assert "১,৬৫,০০০ টাকা" in text
        assert "০০০০১" in text
