"""What every page of the site has in common."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from portal.core.translation_state import annotate_translated

# First parts of addresses that belong to Django views: a page there could never be reached.
RESERVED_ROOT_SLUGS = frozenset(
    {
        "admin",
        "bn",
        "documents",
        "en",
        "healthz",
        "help",
        "media",
        "oai",
        "readyz",
        "robots.txt",
        "search",
        "sitemap.xml",
        "static",
    }
)
TOKEN = re.compile(r"\{[a-z]{2,12}:")
NO_FACTS_MESSAGE = _("A fact cannot stand here. Put it into the text below.")
RESERVED_MESSAGE = _("This address is used by the site itself. Choose another one.")


@dataclass(frozen=True)
class LanguageVersion:
    """A page in one language: `url` is the path shown, `is_translated` whether it is finished.

    `canonical` is the path that search engines should know: without what only varies the page.
    `behind_since` is the day since when its words are older than the other language's, if they
    are (portal.core.text_age).
    """

    language: str
    url: str
    canonical: str
    is_translated: bool
    behind_since: date | None = None


class BasePageForm(WagtailAdminPageForm):
    """The editor's form. A new page does not know its place yet, but the form does."""

    def clean(self):
        cleaned_data = super().clean()
        slug = cleaned_data.get("slug")
        is_new = not self.instance.depth
        is_new_below_home = is_new and self.parent_page.depth == 2
        if (is_new_below_home and slug in RESERVED_ROOT_SLUGS) or (
            is_new and slug in reserved_below(self.parent_page)
        ):
            self.add_error("slug", RESERVED_MESSAGE)
        return cleaned_data


class BasePage(Page):
    """A bilingual page: Bangla is the source, English a translation at the same path.

    `content_language` is the language the words are really in. It differs from the page's
    locale as long as an English page only repeats the Bangla one's words
    (portal.core.translation_state).
    """

    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("One plain sentence: the most important thing on this page."),
    )

    # Texts that also stand in lists, search results and messages, where no fact is filled in.
    plain_texts: tuple[str, ...] = ("title", "seo_title", "summary", "search_description")

    content_panels = [*Page.content_panels, "summary"]
    search_fields = [*Page.search_fields, index.SearchField("summary", boost=2)]
    # Under which kind visitors find it, and which fields are never quoted (portal.search.entries).
    search_kind = "about"
    search_words_only: tuple[str, ...] = ()
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]
    base_form_class = BasePageForm
    # First parts of addresses below this page that belong to Django views.
    reserved_child_slugs: frozenset[str] = frozenset()
    # What is read together with the page when it is served.
    served_with: tuple[str, ...] = ("locale",)

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        self._refuse_facts_in_plain_texts()
        if self.slug in RESERVED_ROOT_SLUGS and self.is_directly_below_home():
            raise ValidationError({"slug": RESERVED_MESSAGE})
        parent = self.get_parent() if self.path else None
        if parent is not None and self.slug in reserved_below(parent):
            raise ValidationError({"slug": RESERVED_MESSAGE})

    def _refuse_facts_in_plain_texts(self) -> None:
        """Raise ValidationError for a token of a fact or figure (portal.reference.text_tokens)."""
        refused = [name for name in self.plain_texts if TOKEN.search(getattr(self, name) or "")]
        if refused:
            raise ValidationError(dict.fromkeys(refused, NO_FACTS_MESSAGE))

    def is_directly_below_home(self) -> bool:
        """Whether the page stands at /slug/, where it could hide one of the site's own views."""
        if self.depth:
            return self.depth == 3
        parent = self.get_parent() if self.path else None
        return parent is not None and parent.depth == 2

    def can_move_to(self, parent):
        """A page may not be moved to where it would hide one of the site's own views."""
        if parent.depth == 2 and self.slug in RESERVED_ROOT_SLUGS:
            return False
        if self.slug in reserved_below(parent):
            return False
        return super().can_move_to(parent)

    @cached_property
    def content_language(self) -> str:
        """Language code of the words on the page. Read from `language_versions`, or no query."""
        own = self.locale.language_code
        if own == settings.LANGUAGE_CODE:
            return own
        if self.alias_of_id:
            return settings.LANGUAGE_CODE
        is_translated = {
            version.language: version.is_translated for version in self.language_versions
        }
        # What is not live is seen in previews alone, and there as it is going to be.
        return own if is_translated.get(own, True) else settings.LANGUAGE_CODE

    @property
    def is_shown_in_other_language(self) -> bool:
        """True when the reader asked for a language that this page is not written in yet."""
        return self.content_language != self.locale.language_code

    @cached_property
    def language_versions(self) -> list[LanguageVersion]:
        """This page in each language that has it live, Bangla first. One query."""
        pages = Page.objects.filter(translation_key=self.translation_key, live=True)
        rows = (
            annotate_translated(pages)
            .values_list(
                "locale__language_code", "url_path", "is_translated", "text_age__behind_since"
            )
            .order_by("locale__language_code")
        )
        return [self._version(*row) for row in rows]

    def _version(self, code, url_path, is_translated, behind_since) -> LanguageVersion:
        # A stored path begins with the home page's slug, an address with the language. Each
        # version has its own: one that was moved may stand elsewhere than the other.
        path = f"/{url_path.split('/', 2)[2]}"
        prefix = "" if code == settings.LANGUAGE_CODE else f"/{code}"
        return LanguageVersion(
            language=code,
            url=f"{prefix}{path}{self.subpath}",
            canonical=f"{prefix}{path}{self.subpath if self.subpath_is_canonical else ''}",
            is_translated=is_translated,
            behind_since=behind_since,
        )

    @cached_property
    def _ancestors(self) -> list[Page]:
        """The pages above this one, the root first, with whether each is restricted. One query.

        One answer for the breadcrumbs and for Wagtail's question about restrictions, which would
        otherwise take three.
        """
        lengths = range(self.steplen, len(self.path), self.steplen)
        return list(
            Page.objects.filter(path__in=[self.path[:length] for length in lengths])
            .annotate(is_restricted=_is_restricted(OuterRef("pk"), OuterRef("alias_of_id")))
            # This page's own restriction is asked for in the same query.
            .annotate(is_own_restricted=_is_restricted(self.pk, self.alias_of_id))
            .order_by("depth")
        )

    @property
    def breadcrumbs(self) -> list[Page]:
        """The pages between the home page and this one, the topmost first."""
        return [page for page in self._ancestors if page.depth > 2]

    def get_view_restrictions(self):
        """Return who may see the page, as Wagtail does: no further query where everybody may."""
        if any(page.is_restricted or page.is_own_restricted for page in self._ancestors):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["language_versions"] = self.language_versions
        context["content_language"] = self.content_language
        context["breadcrumbs"] = self.breadcrumbs
        return context

    # What follows the page's own path in the address that is shown, such as `in/sa/`.
    subpath = ""
    # Whether that is a page in its own right, and not only a variant of this one.
    subpath_is_canonical = False

    def route(self, request, path_components):
        """Find a page below this one by its whole path.

        Wagtail goes down the tree step by step, two queries each, which is half of a page's
        time. No page of this site has routes of its own that only it knows, so two queries are
        enough: what is left of the path, at most two parts, is for `route_below`.
        """
        if not path_components:
            return super().route(request, path_components)
        return find_below(self.url_path, path_components)

    def route_below(self, rest: list[str]) -> RouteResult:
        """Return what answers below this page's own address. `rest` is one or two parts.

        Raises Http404 where nothing does.
        """
        raise Http404

    def serve_preview(self, request, mode_name):
        if not self.alias_of_id:
            # As it is going to be once it is published, however much of it is translated now.
            self.content_language = self.locale.language_code
        # The admin speaks English; a preview must speak the page's language.
        with translation.override(self.locale.language_code):
            response = super().serve_preview(request, mode_name)
            if hasattr(response, "render"):
                response.render()
            return response


def reserved_below(parent: Page) -> frozenset[str]:
    """Return the slugs that pages directly below a page may not take."""
    return getattr(parent.specific_class, "reserved_child_slugs", frozenset())


def strip_language_prefix(path: str) -> str:
    """Return the Bangla path of an address: `/en/help/` and `/help/` both give `/help/`."""
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE and (path == f"/{code}" or path.startswith(f"/{code}/")):
            return path[len(code) + 1 :] or "/"
    return path


def find_below(url_path: str, path_components: list[str]) -> RouteResult:
    """Return what answers at a path below a page's `url_path`. At most two queries.

    Raises Http404 where there is no live page and no page above it knows the rest.
    """
    paths = {
        f"{url_path}{''.join(f'{part}/' for part in path_components[:length])}": length
        for length in range(len(path_components), max(len(path_components) - 3, 0), -1)
    }
    pages = Page.objects.filter(
        # The slug has an index, the whole path has none.
        slug__in=path_components[-3:],
        url_path__in=paths,
    )
    page = max(pages, key=lambda found: found.depth, default=None)
    if page is None or not page.live:
        raise Http404
    model = page.specific_class
    specific = model.objects.select_related(*model.served_with).get(pk=page.pk)
    rest = path_components[paths[page.url_path] :]
    return specific.route_below(rest) if rest else RouteResult(specific)


def _is_restricted(pk, original_pk) -> Exists:
    """Whether a page, or the one that it is an alias of, has a restriction of its own."""
    return Exists(PageViewRestriction.objects.filter(Q(page_id=pk) | Q(page_id=original_pk)))
