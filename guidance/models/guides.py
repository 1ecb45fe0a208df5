"""Stages of migration and their guides: one step each, in order."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from guidance.admin.journey_pdf import JourneyPdfPanel
from guidance.countries import CountryJourneyMixin, noted_countries, notes_on
from guidance.models.checked_page import CheckedPage
from portal.core.models import BasePage
from portal.reference.blocks import GuidanceStreamBlock
from portal.reference.fact_tokens import FactTextField


class StagePage(CountryJourneyMixin, BasePage):
    """A place in the migration cycle, and a door on the home page."""

    search_kind = "guide"

    class Stage(models.TextChoices):
        DECIDING = "deciding", _("Thinking of going")
        PREPARING = "preparing", _("Preparing")
        ABROAD = "abroad", _("Abroad")
        FAMILY = "family", _("A relative is abroad")
        RETURNED = "returned", _("Back home")

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices)
    door = models.CharField(_("text of the door"), max_length=60)
    door_note = models.CharField(_("note on the door"), max_length=80, blank=True)
    intro = RichTextField(_("introduction"), blank=True, features=["bold", "link"])

    plain_texts = (*BasePage.plain_texts, "door", "door_note", "intro")

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel(["door", "door_note"]),
        "intro",
        "stage",
        JourneyPdfPanel(heading=_("Journey as PDF"), icon="download"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("intro")]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("stage", overridable=False),
    ]
    parent_page_types = ["guidance.GuidanceIndexPage"]
    subpage_types = ["guidance.GuidePage"]
    template = "guidance/stage_page.html"

    class Meta:
        verbose_name = _("stage")

    def guides(self) -> list["GuidePage"]:
        """The steps of the stage in order, without their texts. One query."""
        return list(GuidePage.objects.live().child_of(self).defer_streamfields().order_by("path"))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["guides"] = self.guides()
        if not self.country:
            context["noted_countries"] = noted_countries(self.locale_id)
        return context


@dataclass(frozen=True)
class Position:
    """Where a guide stands among its stage's guides; `number` counts from 1."""

    number: int
    total: int
    previous: "GuidePage | None"
    next: "GuidePage | None"


@dataclass(frozen=True)
class Section:
    """A part of a guide that readers jump to and listen to. `key` is its anchor and icon."""

    key: str
    title: str
    text: object


class GuidePage(CountryJourneyMixin, CheckedPage):
    """One step: what to do in one sentence, why, how, cost, papers, time, and who to ask."""

    text_fields = ("body", "costs", "papers", "duration", "who_to_ask")
    SECTION_TITLES = {
        "costs": _("What it costs"),
        "papers": _("Papers you need"),
        "duration": _("How long it takes"),
        "who_to_ask": _("Who to ask"),
    }

    why = FactTextField(_("why it matters"), blank=True)
    costs = StreamField(GuidanceStreamBlock(), verbose_name=_("what it costs"), blank=True)
    papers = StreamField(GuidanceStreamBlock(), verbose_name=_("papers needed"), blank=True)
    duration = StreamField(GuidanceStreamBlock(), verbose_name=_("how long it takes"), blank=True)
    who_to_ask = StreamField(GuidanceStreamBlock(), verbose_name=_("who to ask"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        "why",
        "body",
        MultiFieldPanel(["costs", "papers", "duration", "who_to_ask"], _("In short")),
        "related",
        *CheckedPage.trust_panels,
    ]
    search_fields = [
        *CheckedPage.search_fields,
        index.SearchField("why"),
        index.SearchField("costs"),
        index.SearchField("papers"),
        index.SearchField("duration"),
        index.SearchField("who_to_ask"),
    ]
    parent_page_types = ["guidance.StagePage"]
    subpage_types: list[str] = []
    template = "guidance/guide_page.html"

    class Meta:
        verbose_name = _("guide")

    def other_text(self) -> str:
        return self.why

    @cached_property
    def steps(self) -> list["GuidePage"]:
        """All guides of the stage, this one included, in order. One query."""
        return list(
            GuidePage.objects.live().sibling_of(self).defer_streamfields().order_by("path")
        )

    @cached_property
    def position(self) -> Position | None:
        """Where this guide stands; nothing while it is not live."""
        keys = [guide.pk for guide in self.steps]
        if self.pk not in keys:
            return None
        here = keys.index(self.pk)
        return Position(
            number=here + 1,
            total=len(keys),
            previous=self.steps[here - 1] if here else None,
            next=self.steps[here + 1] if here + 1 < len(keys) else None,
        )

    def questions(self) -> list:
        """The questions that name this guide as the one that says more. One query."""
        from guidance.models.questions import questions_about

        return questions_about(self)

    def sections(self) -> list[Section]:
        """The filled parts after the text itself, each with its title."""
        return [
            Section(key=key, title=title, text=getattr(self, key))
            for key, title in self.SECTION_TITLES.items()
            if getattr(self, key)
        ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["position"] = self.position
        context["steps"] = self.steps
        context["sections"] = self.sections()
        context["questions"] = self.questions()
        if self.country:
            context["country_notes"] = notes_on(self, self.country)
        else:
            context["noted_countries"] = noted_countries(self.locale_id, self)
        return context
