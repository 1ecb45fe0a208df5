"""Facts inside sentences, and words explained where they first stand."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.reference.blocks import GuidanceStreamBlock
from portal.reference.fact_tokens import FactTextField, check_facts, fact_keys
from portal.reference.models import Fact
from portal.reference.shown_texts import shown
from tests.factories.pages import GuidanceIndexPageFactory, GuidePageFactory, StagePageFactory
from tests.factories.reference import FactFactory, GlossaryTermFactory, HotlineFactory

pytestmark = pytest.mark.django_db


class TestFactsInSentences:
    def test_the_value_stands_in_the_sentence_and_leads_to_its_source(self, bangla):
        FactFactory(key="passport-fee", value="4025")
        result = shown("<p>ফি {fact:passport-fee} মাত্র।</p>", bangla)
        assert 'href="#fact-passport-fee">৪,০২৫ টাকা</a>' in result.html
        assert "{fact:" not in result.html
        assert [fact.key for fact in result.facts] == ["passport-fee"]

    def test_a_line_can_be_called(self, bangla):
        HotlineFactory(key="line", value="00000", dial="00000")
        assert 'href="tel:00000">০০০০০</a>' in shown("<p>{fact:line}</p>", bangla).html

    def test_each_language_has_its_own_words(self, bangla, english):
        fact = FactFactory(key="fee", value="224653", unit="BDT")
        FactFactory(
            key="fee", value="224653", locale=english, translation_key=fact.translation_key
        )
        assert "২,২৪,৬৫৩ টাকা" in shown("{fact:fee}", bangla).html
        assert "Tk 224,653" in shown("{fact:fee}", english).html

    @pytest.mark.parametrize("values", [{"publish_rule": Fact.Publish.NO}, {"live": False}, None])
    def test_what_may_not_be_shown_leaves_a_caution(self, bangla, values):
        if values is not None:
            FactFactory(key="secret", value="98765", **values)
        result = shown("<p>দাম {fact:secret}।</p>", bangla)
        assert "98765" not in result.html
        assert "৯৮,৭৬৫" not in result.html
        assert "{fact:" not in result.html
        assert "fact-gone" in result.html
        assert result.missing == ["secret"]
        assert result.facts == []

    def test_what_stands_in_a_box_is_not_listed_again(self, bangla):
        FactFactory(key="fee")
        result = shown('<p>{fact:fee}</p><div class="fact" data-fact="fee">…</div>', bangla)
        assert 'href="#fact-fee"' in result.html
        assert result.html.count('id="fact-fee"') == 1
        assert result.facts == []

    def test_past_its_date_it_asks_to_check_first(self, bangla):
        yesterday = timezone.localdate() - timedelta(days=1)
        FactFactory(key="old", check_again_by=yesterday)
        assert "check-first" in shown("{fact:old}", bangla).html

    def test_known_facts_are_not_asked_for_again(self, bangla, django_assert_num_queries):
        fact = FactFactory(key="fee")
        fact.locale = bangla
        shown("", bangla)
        with django_assert_num_queries(0):
            assert "fact-in" in shown("{fact:fee}", bangla, {"fee": fact}).html


class TestEmbedding:
    def test_keys_are_found_once_each(self):
        assert fact_keys("{fact:a} {fact:b} {fact:a} {fact:} {fact:NO} fact:c") == ["a", "b"]

    @pytest.mark.parametrize("text", ["{fact:nowhere}", "{fact:held-back}"])
    def test_unknown_and_held_back_facts_are_refused(self, text):
        FactFactory(key="held-back", publish_rule=Fact.Publish.NO)
        with pytest.raises(ValidationError):
            check_facts(text)
        with pytest.raises(ValidationError):
            FactTextField().clean(text, None)

    @pytest.mark.parametrize("name", ["title", "summary", "search_description"])
    def test_titles_and_summaries_hold_none(self, bangla_home, name):
        FactFactory(key="fee")
        guide = GuidePageFactory(
            parent=StagePageFactory(parent=GuidanceIndexPageFactory(parent=bangla_home))
        )
        setattr(guide, name, "{fact:fee}")
        with pytest.raises(ValidationError) as refused:
            guide.full_clean()
        assert name in refused.value.message_dict

    @pytest.mark.parametrize("kind", ["heading", "paragraph"])
    def test_headings_hold_none_and_paragraphs_do(self, kind):
        FactFactory(key="fee")
        block = GuidanceStreamBlock().child_blocks[kind]
        value = block.to_python("{fact:fee}")
        if kind == "paragraph":
            assert block.clean(value)
        else:
            with pytest.raises(ValidationError):
                block.clean(value)

    def test_a_fact_that_is_only_checked_first_may_be_embedded(self):
        FactFactory(key="soon", publish_rule=Fact.Publish.CHECK_FIRST)
        check_facts("{fact:soon}")


class TestWords:
    @pytest.fixture(autouse=True)
    def words(self, db):
        GlossaryTermFactory(key="dalal", term="দালাল", also="আদম ব্যাপারী")
        GlossaryTermFactory(key="iqama", term="ইকামা")
        GlossaryTermFactory(key="quiet", term="ভিসা", explained_in_texts=False)

    def marked(self, html, locale) -> list[str]:
        return [word.key for word in shown(html, locale).words]

    @pytest.mark.parametrize(
        "text",
        ["দালাল", "দালালের কথা", "দালালকে টাকা", "দালালরা", "দালালদেরও", "‘দালাল’।", "আদম ব্যাপারীর"],
    )
    def test_inflected_words_are_found(self, bangla, text):
        assert self.marked(f"<p>{text}</p>", bangla) == ["dalal"]

    @pytest.mark.parametrize("text", ["দুলাল", "দালালি", "মহাদালাল", "দালা", "ভিসা"])
    def test_other_words_are_not(self, bangla, text):
        assert self.marked(f"<p>{text}</p>", bangla) == []

    def test_only_the_first_place_is_marked(self, bangla):
        html = shown("<p>দালাল আর দালাল</p><p>দালাল</p>", bangla).html
        assert html.count('href="#word-dalal"') == 1
        assert html.index('id="w-dalal"') < html.index("আর")

    def test_links_headings_and_buttons_are_left_alone(self, bangla):
        html = '<h2>দালাল</h2><a href="/x/">দালাল <b>ইকামা</b></a><p title="দালাল">কিছু</p>'
        assert shown(html, bangla).html == html

    def test_after_them_it_goes_on(self, bangla):
        html = "<h2>দালাল</h2><a><b>x</b></a><p>ইকামা</p>"
        assert self.marked(html, bangla) == ["iqama"]

    def test_english_plurals_and_capitals(self, english):
        GlossaryTermFactory(key="broker", term="broker", locale=english)
        for text in ("Brokers lie", "the broker's word", "a BROKER"):
            assert self.marked(text, english) == ["broker"]
        assert self.marked("brokerage", english) == []

    def test_a_changed_word_is_explained_anew(self, bangla, django_capture_on_commit_callbacks):
        assert self.marked("<p>কাফালা</p>", bangla) == []
        with django_capture_on_commit_callbacks(execute=True):
            GlossaryTermFactory(key="kafala", term="কাফালা")
        assert self.marked("<p>কাফালা</p>", bangla) == ["kafala"]

    def test_nothing_is_explained_without_words(self, english):
        assert shown("<p>text</p>", english).html == "<p>text</p>"
