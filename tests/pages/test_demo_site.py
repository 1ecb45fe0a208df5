"""Every page type with the demo content: routable, readable, editable, and right in its head."""

import re
from html.parser import HTMLParser
from unittest import mock

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks.base import BlockField
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import rich_text

from directory.models import DirectoryIndexPage
from guidance.models import (
    CostSheetPage,
    DestinationIndexPage,
    DestinationPage,
    FreeSessionsPage,
    GlossaryPage,
    GuidanceIndexPage,
    GuidePage,
    QuestionIndexPage,
    QuestionPage,
    SituationPage,
    StagePage,
)
from home.models import AboutPage, ContactPage, HomePage, StandardPage
from portal.reference.last_good import write_last_good
from portal.reference.models import Fact
from programs.models import ProgramIndexPage, ProgramPage
from publications.models import PublicationIndexPage, PublicationPage
from tests.portal.search.relevance.checks import RelevanceChecks
from tests.publications.harvest.oai_answers import LIST, NAMES, ask
from tests.publications.harvest.oai_schema import check

PAGE_TYPES = (
    HomePage,
    StandardPage,
    AboutPage,
    ContactPage,
    GuidanceIndexPage,
    StagePage,
    GuidePage,
    SituationPage,
    DestinationIndexPage,
    DestinationPage,
    QuestionIndexPage,
    QuestionPage,
    GlossaryPage,
    CostSheetPage,
    FreeSessionsPage,
    ProgramIndexPage,
    ProgramPage,
    PublicationIndexPage,
    PublicationPage,
    DirectoryIndexPage,
)
VIEWS = ("/help/", "/help/code/", "/search/", "/search/?q=ভিসা")
SITE = "https://okup.example"


class Head(HTMLParser):
    """What stands in the head of a page, and the language of its parts."""

    def __init__(self, page: str):
        super().__init__()
        self.links: list[dict] = []
        self.meta: dict[str, str] = {}
        self.languages: dict[str, str | None] = {}
        self.outside: list[str] = []
        self.inline: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "link":
            self.links.append(attributes)
        if tag == "meta":
            name = attributes.get("property") or attributes.get("name")
            if name:
                self.meta[name] = attributes.get("content", "")
        if tag in ("html", "main"):
            self.languages[tag] = attributes.get("lang")
        source = attributes.get("src") or (attributes.get("href") if tag == "link" else None)
        is_address = attributes.get("rel") in ("canonical", "alternate")
        if source and source.startswith(("http://", "https://", "//")) and not is_address:
            self.outside.append(source)
        self.inline += [
            f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")
        ]

    def alternates(self) -> dict[str, str]:
        return {
            link["hreflang"]: link["href"]
            for link in self.links
            # Feeds are alternates too, in the page's own language.
            if link.get("rel") == "alternate" and "hreflang" in link
        }

    def canonical(self) -> str | None:
        return next((link["href"] for link in self.links if link.get("rel") == "canonical"), None)


@override_settings(SITE_URL=SITE)
class DemoSiteTests(RelevanceChecks, WagtailPageTestCase):
    @classmethod
    def setUpTestData(cls):
        # Translations are published when their transaction ends, and the next step counts on it:
        # the one transaction around all tests would keep everything back to the end.
        with mock.patch("django.db.transaction.on_commit", lambda call, **options: call()):
            call_command("load_demo", verbosity=0)
        cls.editor = get_user_model().objects.create_superuser("editor", password="not-real")

    def setUp(self):
        cache.clear()
        # Written when a transaction is committed, which those of a test never are.
        write_last_good()

    def pages(self, language=None):
        pages = Page.objects.live().filter(depth__gt=1).specific()
        return pages.filter(locale__language_code=language) if language else pages

    def test_every_page_type_has_pages_in_both_languages(self):
        for page_type in PAGE_TYPES:
            for language in ("bn", "en"):
                found = page_type.objects.live().filter(
                    locale__language_code=language, alias_of=None
                )
                self.assertTrue(found.exists(), f"{page_type.__name__} in {language}")

    def test_every_page_type_can_be_reached_shown_and_edited(self):
        self.client.force_login(self.editor)
        for page_type in PAGE_TYPES:
            for language in ("bn", "en"):
                page = page_type.objects.filter(locale__language_code=language).first()
                with self.subTest(page=page), translation.override(language):
                    shown = self.client.get(page.get_url())
                    self.assertEqual(shown.status_code, 200)
                    self.assertContains(shown, "<h1")
                    editor = self.client.get(f"/admin/pages/{page.pk}/edit/")
                    self.assertEqual(editor.status_code, 200)

    def test_source_pages_can_be_saved_as_they_are(self):
        self.client.force_login(self.editor)
        for page_type in PAGE_TYPES:
            page = page_type.objects.filter(locale__language_code="bn").first()
            with self.subTest(page=page):
                self.assertPageIsEditable(page, post_data=self.form_data(page), user=self.editor)
                self.assertPageIsPreviewable(
                    page, post_data=self.form_data(page), user=self.editor
                )

    def form_data(self, page) -> dict:
        """What the editor's form sends for a page whose texts and lists were emptied."""
        form = page.get_edit_handler().get_form_class()(instance=page, for_user=self.editor)
        data = {"action-publish": "1"}
        for name, field in form.fields.items():
            value = form[name].value()
            if isinstance(field, BlockField):
                data[f"{name}-count"] = "0"
            elif isinstance(field.widget, DraftailRichTextArea):
                data[name] = rich_text(value or "")
            elif value not in (None, False):
                data[name] = value
        for formset in form.formsets.values():
            data |= {f"{formset.prefix}-{part}": "0" for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
        return data

    def addresses(self):
        return [page.get_url() for page in self.pages()] + [
            prefix + path for path in VIEWS for prefix in ("", "/en")
        ]

    def test_no_public_page_sets_a_cookie_or_touches_session_or_user(self):
        self.client.logout()
        for address in self.addresses():
            with self.subTest(address=address):
                response = self.client.get(address)
                self.assertEqual(response.status_code, 200)
                self.assertFalse(response.cookies)
                vary = response.get("Vary", "")
                self.assertNotIn("Cookie", vary)
                self.assertNotIn("Accept-Language", vary)
                session = response.wsgi_request.session
                self.assertFalse(session.accessed)
                self.assertFalse(session.modified)

    def test_the_language_of_the_browser_changes_nothing(self):
        one = self.client.get("/", headers={"accept-language": "en"})
        other = self.client.get("/", headers={"accept-language": "bn"})
        self.assertEqual(one.status_code, 200)
        self.assertEqual(one.content, other.content)

    def test_heads_are_right(self):
        for page in self.pages():
            address = page.get_url()
            with self.subTest(address=address):
                language = page.locale.language_code
                head = Head(self.client.get(address).content.decode())
                self.assertEqual(head.languages["html"], language)
                self.assertEqual(head.canonical(), SITE + address)
                bangla = address.removeprefix("/en") if language == "en" else address
                self.assertEqual(
                    head.alternates(),
                    {
                        "bn": SITE + bangla,
                        "en": f"{SITE}/en{bangla}",
                        "x-default": SITE + bangla,
                    },
                )
                self.assertEqual(head.meta["og:url"], SITE + address)
                self.assertEqual(head.meta["og:locale"], "bn_BD" if language == "bn" else "en_GB")
                self.assertTrue(head.meta["og:title"])
                self.assertTrue(head.meta["description"])

    def test_nothing_loads_from_another_host_and_nothing_is_inline(self):
        for address in self.addresses():
            with self.subTest(address=address):
                head = Head(self.client.get(address).content.decode())
                self.assertEqual(head.outside, [])
                self.assertEqual(head.inline, [])

    def test_the_language_switch_leads_to_the_same_page(self):
        for page in self.pages("bn"):
            address = page.get_url()
            with self.subTest(address=address):
                self.assertIn(f'href="/en{address}"', self.client.get(address).content.decode())
                english = self.client.get(f"/en{address}").content.decode()
                self.assertRegex(english, rf'<a class="lang" href="{re.escape(address)}"')

    def test_bangla_pages_show_bangla_digits(self):
        for page in self.pages("bn"):
            body = self.client.get(page.get_url()).content.decode().split("<main", 1)[1]
            body = body.split("</main>", 1)[0]
            text = re.sub(r"<(script|style|svg).*?</\1>|<[^>]*>", " ", body, flags=re.S)
            text = re.sub(r"https?://\S+|\S+\.(?:org|gov|com|net|bd)\S*", " ", text)
            with self.subTest(page=page):
                self.assertEqual(re.findall(r".{0,20}[0-9]+.{0,20}", text), [])

    def test_a_fact_that_is_held_back_is_shown_nowhere(self):
        held_back = Fact.objects.filter(publish_rule=Fact.Publish.NO)
        self.assertTrue(held_back.exists())
        shown = "".join(self.client.get(address).content.decode() for address in self.addresses())
        for fact in held_back.exclude(value=""):
            if len(fact.value) > 6:
                self.assertNotIn(fact.value, shown)

    def test_facts_that_need_checking_say_so(self):
        page = GuidePage.objects.get(slug="medical", locale__language_code="en")
        shown = self.client.get(page.get_url()).content.decode()
        self.assertIn("Tk 8,500", shown)
        self.assertIn("heck first", shown)
        bangla = self.client.get(page.get_url().removeprefix("/en")).content.decode()
        self.assertIn("৮,৫০০", bangla)

    def test_the_sitemap_lists_every_page_in_both_languages(self):
        sitemap = self.client.get("/sitemap.xml").content.decode()
        for page in self.pages():
            self.assertIn(f"<loc>{SITE}{page.get_url()}</loc>", sitemap)
        self.assertIn(f"<loc>{SITE}/help/</loc>", sitemap)
        self.assertIn(f"<loc>{SITE}/en/help/</loc>", sitemap)

    def test_harvesters_are_given_valid_records_of_everything(self):
        arguments, count = dict(LIST), 0
        while arguments:
            root = ask(self.client, **arguments)
            check(root)
            count += len(root.findall(".//oai:metadata", NAMES))
            token = root.findtext(".//oai:resumptionToken", namespaces=NAMES)
            arguments = token and {"verb": LIST["verb"], "resumptionToken": token}
        published = PublicationPage.objects.live().values("translation_key").distinct()
        self.assertEqual(count, published.count())

    def test_a_page_that_is_not_translated_shows_the_other_language_and_says_so(self):
        parent = HomePage.objects.get(locale__language_code="bn")
        page = parent.add_child(
            instance=StandardPage(title="নতুন পাতা", slug="new-page", summary="একটা কথা।")
        )
        page.save_revision().publish()
        from wagtail.models import Locale
        from wagtail_localize.synctree import synchronize_tree

        synchronize_tree(
            Locale.objects.get(language_code="bn"), Locale.objects.get(language_code="en")
        )
        response = self.client.get("/en/new-page/")
        head = Head(response.content.decode())
        self.assertEqual(response.status_code, 200)
        self.assertEqual(head.languages["html"], "en")
        self.assertEqual(head.languages["main"], "bn")
        self.assertEqual(head.canonical(), f"{SITE}/new-page/")
        self.assertNotIn("en", head.alternates())
        self.assertContains(response, "not translated")
        sitemap = self.client.get("/sitemap.xml").content.decode()
        self.assertIn(f"<loc>{SITE}/new-page/</loc>", sitemap)
        self.assertNotIn(f"<loc>{SITE}/en/new-page/</loc>", sitemap)

    def test_errors_speak_the_language_of_the_address(self):
        for path, language in (("/nothing-here/", "bn"), ("/en/nothing-here/", "en")):
            response = self.client.get(path)
            self.assertEqual(response.status_code, 404)
            self.assertIn(f'<html lang="{language}"', response.content.decode())
            self.assertIn("tel:999", response.content.decode())

    def test_search_finds_bangla_words_whole(self):
        page = self.client.get("/search/", {"q": "দালাল"}).content.decode()
        self.assertIn("/guidance/", page)
        english = self.client.get("/en/search/", {"q": "passport"}).content.decode()
        self.assertIn("/en/guidance/preparing/passport/", english)

    def test_search_answers_whatever_is_typed(self):
        odd = [
            "\x00",
            "NEAR(",
            '"',
            "*",
            ":",
            "্",
            "a" * 5000,
            "' OR 1=1 --",
            "\u202e",
            "AND OR NOT",
            "()",
            "১৬১৩৫",
        ]
        for typed in odd:
            with self.subTest(typed=typed[:20]):
                self.assertEqual(self.client.get("/search/", {"q": typed}).status_code, 200)
        self.assertEqual(self.client.get("/search/?page=99999&q=ভিসা").status_code, 200)
