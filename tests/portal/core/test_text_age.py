"""Which language of a page is older: told by words, not by when somebody pressed “publish”."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from guidance.models import GuidePage
from tests.factories import pages

pytestmark = pytest.mark.django_db

BANGLA_IS_NEWER = "The Bangla text of this page is newer"


@pytest.fixture
def guide(bangla_home, english_home):
    index = pages.GuidanceIndexPageFactory(parent=bangla_home)
    stage = pages.StagePageFactory(parent=index, slug="deciding")
    guide = pages.GuidePageFactory(parent=stage, slug="cost", title="খরচ", summary="জানুন।")
    guide.why = "আগে জানুন।"
    guide.save_revision().publish()
    for page in (index, stage, guide):
        translate(page.specific)
    return GuidePage.objects.get(pk=guide.pk)


def translate(source: Page) -> None:
    """What a translator does who takes the source's words of today and leaves nothing out."""
    locale = Locale.objects.get(language_code="en")
    frozen, _made = TranslationSource.update_or_create_from_instance(source)
    translation, _made = Translation.objects.get_or_create(source=frozen, target_locale=locale)
    catalogue = frozen.export_po()
    for entry in catalogue:
        entry.msgstr = f"English for {abs(hash(entry.msgid))}"
    translation.import_po(catalogue, delete=False, translation_type="manual", tool_name="test")
    publish_translation(source)


def publish_translation(source: Page) -> None:
    translation = Translation.objects.get(source__object_id=source.translation_key)
    translation.save_target(publish=False)
    translation.get_target_instance().latest_revision.publish()


def english_of(guide) -> GuidePage:
    return GuidePage.objects.get(translation_key=guide.translation_key, locale__language_code="en")


def publish(page, **changes) -> None:
    edited = GuidePage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(edited, name, value)
    edited.save_revision().publish()


def detach(guide) -> None:
    Translation.objects.filter(source__object_id=guide.translation_key).update(enabled=False)


def behind(guide) -> dict[str, date | None]:
    versions = GuidePage.objects.get(pk=guide.pk).language_versions
    return {version.language: version.behind_since for version in versions}


def agree(guide) -> bool:
    return behind(guide) == {"bn": None, "en": None}


class TestWhileItIsTranslated:
    def test_a_finished_translation_agrees(self, client, guide):
        assert agree(guide)
        assert BANGLA_IS_NEWER not in client.get(english_of(guide).get_url()).content.decode()

    def test_publishing_the_same_words_again_changes_nothing(self, guide):
        publish(guide)
        publish(guide, check_again_by=date(2099, 1, 1))
        assert agree(guide)

    def test_a_changed_sentence(self, client, guide):
        publish(guide, why="আগে জানুন, পরে টাকা দিন।")
        assert behind(guide) == {"bn": None, "en": timezone.localdate()}
        assert BANGLA_IS_NEWER in client.get(english_of(guide).get_url()).content.decode()
        assert "ইংরেজি লেখা" not in client.get(guide.get_url()).content.decode()

    def test_the_day_is_that_of_the_first_change(self, guide):
        publish(guide, why="এক।")
        earlier = timezone.localdate() - timedelta(days=40)
        type(english_of(guide).text_age).objects.filter(page=english_of(guide)).update(
            behind_since=earlier
        )
        publish(guide, why="দুই।")
        assert behind(guide)["en"] == earlier

    def test_a_sentence_that_was_taken_out(self, guide):
        publish(guide, why="")
        assert behind(guide)["en"] == timezone.localdate()

    def test_translating_it_ends_it(self, guide):
        publish(guide, why="নতুন।")
        translate(GuidePage.objects.get(pk=guide.pk))
        assert agree(guide)

    def test_publishing_the_old_english_again_does_not(self, guide):
        publish(guide, why="নতুন।")
        publish_translation(guide)
        assert behind(guide)["en"] == timezone.localdate()

    def test_taking_the_change_back_ends_it(self, guide):
        publish(guide, why="নতুন।")
        publish(guide, why="আগে জানুন।")
        assert agree(guide)

    def test_a_draft_says_nothing(self, guide):
        edited = GuidePage.objects.get(pk=guide.pk)
        edited.why = "খসড়া।"
        edited.save_revision()
        assert agree(guide)

    def test_no_english_page_is_not_behind(self, guide):
        english_of(guide).unpublish()
        publish(guide, why="নতুন।")
        assert behind(guide) == {"bn": None}


class TestTakenOutOfTranslation:
    @pytest.fixture(autouse=True)
    def detached(self, guide):
        detach(guide)

    def test_changed_english_makes_bangla_older(self, client, guide):
        publish(english_of(guide), why="A new reason.")
        assert behind(guide) == {"bn": timezone.localdate(), "en": None}
        page = client.get(guide.get_url()).content.decode()
        assert f'href="{english_of(guide).get_url()}" lang="en" hreflang="en">English' in page
        assert BANGLA_IS_NEWER not in client.get(english_of(guide).get_url()).content.decode()

    def test_the_same_english_again_does_not(self, guide):
        publish(english_of(guide))
        assert agree(guide)

    def test_bangla_that_follows_ends_it(self, guide):
        publish(english_of(guide), why="A new reason.")
        publish(guide)
        assert behind(guide)["bn"] == timezone.localdate()
        publish(guide, why="নতুন কারণ।")
        assert agree(guide)

    def test_changed_bangla_makes_english_older(self, guide):
        publish(guide, why="নতুন কারণ।")
        assert behind(guide) == {"bn": None, "en": timezone.localdate()}
        publish(english_of(guide), why="A new reason.")
        assert agree(guide)


def test_an_alias_is_no_older_text(bangla_home, english_home, english, client):
    index = pages.GuidanceIndexPageFactory(parent=bangla_home)
    index.copy_for_translation(english, alias=True)
    index.summary = "বদলে গেছে।"
    index.save_revision().publish()
    versions = Page.objects.get(pk=index.pk).specific.language_versions
    assert [version.behind_since for version in versions] == [None, None]


def test_it_asks_no_further_query(client, guide):
    """It comes with the page's languages, which every page asks for."""
    publish(guide, why="নতুন।")
    with CaptureQueriesContext(connection) as queries:
        assert BANGLA_IS_NEWER in client.get(english_of(guide).get_url()).content.decode()
    (asked,) = [query["sql"] for query in queries if "core_textage" in query["sql"]]
    assert "language_code" in asked
