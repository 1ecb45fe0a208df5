"""Dated facts: what is shown, what has to be checked, and how few queries it takes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.rich_text import RichText

from guidance.models import GuidePage
from portal.reference.blocks import FactBlock
from portal.reference.facts import load_facts
from portal.reference.models import Fact
from tests.factories.pages import GuidanceIndexPageFactory, GuidePageFactory, StagePageFactory
from tests.factories.reference import FactFactory, HotlineFactory

pytestmark = pytest.mark.django_db

Publish = Fact.Publish


class TestTrust:
    @pytest.mark.parametrize(
        ("live", "rule", "is_shown"),
        [
            (True, Publish.YES, True),
            (True, Publish.CHECK_FIRST, True),
            (True, Publish.NO, False),
            (False, Publish.YES, False),
            (False, Publish.NO, False),
        ],
    )
    def test_is_shown(self, live, rule, is_shown):
        assert FactFactory(live=live, publish_rule=rule).is_shown is is_shown

    @pytest.mark.parametrize(("days", "is_overdue"), [(-1, True), (0, False), (1, False)])
    def test_is_overdue(self, days, is_overdue):
        fact = FactFactory(check_again_by=timezone.localdate() + timedelta(days=days))
        assert fact.is_overdue is is_overdue
        # A value whose check is past due is still shown, but with the warning.
        assert fact.is_shown
        assert fact.needs_checking is is_overdue

    def test_check_first_always_needs_checking(self):
        assert FactFactory(publish_rule=Publish.CHECK_FIRST).needs_checking

    def test_the_day_is_dhakas(self, monkeypatch):
        """An hour past midnight in Dhaka it is still the day before in London."""
        fact = FactFactory()
        moment = datetime(2026, 6, 30, 19, 0, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        fact.check_again_by = moment.date()
        assert fact.is_overdue


class TestWords:
    def test_value_in_the_language_of_the_fact(self, bangla, english):
        fact = FactFactory(value="224653", unit="")
        assert fact.displayed == "২,২৪,৬৫৩"
        assert FactFactory(locale=english, value="224653", unit="").displayed == "224,653"

    def test_what_is_dialled(self):
        assert HotlineFactory(value="16135").tel == "16135"
        assert HotlineFactory(value="16135", dial="+8800000016135").tel == "+8800000016135"

    def test_a_key_stands_once_in_a_language(self, english):
        fact = FactFactory()
        FactFactory(key=fact.key, locale=english, translation_key=fact.translation_key)
        with pytest.raises(IntegrityError), transaction.atomic():
            FactFactory(key=fact.key)


@pytest.fixture
def guide_with_facts(bangla_home):
    """Return a maker of guides with so many facts, read anew from the database."""
    stage = StagePageFactory(parent=GuidanceIndexPageFactory(parent=bangla_home))

    def make(count: int, **values) -> GuidePage:
        facts = FactFactory.create_batch(count, **values)
        body = [("fact", fact) for fact in facts] + [("paragraph", "কথা")]
        page = GuidePageFactory(parent=stage, body=body)
        return GuidePage.objects.select_related("locale").get(pk=page.pk)

    return make


def in_english(fact, english):
    return FactFactory(
        key=fact.key, locale=english, translation_key=fact.translation_key, value=fact.value
    )


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


class TestFactsOfTexts:
    def test_its_own_facts(self, guide_with_facts, bangla, django_assert_num_queries):
        guide = guide_with_facts(3)
        with django_assert_num_queries(1):
            found = load_facts([guide.body], bangla)
            assert len([fact.displayed for fact in found]) == 3
            # The boxes hold them now: reading them asks nothing more.
            held = [block.value for block in guide.body if block.block_type == "fact"]
            assert held == found

    def test_facts_of_another_language(self, guide_with_facts, english, django_assert_num_queries):
        guide = guide_with_facts(3)
        facts = list(Fact.objects.order_by("pk"))
        translated = [in_english(fact, english) for fact in facts[:2]]
        with django_assert_num_queries(1):
            found = load_facts([guide.body], english)
            shown = [fact.displayed for fact in found]
        assert [fact.pk for fact in found] == [*(fact.pk for fact in translated), facts[2].pk]
        assert shown == ["Tk 4,025", "Tk 4,025", "৪,০২৫ টাকা"]

    @pytest.mark.parametrize("language", ["bn", "en"])
    def test_more_facts_cost_no_more_queries(self, guide_with_facts, bangla, english, language):
        few, many = guide_with_facts(4), guide_with_facts(12)
        for fact in list(Fact.objects.all()):
            in_english(fact, english)
        locale = bangla if language == "bn" else english

        def read(guide, expected):
            found = load_facts([guide.body], locale)
            assert len([fact.displayed for fact in found]) == expected

        cost_of_few = queries_of(lambda: read(few, 4))
        assert queries_of(lambda: read(many, 12)) == cost_of_few == 1

    def test_a_text_without_facts_costs_nothing(self, guide_with_facts, bangla):
        guide = guide_with_facts(0)
        assert queries_of(lambda: load_facts([guide.body], bangla)) == 0
        assert load_facts([guide.body], bangla) == []

    def test_facts_in_sentences_and_boxes_take_one_query(self, bangla, guide_with_facts):
        guide = guide_with_facts(2)
        in_a_sentence = FactFactory(key="in-a-sentence")
        guide.body.append(("paragraph", RichText("<p>{fact:in-a-sentence} {fact:unknown}</p>")))
        guide.save()
        guide.refresh_from_db()
        found = []
        assert queries_of(lambda: found.extend(load_facts([guide.body], bangla))) == 1
        assert in_a_sentence in found
        assert len(found) == 3


class TestFactBlock:
    def test_a_fact_that_is_held_back_cannot_be_chosen(self):
        held_back = FactFactory(publish_rule=Publish.NO)
        with pytest.raises(ValidationError, match=held_back.key):
            FactBlock().clean(held_back)
        assert FactBlock().clean(FactFactory()).is_shown

    @pytest.mark.parametrize("values", [{"publish_rule": Publish.NO}, {"live": False}])
    def test_what_is_held_back_is_not_shown(self, values):
        assert FactBlock().get_context(FactFactory(**values))["fact"] is None

    def test_a_held_back_value_never_reaches_the_page(self):
        block = FactBlock()
        shown = FactFactory(value="4025", unit="")
        held_back = FactFactory(value="98765", unit="", publish_rule=Publish.NO)
        assert "৪,০২৫" in block.render(shown)
        text = block.render(held_back)
        assert "৯৮,৭৬৫" not in text
        assert "98765" not in text

    def test_nothing_chosen(self):
        assert FactBlock().get_context(None)["fact"] is None
