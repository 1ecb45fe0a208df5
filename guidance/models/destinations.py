"""Countries of destination: what is known of each, and what is different there in a step."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from guidance.models.checked_page import CheckedPage
from guidance.models.guides import GuidePage
from portal.core.blocks import CALLOUT_FEATURES
from portal.core.models import BasePage
from portal.reference.blocks import GuidanceStreamBlock
from portal.reference.fact_fields import FactRichTextField
from portal.reference.models import Country


class DestinationIndexPage(BasePage):
    """All countries of destination, with the state of each market."""

    search_kind = "guide"
    parent_page_types = ["guidance.GuidanceIndexPage"]
    subpage_types = ["guidance.DestinationPage"]
    max_count_per_parent = 1
    template = "guidance/destination_index_page.html"

    class Meta:
        verbose_name = _("destinations")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["destinations"] = list(
            DestinationPage.objects.live()
            .child_of(self)
            .defer_streamfields()
            .select_related("country")
            .order_by("path")
        )
        return context


class DestinationPage(CheckedPage):
    """A country: currency, labour authority, mission, last sourced cost, market as of a date."""

    class Market(models.TextChoices):
        OPEN = "open", _("Was open")
        LIMITED = "limited", _("Fewer were taken")
        CLOSED = "closed", _("Was closed")
        DANGER = "danger", _("Dangerous")
        UNKNOWN = "unknown", _("Not known to us")

    text_fields = ("market_note", "costs", "labour_authority", "mission", "body")

    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.PROTECT, related_name="+"
    )
    market = models.CharField(
        _("labour market"), max_length=8, choices=Market.choices, default=Market.UNKNOWN
    )
    market_as_of = models.DateField(
        _("as of"),
        null=True,
        blank=True,
        help_text=_("Readers see month and year. Without it the market counts as not known."),
    )
    market_note = StreamField(GuidanceStreamBlock(), verbose_name=_("market in words"), blank=True)
    costs = StreamField(GuidanceStreamBlock(), verbose_name=_("last sourced cost"), blank=True)
    labour_authority = StreamField(
        GuidanceStreamBlock(), verbose_name=_("labour authority there"), blank=True
    )
    mission = StreamField(
        GuidanceStreamBlock(), verbose_name=_("Bangladesh mission there"), blank=True
    )

    content_panels = [
        *BasePage.content_panels,
        "country",
        FieldRowPanel(["market", "market_as_of"]),
        "market_note",
        "costs",
        "labour_authority",
        "mission",
        "body",
        "related",
        *CheckedPage.trust_panels,
    ]
    search_fields = [
        *CheckedPage.search_fields,
        index.SearchField("market_note"),
        index.SearchField("costs"),
        index.SearchField("labour_authority"),
        index.SearchField("mission"),
    ]
    override_translatable_fields = [
        *CheckedPage.override_translatable_fields,
        SynchronizedField("country", overridable=False),
        SynchronizedField("market", overridable=False),
        SynchronizedField("market_as_of", overridable=False),
    ]
    parent_page_types = ["guidance.DestinationIndexPage"]
    subpage_types: list[str] = []
    template = "guidance/destination_page.html"

    class Meta:
        verbose_name = _("destination")

    @property
    def market_label(self) -> str:
        """The state of the market in words."""
        return self.Market(self.known_market).label

    @property
    def known_market(self) -> str:
        """The state of the market, or not known where nobody noted as of when."""
        if self.market == self.Market.DANGER:
            return self.market
        return self.market if self.market_as_of else self.Market.UNKNOWN

    def noted_guides(self) -> list:
        """The guides with a note on this country, in this page's language. One query."""
        notes = CountryNote.objects.filter(
            live=True, locale_id=self.locale_id, country__iso2=self.country.iso2
        )
        return list(
            GuidePage.objects.live()
            .filter(
                locale_id=self.locale_id,
                translation_key__in=notes.values("guide__translation_key"),
            )
            .defer_streamfields()
            .order_by("path")
        )

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        # The page's own country is the Bangla one: both languages of the page share it.
        context["country_in_language"] = Country.objects.filter(
            iso2=self.country.iso2, locale_id=self.locale_id
        ).first()
        context["noted_guides"] = noted = self.noted_guides()
        # What is listed with its country is not listed again without it.
        listed = {guide.pk for guide in noted}
        context["related_guides"] = [
            guide for guide in context["related_guides"] if guide.pk not in listed
        ]
        index = self.get_parent().get_parent()
        context["cost_sheet_url"] = f"{index.get_url(request)}cost-sheet/"
        return context


class CountryNote(DraftStateMixin, RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """What is different in a country from the general step. Shown at the step's `…/in/sa/`."""

    guide = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("guide"), on_delete=models.CASCADE, related_name="+"
    )
    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.CASCADE, related_name="+"
    )
    text = FactRichTextField(
        _("what is different there"),
        features=[*CALLOUT_FEATURES, "ul"],
        help_text=_("Dated facts are written as {fact:key}."),
    )
    source = models.CharField(_("source"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True, max_length=400)
    year = models.CharField(_("year it speaks of"), max_length=20, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    check_again_by = models.DateField(_("check again by"), null=True, blank=True)

    panels = [
        PageChooserPanel("guide", "guidance.GuidePage"),
        "country",
        "text",
        FieldRowPanel(["source", "year"]),
        "source_url",
        FieldRowPanel(["checked_on", "check_again_by"]),
    ]
    translatable_fields = [
        TranslatableField("text"),
        TranslatableField("source"),
        *[
            SynchronizedField(name, overridable=False)
            for name in (
                "guide",
                "country",
                "source_url",
                "year",
                "checked_on",
                "check_again_by",
            )
        ],
    ]
    search_fields = [
        index.SearchField("text"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("note on a country")
        verbose_name_plural = _("notes on countries")
        ordering = ["country__sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "country", "locale"], name="guidance_note_once"
            )
        ]

    def __str__(self):
        return f"{self.country}: {self.guide}"

    @property
    def is_overdue(self) -> bool:
        """Whether the note's check is past due."""
        return self.check_again_by is not None and self.check_again_by < timezone.localdate()
