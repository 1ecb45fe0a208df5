"""Guides: their place in the stage, when they were checked, related guides and facts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.rich_text import RichText

from guidance.models import GuidePage
from portal.search.results import answer
from tests.factories import pages, reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(bangla_home):
    index = pages.GuidanceIndexPageFactory(parent=bangla_home)
    return pages.StagePageFactory(parent=index, slug="deciding")


@pytest.fixture
def guides(stage):
    return [pages.GuidePageFactory(parent=stage, slug=f"guide-{n}") for n in (1, 2, 3)]


def fresh(guide) -> GuidePage:
    return GuidePage.objects.get(pk=guide.pk)


def test_a_guide_knows_its_place_and_its_neighbours(guides):
    first, middle, last = (fresh(guide).position for guide in guides)
    assert (first.number, first.total, first.previous) == (1, 3, None)
    assert (middle.previous, middle.next) == (guides[0], guides[2])
    assert (last.number, last.next) == (3, None)


def test_a_withdrawn_guide_is_no_step(guides):
    guides[1].unpublish()
    assert fresh(guides[2]).position.number == 2
    assert fresh(guides[1]).position is None


def test_a_guide_past_its_date_says_so(client, guides):
    guide = guides[0]
    today = timezone.localdate()
    guide.checked_on, guide.check_again_by = today - timedelta(days=200), today
    guide.save()
    assert not fresh(guide).is_overdue
    before = client.get(guide.get_url()).content.decode()
    guide.check_again_by = today - timedelta(days=1)
    guide.save()
    assert fresh(guide).is_overdue
    assert len(client.get(guide.get_url()).content.decode()) > len(before)


def test_related_guides_keep_their_order_and_leave_out_what_is_withdrawn(guides):
    chosen = [guides[2], guides[1]]
    guides[0].related = [("guide", guide) for guide in chosen]
    guides[0].save()
    assert fresh(guides[0]).related_guides() == chosen
    guides[2].unpublish()
    assert fresh(guides[0]).related_guides() == [guides[1]]


def test_a_fact_is_shown_until_it_is_held_back(client, guides):
    fact = reference.FactFactory(value="4025")
    guides[0].body = [("fact", fact)]
    guides[0].save()
    assert "৪,০২৫" in client.get(guides[0].get_url()).content.decode()
    fact.publish_rule = "no"
    fact.save()
    assert "৪,০২৫" not in client.get(guides[0].get_url()).content.decode()


def test_changing_a_fact_changes_the_guide_that_shows_it(client, guides):
    fact = reference.FactFactory(value="4025")
    guides[0].body = [("fact", fact)]
    guides[0].save()
    fact.value = "5035"
    fact.save_revision().publish()
    page = client.get(guides[0].get_url()).content.decode()
    assert "৫,০৩৫" in page
    assert "৪,০২৫" not in page


def test_search_follows_a_changed_fact(guides, django_capture_on_commit_callbacks):
    fact = reference.FactFactory(key="fee", value="4025", label="কাল্পনিক ফি")
    with django_capture_on_commit_callbacks(execute=True):
        guides[0].body = [("paragraph", RichText("<p>{fact:fee}</p>"))]
        guides[0].save_revision().publish()
    assert [found.title for found in answer("4025", "bn").results] == [guides[0].title]
    with django_capture_on_commit_callbacks(execute=True):
        fact.value = "5035"
        fact.save_revision().publish()
    assert answer("4025", "bn").results == []
    assert [found.title for found in answer("5035", "bn").results] == [guides[0].title]


def test_a_moved_guide_still_leads_to_its_translation(guides, stage, english, english_home):
    """Moving the Bangla page alone leaves the English one where it is."""
    pages_below = [stage.get_parent(), stage]
    for page in pages_below:
        page.copy_for_translation(english).save_revision().publish()
    guides[0].copy_for_translation(english).save_revision().publish()
    other = pages.StagePageFactory(parent=stage.get_parent(), slug="preparing")
    guides[0].move(other, pos="last-child")
    moved = fresh(guides[0])
    assert [version.url for version in moved.language_versions] == [
        "/guidance/preparing/guide-1/",
        "/en/guidance/deciding/guide-1/",
    ]
