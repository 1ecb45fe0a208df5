"""`manage.py load_demo`: both languages complete, again and again, and people's edits kept."""

from io import StringIO
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import Locale, ModelLogEntry, Page, PageLogEntry, Revision, Site
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from directory.models import Provider
from guidance.models import CountryNote, GuidePage, StagePage
from home.demo.content import stable_uuid
from home.demo.files import read
from home.demo.streams import rich_text
from home.models import AboutPage, HomePage, StandardPage
from portal.core.models import SiteFrame
from portal.reference.models import (
    Country,
    EmergencyAdvice,
    EmergencyNumber,
    Fact,
    GlossaryTerm,
    Organisation,
    Topic,
)
from portal.search.results import answer
from programs.models import Indicator, IndicatorValue, ProgramPage
from publications.models import PublicationPage

GUIDES = {
    "deciding": ["go-or-not", "what-it-costs", "common-frauds", "women-domestic-work"],
    "preparing": [
        "passport",
        "register",
        "licensed-agency",
        "visa-and-contract",
        "medical",
        "training",
        "bank-account",
        "insurance",
        "clearance",
        "papers-and-airport",
    ],
    "abroad": [
        "keep-your-papers",
        "unpaid-wages",
        "in-danger",
        "help-from-the-mission",
        "send-money-home",
        "health-abroad",
    ],
    "family": ["no-news", "death-abroad", "children-at-home"],
    "returned": [
        "at-the-airport",
        "complaint-and-arbitration",
        "legal-aid-and-trafficking",
        "health-and-support",
        "start-again",
        "forums",
    ],
}
SNIPPETS = (
    Topic,
    Country,
    Fact,
    GlossaryTerm,
    CountryNote,
    EmergencyNumber,
    EmergencyAdvice,
    SiteFrame,
)
HISTORY = (Revision, PageLogEntry, ModelLogEntry, StringTranslation, Page)


def load(*arguments: str) -> str:
    """Run the command as if its transactions were committed, and return what it says."""
    output = StringIO()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("load_demo", *arguments, stdout=output)
    return output.getvalue()


def guide(slug: str, language: str = "bn") -> GuidePage:
    return GuidePage.objects.get(slug=slug, locale__language_code=language)


class LoadDemoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.said = load()
        cls.bangla = Locale.objects.get(language_code="bn")
        cls.english = Locale.objects.get(language_code="en")
        cls.editor = get_user_model().objects.create_superuser("editor", password="not-real")

    def change(self, name: str):
        """Return a content file to change for one test."""
        self.addCleanup(read.cache_clear)
        return read(name)

    def history(self) -> dict[str, int]:
        return {model.__name__: model.objects.count() for model in HISTORY}

    # --- What is there after the first load ------------------------------------------------

    def test_every_page_and_snippet_is_up_to_date_for_translators(self):
        translations = Translation.objects.select_related("source")
        finished = {translation.source.object_id for translation in translations}
        sources = [Page.objects.filter(locale=self.bangla, depth__gt=1)]
        sources += [model.objects.filter(locale=self.bangla) for model in SNIPPETS]
        keys = {key for rows in sources for key in rows.values_list("translation_key", flat=True)}
        assert finished == keys
        for translation in translations:
            total, translated = translation.get_progress()
            assert (total, translation.get_status_display()) == (translated, "Up to date")
            # A source that has moved on would show as out of date.
            source = translation.source
            instance = source.get_source_instance()
            assert TranslationSource.update_or_create_from_instance(instance) == (source, False)
            if getattr(instance, "latest_revision", None):
                assert source.last_updated_at >= instance.latest_revision.created_at

    def test_a_translator_sees_the_texts_as_done_by_hand(self):
        texts = StringTranslation.objects.all()
        assert not texts.filter(has_error=True).exists()
        assert set(texts.values_list("translation_type", "tool_name")) == {("manual", "seed")}
        self.client.force_login(self.editor)
        english = guide("passport", "en")
        screen = self.client.get(reverse("wagtailadmin_pages:edit", args=[english.pk]))
        assert screen.status_code == 200
        assert "wagtail_localize/admin/edit_translation.html" in [
            template.name for template in screen.templates
        ]

    def test_english_pages_are_finished_translations(self):
        english_pages = Page.objects.filter(locale=self.english)
        assert not english_pages.exclude(alias_of=None).exists()
        assert not english_pages.filter(live=False).exists()
        assert not Page.objects.filter(depth__gt=1, has_unpublished_changes=True).exists()
        for page in english_pages:
            for text in (page.title, page.draft_title, page.seo_title, page.search_description):
                assert text.isascii() or not any("\u0980" <= letter <= "\u09ff" for letter in text)
        about = AboutPage.objects.get(locale=self.english)
        assert [person.role for person in about.people.all()] == [
            "Executive Director (2019)",
            "Chair (2019)",
        ]
        assert about.objectives.startswith("<ol><li>Reduce the risks")

    def test_the_tree(self):
        home = HomePage.objects.get(locale=self.bangla)
        assert home.slug == "home"
        assert Site.objects.get(is_default_site=True).root_page.pk == home.pk
        assert not any(Page.find_problems())
        for locale in (self.bangla, self.english):
            stages = StagePage.objects.filter(locale=locale).order_by("path")
            assert [stage.slug for stage in stages] == list(GUIDES)
            for stage in stages:
                assert stage.stage == stage.slug
                guides = stage.get_children().order_by("path")
                assert [page.slug for page in guides] == GUIDES[stage.slug]
        urls = {
            page.get_url().removeprefix("/en")
            for page in Page.objects.filter(locale=self.english, depth=3)
        }
        assert urls == {
            page.get_url() for page in Page.objects.filter(locale=self.bangla, depth=3)
        }

    def test_the_home_page_points_to_its_guides_in_each_language(self):
        for locale in (self.bangla, self.english):
            guides = HomePage.objects.get(locale=locale).guides_to_know_now
            assert [(page.slug, page.locale_id) for page in guides] == [
                ("visa-and-contract", locale.pk),
                ("licensed-agency", locale.pk),
                ("complaint-and-arbitration", locale.pk),
            ]

    def test_facts_stand_in_the_language_of_their_page(self):
        for language in ("bn", "en"):
            facts = [
                block.value
                for block in guide("licensed-agency", language).body
                if block.block_type == "fact"
            ]
            assert facts
            assert {fact.locale.language_code for fact in facts} == {language}

    def test_a_fact_that_is_held_back_is_stored_and_never_shown(self):
        held_back = {row["key"] for row in read("facts")["fact"] if row["publish"] == "no"}
        facts = Fact.objects.filter(key__in=held_back)
        assert facts.count() == 2 * len(held_back)
        assert all(fact.live and not fact.is_shown for fact in facts)
        assert not Fact.objects.exclude(checked_by=None).exists()

    def test_figures_are_stored_as_printed(self):
        rows = read("figures")["value"]
        assert IndicatorValue.objects.count() == len(rows)
        assert Indicator.objects.count() == len(read("figures")["indicator"])
        on_home = IndicatorValue.objects.exclude(home_order=None).order_by("home_order")
        assert [value.indicator.key for value in on_home] == [
            row["indicator"] for row in rows if "on_home" in row
        ]
        left = IndicatorValue.objects.get(indicator__key="trained-then-left", program=None)
        assert (left.total, left.out_of) == (372, 2661)

    def test_rows_and_relations(self):
        assert Provider.objects.count() == len(read("providers")["provider"])
        assert Organisation.objects.count() == len(read("organisations")["organisation"])
        for language in ("bn", "en"):
            report = PublicationPage.objects.get(
                slug="annual-report-2019", locale__language_code=language
            )
            assert [row.organisation.key for row in report.organisations.all()] == ["okup"]
            assert report.related_pages.count() == 9
            program = ProgramPage.objects.get(
                slug="women-girls-access-to-justice", locale__language_code=language
            )
            assert [row.organisation.key for row in program.partners.all()] == [
                "european-union",
                "cafod",
            ]
            assert program.topics.count() == 3

    def test_every_stream_value_is_what_an_editor_could_save(self):
        for page in Page.objects.filter(depth__gt=1).specific(defer=False):
            for field in page._meta.get_fields():
                if isinstance(field, StreamField):
                    field.stream_block.clean(getattr(page, field.name))

    def test_blocks_keep_their_ids(self):
        bangla, english = guide("passport"), guide("passport", "en")
        ids = [block.id for block in bangla.body]
        assert ids == [block.id for block in english.body]
        assert ids[0] == str(stable_uuid("page/guidance/preparing/passport/", "body", 0))
        assert bangla.translation_key == stable_uuid("page/guidance/preparing/passport/")

    def test_search_finds_what_was_loaded(self):
        assert len(answer("দালাল", "bn").results) >= 3
        assert "Get your passport" in [found.title for found in answer("passport", "en").results]

    def test_it_says_what_it_did(self):
        assert "Guides: 29 (29 new, 0 updated)\n" in self.said
        assert "Left alone" not in self.said

    # --- Loading again ---------------------------------------------------------------------

    def test_a_second_load_changes_nothing(self):
        before = self.history()
        with CaptureQueriesContext(connection) as queries:
            said = load()
        assert said.startswith("Nothing has changed: ")
        assert len(said.splitlines()) == 1
        assert self.history() == before
        writes = [
            query["sql"]
            for query in queries
            if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        ]
        assert writes == []
        # Among them 45 to see whether the six PDFs of publications are still those of their pages.
        assert len(queries) < 300

    def test_a_changed_text_changes_its_page_and_its_translation_alone(self):
        row = self.change("guides_preparing_1")["guide"][0]
        row["bn"]["summary"] = "নতুন কথা।"
        row["en"]["summary"] = "New words."
        row["body"][0]["en"] = "A new heading"
        before = self.history()
        said = load()
        assert said.splitlines() == [
            "Guides: 29 (0 new, 1 updated)",
            f"{self.total()} items: 0 new, 1 updated.",
        ]
        assert guide("passport").summary == "নতুন কথা।"
        english = guide("passport", "en")
        assert (english.summary, english.search_description) == ("New words.", "New words.")
        assert english.body[0].value == "A new heading"
        assert english.live and not english.has_unpublished_changes
        assert self.history()["Revision"] == before["Revision"] + 2
        translation = Translation.objects.get(source__object_id=english.translation_key)
        assert translation.get_status_display() == "Up to date"
        assert load().startswith("Nothing has changed")

    def test_a_changed_english_text_makes_no_bangla_revision(self):
        self.change("guides_preparing_1")["guide"][0]["en"]["why"] = "Another reason."
        before = guide("passport").latest_revision_id
        load()
        assert guide("passport", "en").why == "Another reason."
        assert guide("passport").latest_revision_id == before
        assert load().startswith("Nothing has changed")

    def test_a_block_put_in_between_is_translated(self):
        blocks = self.change("guides_preparing_1")["guide"][0]["body"]
        blocks.insert(1, {"type": "tip", "bn": ["নতুন <b>পরামর্শ</b>।"], "en": ["A <b>tip</b>."]})
        load()
        assert guide("passport", "en").body[1].value.source == "<p>A <b>tip</b>.</p>"
        translation = Translation.objects.get(source__object_id=guide("passport").translation_key)
        assert translation.get_status_display() == "Up to date"
        assert load().startswith("Nothing has changed")

    def test_a_changed_snippet_and_a_changed_row(self):
        self.change("topics")["topic"][0]["name_en"] = "Before leaving"
        self.change("facts")["fact"][0]["value"] = "16136"
        self.change("providers")["provider"][0]["note_en"] = ""
        self.change("providers")["provider"][0]["en"]["note"] = "Ask first."
        with mock.patch("portal.reference.signals.index_texts_with_fact") as task:
            said = load()
        # Hundreds of facts are no hundreds of tasks: what speaks of them is indexed already.
        assert not task.enqueue.called
        assert len(answer("16136", "bn").results) >= 3
        assert "Topics: 8 (0 new, 1 updated)" in said
        assert "Facts: 180 (0 new, 1 updated)" in said
        assert "Providers: 64 (0 new, 1 updated)" in said
        assert Topic.objects.get(key="pre-departure", locale=self.english).name == "Before leaving"
        assert set(
            Fact.objects.filter(key="probash-bondhu-16135").values_list("value", flat=True)
        ) == {"16136"}
        assert Provider.objects.get(key="moewoe").note_en == "Ask first."
        assert load().startswith("Nothing has changed")

    def test_a_new_guide_takes_its_place_in_both_languages(self):
        guides = self.change("guides_preparing_1")["guide"]
        copy = guides[0] | {"slug": "photographs", "related": []}
        guides.insert(1, copy)
        said = load()
        assert "Guides: 30 (1 new, 0 updated)" in said
        for locale in (self.bangla, self.english):
            stage = StagePage.objects.get(slug="preparing", locale=locale)
            slugs = [page.slug for page in stage.get_children().order_by("path")]
            assert slugs[:3] == ["passport", "photographs", "register"]
        assert load().startswith("Nothing has changed")

    # --- What people have done -------------------------------------------------------------

    def test_a_page_that_an_editor_changed_is_left_alone(self):
        page = guide("passport")
        page.summary = "সম্পাদকের কথা।"
        page.save_revision(user=self.editor).publish(user=self.editor)
        said = load()
        assert "Nothing has changed" in said
        assert (
            "Left alone, because somebody has edited it: "
            f"/guidance/preparing/passport/ {page.title}\n"
        ) in said
        assert guide("passport").summary == "সম্পাদকের কথা।"
        said = load("--overwrite")
        assert "1 updated" in said
        assert guide("passport").summary == read("guides_preparing_1")["guide"][0]["bn"]["summary"]
        assert load().splitlines() == [f"Nothing has changed: {self.total()} items compared."]

    def test_a_draft_that_an_editor_is_writing_is_kept(self):
        page = guide("passport")
        page.summary = "খসড়া।"
        draft = page.save_revision(user=self.editor)
        self.change("guides_preparing_1")["guide"][0]["bn"]["why"] = "অন্য কারণ।"
        load()
        assert guide("passport").latest_revision_id == draft.pk
        assert guide("passport").why != "অন্য কারণ।"

    def test_words_of_a_translator_are_kept(self):
        text = StringTranslation.objects.get(
            context__object_id=guide("passport").translation_key, context__path="why"
        )
        text.data, text.last_translated_by = "A translator's words.", self.editor
        text.save()
        self.change("guides_preparing_1")["guide"][0]["en"]["why"] = "Another reason."
        assert "Left alone" in load()
        text.refresh_from_db()
        assert text.data == "A translator's words."

    def test_a_page_that_was_withdrawn_stays_withdrawn(self):
        guide("passport").unpublish(user=self.editor)
        assert not guide("passport", "en").live
        said = load()
        assert "/guidance/preparing/passport/" in said
        assert not guide("passport").live
        assert not guide("passport", "en").live
        load("--overwrite")
        assert guide("passport").live
        assert guide("passport", "en").live

    def test_an_editors_own_pages_are_left_alone(self):
        home = HomePage.objects.get(locale=self.bangla)
        own = home.add_child(instance=StandardPage(title="নোটিশ", slug="notice", summary="কথা।"))
        own.save_revision(user=self.editor).publish()
        before = self.history()
        assert load().startswith("Nothing has changed")
        assert self.history() == before

    def test_a_row_that_was_edited_in_the_admin_is_left_alone(self):
        provider = Provider.objects.get(key="bmet")
        provider.note_bn = "সম্পাদকের কথা।"
        provider.save()
        log(instance=provider, action="wagtail.edit", user=self.editor)
        assert "Left alone" in load()
        provider.refresh_from_db()
        assert provider.note_bn == "সম্পাদকের কথা।"
        load("--overwrite")
        provider.refresh_from_db()
        assert provider.note_bn != "সম্পাদকের কথা।"
        assert "Left alone" not in load()

    # --- Mistakes in the files -------------------------------------------------------------

    def test_a_text_that_one_language_lacks_is_named(self):
        self.change("guides_preparing_1")["guide"][0]["en"]["why"] = ""
        with pytest.raises(CommandError, match="why has 1 texts in Bangla and 0 in English"):
            load()

    def total(self) -> int:
        return int(load().split(": ")[1].split()[0])


def test_rich_text_knows_one_tag():
    assert rich_text("<b>ক</b> & <i>খ</i>") == "<b>ক</b> &amp; &lt;i&gt;খ&lt;/i&gt;"


def test_stable_uuid_never_changes():
    """Stored translations hang on it: a new namespace would drop them."""
    assert str(stable_uuid("page/about/", "body", 1)) == "577f3a76-f30f-5b19-8af4-9f99adc75310"
    assert stable_uuid("a", 1) != stable_uuid("a", 2)
