"""Programmes and projects."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField, TranslatableField

from portal.core.models import BasePage
from portal.reference.blocks import GuidanceStreamBlock
from portal.reference.models import District, Division, Organisation, Topic, Upazila
from portal.reference.topics import topics_in_language
from programs.blocks import ResultsBlock
from programs.figures import values_of_program
from programs.program_impact import ProgramInFigures, program_in_figures


class ProgramIndexPage(BasePage):
    """All programmes and projects, and the organisation-wide figures."""

    search_kind = "programme"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programs.ProgramPage", "programs.ImpactPage", "programs.StoryIndexPage"]
    max_count_per_parent = 1
    # See programs.urls.
    reserved_child_slugs = frozenset({"data", "figures", "iati"})
    template = "programs/program_index_page.html"

    class Meta:
        verbose_name = _("programme index")

    def get_context(self, request, *args, **kwargs):
        from programs.listing import program_list

        context = super().get_context(request, *args, **kwargs)
        context["listing"] = program_list(self, request.GET)
        context["children"] = self.get_children().live().not_type(ProgramPage)
        return context


class ProgramPage(BasePage):
    """A programme or project, and at `impact/` below it what came of it.

    The English title is the one that was printed.
    """

    search_kind = "programme"

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running when last reported")
        ENDED = "ended", _("Ended")
        # A report tells of its work, and not when it began or ended.
        REPORTED = "reported", _("Known from a report")

    class Role(models.TextChoices):
        IMPLEMENTER = "implementer", _("OKUP's own project")
        PARTNER = "partner", _("OKUP as a partner")
        PARTNER_DATA = "partner-data", _("A partner organisation's own project")

    short_title = models.CharField(_("short title"), max_length=80, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices)
    role = models.CharField(
        _("role"), max_length=12, choices=Role.choices, default=Role.IMPLEMENTER
    )
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    first_year = models.PositiveSmallIntegerField(
        _("first year of work that is known"),
        null=True,
        blank=True,
        help_text=_("For the list's filter. Left empty, the year of the start."),
    )
    last_year = models.PositiveSmallIntegerField(
        _("last year of work that is known"), null=True, blank=True
    )
    period = models.CharField(_("period in words"), max_length=120, blank=True)
    results = StreamField(
        ResultsBlock(),
        verbose_name=_("objectives, outcomes, outputs, activities, takeaways"),
        blank=True,
    )
    budget = models.DecimalField(
        _("budget"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    spending = models.DecimalField(
        _("spent so far"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    spending_date = models.DateField(
        _("spent up to this day"),
        null=True,
        blank=True,
        help_text=_("The last day that the sum counts. Without it IATI leaves the spending out."),
    )
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("Three letters, such as BDT or EUR.")
    )
    team_contact = models.CharField(_("contact of the team"), max_length=255, blank=True)
    iati_identifier = models.CharField(
        _("IATI identifier of the activity"),
        max_length=80,
        blank=True,
        help_text=_("The part behind the organisation's own identifier, such as REINT-2022."),
    )
    iati_sector = models.CharField(
        _("DAC sector"),
        max_length=5,
        blank=True,
        help_text=_("Five digits of the OECD DAC purpose codes, such as 15190."),
    )
    body = StreamField(GuidanceStreamBlock(), verbose_name=_("text"), blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True)
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        "short_title",
        MultiFieldPanel(
            [
                FieldRowPanel(["status", "role"]),
                FieldRowPanel(["start", "end"]),
                FieldRowPanel(["first_year", "last_year"]),
                "period",
            ],
            _("Time"),
        ),
        InlinePanel("partners", label=_("Partner")),
        InlinePanel("areas", label=_("Area")),
        FieldPanel("topics"),
        FieldPanel("results"),
        MultiFieldPanel(
            [FieldRowPanel(["budget", "currency"]), FieldRowPanel(["spending", "spending_date"])],
            _("Money"),
        ),
        FieldPanel("body"),
        InlinePanel("related_pages", label=_("Related publication")),
        "team_contact",
        "source",
        MultiFieldPanel([FieldRowPanel(["iati_identifier", "iati_sector"])], _("IATI")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("short_title", boost=2),
        index.SearchField("body"),
        index.SearchField("results"),
        index.SearchField("names_beside_text", boost=1.5),
    ]
    search_words_only = ("names_beside_text",)
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("status", overridable=False),
        SynchronizedField("role", overridable=False),
        SynchronizedField("start", overridable=False),
        SynchronizedField("end", overridable=False),
        SynchronizedField("first_year", overridable=False),
        SynchronizedField("last_year", overridable=False),
        SynchronizedField("topics", overridable=False),
        SynchronizedField("budget", overridable=False),
        SynchronizedField("spending", overridable=False),
        SynchronizedField("spending_date", overridable=False),
        SynchronizedField("currency", overridable=False),
        SynchronizedField("iati_identifier", overridable=False),
        SynchronizedField("iati_sector", overridable=False),
    ]
    parent_page_types = ["programs.ProgramIndexPage"]
    subpage_types: list[str] = []
    template = "programs/program_page.html"

    class Meta:
        verbose_name = _("programme")

    def clean(self):
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The end lies before the start.")})
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise ValidationError({"last_year": _("The end lies before the start.")})
        if (self.budget is not None or self.spending is not None) and not self.currency:
            raise ValidationError({"currency": _("In which currency?")})
        if self.iati_sector and not re.fullmatch(r"\d{5}", self.iati_sector):
            raise ValidationError({"iati_sector": _("A sector is a number of five digits.")})

    def save(self, *args, **kwargs):
        if self.start and not self.first_year:
            self.first_year = self.start.year
        if self.end and not self.last_year:
            self.last_year = self.end.year
        super().save(*args, **kwargs)

    def names_beside_text(self) -> list[str]:
        """Partners in both languages, places, topics and indicators, for the search index."""
        organisations = [row.organisation for row in self.partners.select_related("organisation")]
        name = f"name_{self.locale.language_code}"
        indicators = {getattr(value.indicator, name) for value in values_of_program(self)}
        return [
            *(name for each in organisations for name in (each.name_bn, each.name_en)),
            *self.areas.values_list("name", flat=True),
            *(topic.name for topic in topics_in_language(self)),
            *sorted(indicators),
        ]

    subpath_is_canonical = True
    # What was counted, where the address asks for that and not for the programme.
    in_figures: ProgramInFigures | None = None

    def route_below(self, rest):
        """What came of the programme, where anything was counted."""
        if rest == ["impact"]:
            self.in_figures = program_in_figures(self)
            if self.in_figures:
                self.subpath = "impact/"
                return RouteResult(self)
        raise Http404

    def get_template(self, request, *args, **kwargs):
        if self.in_figures:
            return "programs/program_impact.html"
        return super().get_template(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | (
            self._impact_context(request) if self.in_figures else self._own_context()
        )

    def _impact_context(self, request) -> dict:
        from programs.open_data.datasets import dataset_of_program

        return {
            "in_figures": self.in_figures,
            # Between the list of programmes and what came of this one.
            "breadcrumbs": [*self.breadcrumbs, self],
            "structured_data": dataset_of_program(
                self, self.in_figures, settings.SITE_URL + request.path
            ),
        }

    def _own_context(self) -> dict:
        from programs.models.stories import stories_of
        from programs.tables import rows_of, tables_of

        context = {}
        context["partners"] = self.partners.select_related("organisation__logo").order_by(
            "sort_order"
        )
        context["areas"] = self.areas.order_by("sort_order")
        context["topics"] = topics_in_language(self)
        context["tables"] = tables_of(rows_of(values_of_program(self)))
        context["related_pages"] = self._related_in_language()
        context["stories"] = stories_of(self)
        return context

    def _related_in_language(self) -> list[Page]:
        """Publications of the programme in the page's own language. Two queries at most."""
        keys = self.related_pages.values_list("related_page__translation_key", flat=True)
        return list(Page.objects.live().filter(locale_id=self.locale_id, translation_key__in=keys))

    def results_by_kind(self) -> list[tuple[str, list]]:
        """The objectives, outcomes, outputs, activities and takeaways, each kind together."""
        kinds = [
            ("objective", _("What it is for")),
            ("outcome", _("What shall change")),
            ("output", _("What it brings about")),
            ("activity", _("What is done")),
            ("takeaway", _("What came of it")),
        ]
        found = [
            (label, [block for block in self.results if block.block_type == kind])
            for kind, label in kinds
        ]
        return [(label, blocks) for label, blocks in found if blocks]


class ProgramPartner(Orderable):
    """An organisation's part in a programme: its role, and what it gives where that is public."""

    class Role(models.TextChoices):
        DONOR = "donor", _("Development partner")
        LEAD = "lead", _("Lead organisation")
        IMPLEMENTER = "implementer", _("Implementing partner")
        PARTNER = "partner", _("Partner")
        GOVERNMENT = "government", _("Government partner")

    page = ParentalKey(ProgramPage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    grant = models.DecimalField(
        _("grant, where it is public"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    grant_date = models.DateField(
        _("day of the agreement"),
        null=True,
        blank=True,
        help_text=_("On which the grant was promised. Without it IATI leaves the grant out."),
    )
    disclaimer_bn = models.TextField(_("disclaimer in Bangla"), blank=True)
    disclaimer_en = models.TextField(
        _("disclaimer in English"),
        blank=True,
        help_text=_("The sentence that the funder asks for. Its logo stands at the organisation."),
    )

    panels = [
        FieldRowPanel(["organisation", "role"]),
        FieldRowPanel(["grant", "currency", "grant_date"]),
        "disclaimer_bn",
        "disclaimer_en",
    ]

    def clean(self):
        super().clean()
        if self.grant is not None and not self.currency:
            raise ValidationError({"currency": _("In which currency?")})

    @property
    def disclaimer(self) -> str:
        """The funder's sentence in the active language."""
        return self.disclaimer_en if get_language() == "en" else self.disclaimer_bn


class ProgramArea(TranslatableMixin, Orderable):
    """A place where a programme works: in words as it was reported, and as a place of the map."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("The whole country")
        DIVISION = "division", _("Division")
        DISTRICT = "district", _("District")
        UPAZILA = "upazila", _("Upazila")
        CAMP = "camp", _("Camp")
        OTHER = "other", _("Another place")

    page = ParentalKey(ProgramPage, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(_("place"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.OTHER)
    division = models.ForeignKey(
        Division, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    upazila = models.ForeignKey(
        Upazila, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    panels = ["name", FieldRowPanel(["kind", "division"]), FieldRowPanel(["district", "upazila"])]
    translatable_fields = [
        TranslatableField("name"),
        SynchronizedField("kind", overridable=False),
        SynchronizedField("division", overridable=False),
        SynchronizedField("district", overridable=False),
        SynchronizedField("upazila", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

    def clean(self):
        super().clean()
        if self.upazila and self.district and self.upazila.district_id != self.district_id:
            raise ValidationError({"upazila": _("This upazila lies in another district.")})


class ProgramRelatedPage(Orderable):
    """A publication that belongs to a programme."""

    page = ParentalKey(ProgramPage, on_delete=models.CASCADE, related_name="related_pages")
    related_page = models.ForeignKey(
        Page, verbose_name=_("publication"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("related_page", ["publications.PublicationPage"])]
