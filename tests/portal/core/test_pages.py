"""What all pages have in common: addresses, languages, and that English follows Bangla."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import get_resolver, reverse
from django.utils import translation
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object
from wagtail_localize.synctree import synchronize_tree

from guidance.models import GuidePage
from home.models import StandardPage
from portal.core.models.pages import RESERVED_ROOT_SLUGS, LanguageVersion, strip_language_prefix
from tests.factories.pages import (
    GuidanceIndexPageFactory,
    GuidePageFactory,
    StagePageFactory,
    StandardPageFactory,
)
from tests.factories.people import SuperuserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(bangla_home):
    """Home, guidance, a stage and two guides, in Bangla."""
    guidance = GuidanceIndexPageFactory(parent=bangla_home)
    stage = StagePageFactory(parent=guidance, slug="deciding")
    guides = [GuidePageFactory(parent=stage, slug=slug) for slug in ("cost", "fraud")]
    return guidance, stage, guides


@pytest.fixture
def aliases(tree, bangla, english):
    """The same pages in English, as aliases: wagtail-localize made them."""
    synchronize_tree(bangla, english)


def english_of(page, english):
    return Page.objects.get(translation_key=page.translation_key, locale=english).specific


def translate(page, english):
    """Return the finished English translation of a page."""
    Page.objects.filter(translation_key=page.translation_key, locale=english).delete()
    translated = page.copy_for_translation(english, copy_parents=True)
    translated.title = "Fictional page"
    translated.save_revision().publish()
    return Page.objects.get(pk=translated.pk).specific


class TestReservedSlugs:
    @pytest.fixture(autouse=True)
    def speak_english(self):
        with translation.override("en"):
            yield

    @pytest.mark.parametrize("slug", sorted(s for s in RESERVED_ROOT_SLUGS if "." not in s))
    def test_a_page_may_not_hide_a_view(self, bangla_home, slug):
        with pytest.raises(ValidationError, match="used by the site itself"):
            StandardPageFactory(parent=bangla_home, slug=slug)
        assert not Page.objects.filter(slug=slug).exists()

    def test_nor_be_renamed_to_one(self, bangla_home):
        page = StandardPageFactory(parent=bangla_home)
        page.slug = "help"
        with pytest.raises(ValidationError, match="used by the site itself"):
            page.save()

    def test_deeper_down_the_names_are_free(self, bangla_home):
        parent = StandardPageFactory(parent=bangla_home)
        assert StandardPageFactory(parent=parent, slug="help").get_url() == (
            f"/{parent.slug}/help/"
        )

    def test_nor_be_moved_to_where_it_would_hide_one(self, bangla_home):
        parent = StandardPageFactory(parent=bangla_home)
        page = StandardPageFactory(parent=parent, slug="help")
        assert not page.can_move_to(bangla_home)
        page.slug = "another-name"
        assert page.can_move_to(bangla_home)

    def test_every_view_of_the_site_is_reserved(self):
        """Whoever adds an address to portal.urls has to reserve it."""
        first_parts = set()
        for pattern in get_resolver().url_patterns:
            with translation.override("bn"):
                text = str(pattern.pattern).lstrip("^")
            inner = getattr(pattern, "url_patterns", []) if not text else []
            texts = [str(each.pattern) for each in inner] or [text]
            first_parts |= {each.lstrip("^").partition("/")[0].partition("(")[0] for each in texts}
        first_parts = {part.replace("\\", "") for part in first_parts} - {"", "_util"}
        assert {"help", "search", "admin", "media", "bn"} <= first_parts
        # These are pages; what their apps answer below them is reserved there.
        assert first_parts - {"guidance", "programs", "publications"} <= RESERVED_ROOT_SLUGS

    def test_the_admin_says_so_beside_the_field(self, client, bangla_home):
        client.force_login(SuperuserFactory())
        address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", bangla_home.pk])
        sent = {
            "title": "x",
            "slug": "help",
            "summary": "",
            "body-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        }
        for action in ({}, {"action-publish": "1"}):
            response = client.post(address, sent | action)
            assert response.status_code == 200
            assert "used by the site itself" in response.content.decode()
        assert not StandardPage.objects.exists()
        response = client.post(address, sent | {"slug": "free"})
        assert response.status_code == 302
        page = StandardPage.objects.get(locale=bangla_home.locale)
        assert page.slug == "free"
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        response = client.post(address, sent | {"action-publish": "1"})
        assert response.content.decode().count("used by the site itself") >= 1
        page.refresh_from_db()
        assert page.slug == "free"


class TestLanguages:
    def test_a_bangla_page_is_bangla(self, tree):
        assert tree[0].content_language == "bn"
        assert not tree[0].is_shown_in_other_language

    def test_an_alias_is_still_bangla(self, tree, aliases, english):
        page = english_of(tree[0], english)
        assert page.alias_of_id == tree[0].pk
        assert page.locale == english
        assert page.content_language == "bn"
        assert page.is_shown_in_other_language

    def test_a_translation_is_english(self, tree, aliases, english):
        page = translate(tree[0], english)
        assert page.content_language == "en"
        assert not page.is_shown_in_other_language

    def test_versions_of_an_alias(self, tree, aliases, english):
        guide = tree[2][0]
        path = "/guidance/deciding/cost/"
        expected = [
            LanguageVersion("bn", path, path, is_translated=True),
            LanguageVersion("en", f"/en{path}", f"/en{path}", is_translated=False),
        ]
        assert guide.language_versions == expected
        assert english_of(guide, english).language_versions == expected

    def test_versions_of_a_translation(self, tree, aliases, english):
        translate(tree[2][0], english)
        assert [version.is_translated for version in tree[2][0].language_versions] == [True, True]

    def test_what_is_not_live_is_no_version(self, tree, aliases, english):
        english_of(tree[2][0], english).unpublish()
        assert [version.language for version in tree[2][0].language_versions] == ["bn"]

    @pytest.mark.parametrize("language", ["bn", "en"])
    def test_versions_do_not_depend_on_the_readers_language(self, tree, aliases, language):
        with translation.override(language):
            urls = [version.url for version in tree[1].language_versions]
        assert urls == ["/guidance/deciding/", "/en/guidance/deciding/"]

    def test_the_home_page(self, bangla_home, english_home):
        expected = [
            LanguageVersion("bn", "/", "/", is_translated=True),
            LanguageVersion("en", "/en/", "/en/", is_translated=True),
        ]
        assert bangla_home.language_versions == expected
        assert english_home.language_versions == expected

    def test_english_addresses_have_the_same_path(self, tree, aliases, english):
        for page in (*tree[:2], *tree[2]):
            assert english_of(page, english).get_url() == f"/en{page.get_url()}"

    def test_an_alias_stays_out_of_the_sitemap(self, client, tree, aliases, english, settings):
        text = client.get("/sitemap.xml").content.decode()
        assert f"<loc>{settings.SITE_URL}/guidance/deciding/cost/</loc>" in text
        assert "/en/guidance/deciding/cost/" not in text
        translate(tree[2][0], english)
        text = client.get("/sitemap.xml").content.decode()
        assert f"<loc>{settings.SITE_URL}/en/guidance/deciding/cost/</loc>" in text

    @pytest.mark.parametrize(
        ("path", "stripped"),
        [
            ("/en", "/"),
            ("/en/", "/"),
            ("/en/help/", "/help/"),
            ("/help/", "/help/"),
            ("/english/", "/english/"),
            ("/", "/"),
        ],
    )
    def test_the_prefix_is_taken_off(self, path, stripped):
        assert strip_language_prefix(path) == stripped


class TestSubmittedForTranslation:
    """Pressing Translate makes a live page of an alias, with all its words still in Bangla."""

    PATH = "/guidance/deciding/cost/"

    @pytest.fixture
    def submitted(self, tree, aliases, english, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            translate_object(tree[2][0], [english], user=SuperuserFactory())
        page = english_of(tree[2][0], english)
        assert page.live
        assert page.alias_of_id is None
        assert page.title == tree[2][0].title
        return page

    @pytest.fixture
    def translate_title(self, submitted, english):
        def store():
            segment = Translation.objects.get(
                source__object_id=submitted.translation_key
            ).source.stringsegment_set.get(context__path="title")
            StringTranslation.objects.create(
                translation_of=segment.string,
                context=segment.context,
                locale=english,
                data="Fictional page",
            )

        return store

    @pytest.fixture
    def publish(self, submitted, django_capture_on_commit_callbacks):
        def save():
            with django_capture_on_commit_callbacks(execute=True):
                Translation.objects.get(source__object_id=submitted.translation_key).save_target()

        return save

    def assert_untranslated(self, client, settings):
        bangla, english = f"{settings.SITE_URL}{self.PATH}", f"{settings.SITE_URL}/en{self.PATH}"
        text = client.get(f"/en{self.PATH}").content.decode()
        assert '<main id="main" lang="bn"' in text
        assert "This page is not translated yet. It is shown in Bangla." in text
        assert f'<link rel="canonical" href="{bangla}">' in text
        for page in (text, client.get(self.PATH).content.decode()):
            assert f'hreflang="en" href="{english}"' not in page
        assert f"{english}<" not in client.get("/sitemap.xml").content.decode()

    def assert_translated(self, client, settings):
        bangla, english = f"{settings.SITE_URL}{self.PATH}", f"{settings.SITE_URL}/en{self.PATH}"
        text = client.get(f"/en{self.PATH}").content.decode()
        assert '<main id="main" lang' not in text
        assert "This page is not translated yet" not in text
        assert f'<link rel="canonical" href="{english}">' in text
        for page in (text, client.get(self.PATH).content.decode()):
            assert f'hreflang="en" href="{english}"' in page
            assert f'hreflang="bn" href="{bangla}"' in page
        assert f"<loc>{english}</loc>" in client.get("/sitemap.xml").content.decode()

    def test_it_is_not_translated(self, client, submitted, settings):
        assert submitted.content_language == "bn"
        self.assert_untranslated(client, settings)

    def test_nor_while_translations_are_stored_only(
        self, client, submitted, translate_title, settings
    ):
        translate_title()
        self.assert_untranslated(client, settings)

    def test_nor_when_it_is_published_without_a_translated_word(
        self, client, submitted, publish, settings
    ):
        publish()
        self.assert_untranslated(client, settings)

    def test_it_is_when_translations_are_published(
        self, client, submitted, translate_title, publish, settings
    ):
        translate_title()
        publish()
        self.assert_translated(client, settings)

    def test_and_when_an_editor_wrote_it_by_hand(self, client, tree, aliases, english, settings):
        translate(tree[2][0], english)
        assert not Translation.objects.exists()
        self.assert_translated(client, settings)

    def test_a_preview_speaks_the_language_it_is_going_to_have(self, submitted, rf):
        response = submitted.make_preview_request(rf.get("/admin/"))
        assert '<main id="main" lang' not in response.content.decode()

    def test_language_and_versions_are_one_query(self, submitted, django_assert_num_queries):
        page = GuidePage.objects.select_related("locale").get(pk=submitted.pk)
        page.get_url()
        with django_assert_num_queries(1):
            assert page.content_language == "bn"
            assert [version.is_translated for version in page.language_versions] == [True, False]


class TestBreadcrumbs:
    def test_from_the_top_without_home_and_the_page(self, tree):
        guidance, stage, (guide, _other) = tree
        assert [page.pk for page in guide.breadcrumbs] == [guidance.pk, stage.pk]
        assert [page.pk for page in stage.breadcrumbs] == [guidance.pk]

    def test_one_query_that_also_asks_for_restrictions(self, tree, django_assert_num_queries):
        guidance, stage, (guide, other) = tree
        with django_assert_num_queries(1):
            assert len(guide.breadcrumbs) == 2
            assert list(guide.get_view_restrictions()) == []
        with django_assert_num_queries(1):
            assert guidance.breadcrumbs == []

    def test_a_restriction_above_or_on_the_page_is_found(self, tree):
        guidance, stage, (guide, other) = tree
        PageViewRestriction.objects.create(page=other, restriction_type="login")
        assert len(Page.objects.get(pk=other.pk).specific.get_view_restrictions()) == 1
        assert list(guide.get_view_restrictions()) == []
        PageViewRestriction.objects.create(page=stage, restriction_type="login")
        assert len(Page.objects.get(pk=guide.pk).specific.get_view_restrictions()) == 1

    def test_an_alias_has_the_restrictions_of_its_original(self, tree, aliases, english):
        PageViewRestriction.objects.create(page=tree[2][0], restriction_type="login")
        assert len(english_of(tree[2][0], english).get_view_restrictions()) == 1

    def test_english_pages_have_english_breadcrumbs(self, tree, aliases, english):
        crumbs = english_of(tree[2][0], english).breadcrumbs
        assert {page.locale_id for page in crumbs} == {english.pk}
        assert len(crumbs) == 2


class TestEnglishFollowsBangla:
    """Advice that is withdrawn must not stay online in the other language."""

    @pytest.mark.parametrize("kind", ["alias", "translation"])
    def test_unpublishing(self, tree, aliases, english, kind):
        guide, other = tree[2]
        if kind == "translation":
            translate(guide, english)
            translate(other, english)
        guide.unpublish()
        assert not english_of(guide, english).live
        assert english_of(other, english).live

    def test_unpublishing_with_everything_below(self, tree, aliases, english):
        guidance, stage, guides = tree
        for guide in guides:
            translate(guide, english)
        UnpublishPageAction(stage, include_descendants=True, user=SuperuserFactory()).execute()
        for page in (stage, *guides):
            assert not english_of(page, english).live
        assert english_of(guidance, english).live

    @pytest.mark.parametrize("kind", ["alias", "translation"])
    def test_deleting(self, tree, aliases, english, kind):
        guide, other = tree[2]
        key = guide.translation_key
        if kind == "translation":
            translate(guide, english)
            translate(other, english)
        guide.delete()
        assert not Page.objects.filter(translation_key=key).exists()
        assert english_of(other, english).live

    @pytest.mark.parametrize("as_specific", [True, False])
    def test_deleting_with_everything_below(
        self, tree, aliases, english, bangla_home, as_specific
    ):
        guidance, stage, guides = tree
        for guide in guides:
            translate(guide, english)
        keys = [page.translation_key for page in (guidance, stage, *guides)]
        page = guidance if as_specific else Page.objects.get(pk=guidance.pk)
        page.delete()
        assert not Page.objects.filter(translation_key__in=keys).exists()
        # The tree that is left is sound.
        assert Page.find_problems() == ([], [], [], [], [])
        assert english_of(bangla_home, english).live

    def test_deleting_many_at_once(self, tree, aliases, english):
        guides = tree[2]
        keys = [guide.translation_key for guide in guides]
        for guide in guides:
            translate(guide, english)
        GuidePage.objects.filter(pk__in=[guide.pk for guide in guides]).delete()
        assert not Page.objects.filter(translation_key__in=keys).exists()
        assert Page.find_problems() == ([], [], [], [], [])

    def test_the_other_way_round_nothing_follows(self, tree, aliases, english):
        guide, other = tree[2]
        translate(guide, english).unpublish()
        translate(other, english).delete()
        for page in (guide, other):
            page.refresh_from_db()
            assert page.live
