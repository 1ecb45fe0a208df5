"""Free sessions, and who advises near a reader's home."""

from django.db import models
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from guidance.sessions import (
    coming_sessions,
    district_by_slug,
    districts_by_division,
    providers_near,
)
from portal.core.models import BasePage
from portal.reference.blocks import GuidanceStreamBlock
from portal.reference.facts import load_facts
from portal.reference.models import District


class FreeSessionsPage(BasePage):
    """Free sessions by district, and who gives training near you: `…/near/manikganj/`."""

    search_kind = "guide"
    body = StreamField(GuidanceStreamBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*BasePage.content_panels, "body"]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["guidance.GuidanceIndexPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "guidance/free_sessions_page.html"

    class Meta:
        verbose_name = _("free sessions")

    # The district of the address that is shown.
    district: District | None = None

    def route_below(self, rest: list[str]) -> RouteResult:
        """Answer `near/manikganj/`. Raises Http404 for an unknown district."""
        if len(rest) == 2 and rest[0] == "near":
            self.district = district_by_slug(rest[1])
            if self.district:
                self.subpath = f"near/{rest[1]}/"
                return RouteResult(self)
        raise Http404

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["district"] = self.district
        context["sessions"] = coming_sessions(self.district)
        context["divisions"] = districts_by_division()
        if self.district:
            context["providers"] = providers_near(self.district)
        context["facts"] = load_facts([self.body], self.locale)
        return context


class FreeSession(models.Model):
    """A session that anyone may come to without paying: when, where, on what.

    Both languages stand in one record. Times are those of Asia/Dhaka.
    """

    title_bn = models.CharField(_("title in Bangla"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120)
    district = models.ForeignKey(
        District, verbose_name=_("district"), on_delete=models.PROTECT, related_name="+"
    )
    venue_bn = models.CharField(_("place in Bangla"), max_length=200)
    venue_en = models.CharField(_("place in English"), max_length=200)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    for_whom_bn = models.CharField(_("for whom, in Bangla"), max_length=160, blank=True)
    for_whom_en = models.CharField(_("for whom, in English"), max_length=160, blank=True)
    is_shown = models.BooleanField(_("shown to readers"), default=True)

    panels = [
        MultiFieldPanel(["title_bn", "title_en"], _("Title")),
        FieldRowPanel(["starts_at", "ends_at"]),
        MultiFieldPanel([FieldPanel("district"), "venue_bn", "venue_en"], _("Where")),
        MultiFieldPanel(["for_whom_bn", "for_whom_en"], _("For whom")),
        "is_shown",
    ]

    class Meta:
        verbose_name = _("free session")
        verbose_name_plural = _("free sessions")
        ordering = ["starts_at"]

    def __str__(self):
        return self.title

    def _in_language(self, name: str) -> str:
        return getattr(self, f"{name}_{'en' if get_language() == 'en' else 'bn'}")

    @property
    def title(self) -> str:
        """The title in the active language."""
        return self._in_language("title")

    @property
    def venue(self) -> str:
        """The place in the active language."""
        return self._in_language("venue")

    @property
    def for_whom(self) -> str:
        """Who it is for, in the active language."""
        return self._in_language("for_whom")
