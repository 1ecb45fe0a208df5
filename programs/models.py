"""Programmes and projects, and what their indicators measured."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from portal.core.models import BasePage
from portal.reference.blocks import GuidanceStreamBlock
from portal.reference.models import Organisation, Topic
from portal.reference.topics import topics_in_language
from programs.figures import organisation_wide_values, values_of_program


class ProgramIndexPage(BasePage):
    """All programmes and projects, and the organisation-wide figures."""

    search_kind = "programme"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["programs.ProgramPage"]
    max_count_per_parent = 1
    template = "programs/program_index_page.html"

    class Meta:
        verbose_name = _("programme index")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["programs"] = (
            ProgramPage.objects.live()
            .child_of(self)
            .defer_streamfields()
            .prefetch_related("partners__organisation", "areas")
            .order_by("path")
        )
        context["values"] = organisation_wide_values()
        return context


class ProgramPage(BasePage):
    """A programme or project. The English title is the one that was printed."""

    search_kind = "programme"

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running when last reported")
        ENDED = "ended", _("Ended")
        REPORTED_2019 = "reported-2019", _("Reported for 2019")

    class Role(models.TextChoices):
        IMPLEMENTER = "implementer", _("OKUP's own project")
        PARTNER = "partner", _("OKUP as a partner")

    short_title = models.CharField(_("short title"), max_length=80, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices)
    role = models.CharField(
        _("role"), max_length=12, choices=Role.choices, default=Role.IMPLEMENTER
    )
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    period = models.CharField(_("period in words"), max_length=120, blank=True)
    body = StreamField(GuidanceStreamBlock(), verbose_name=_("text"), blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True)
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        "short_title",
        MultiFieldPanel(
            [FieldRowPanel(["status", "role"]), FieldRowPanel(["start", "end"]), "period"],
            _("Time"),
        ),
        InlinePanel("partners", label=_("Partner")),
        InlinePanel("areas", label=_("Area")),
        FieldPanel("topics"),
        FieldPanel("body"),
        "source",
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("short_title", boost=2),
        index.SearchField("body"),
        index.SearchField("names_beside_text", boost=1.5),
    ]
    search_words_only = ("names_beside_text",)
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("status", overridable=False),
        SynchronizedField("role", overridable=False),
        SynchronizedField("start", overridable=False),
        SynchronizedField("end", overridable=False),
        SynchronizedField("topics", overridable=False),
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

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["partners"] = self.partners.select_related("organisation").order_by("sort_order")
        context["areas"] = self.areas.order_by("sort_order")
        context["topics"] = topics_in_language(self)
        context["values"] = values_of_program(self)
        return context


class ProgramPartner(Orderable):
    """An organisation's part in a programme."""

    class Role(models.TextChoices):
        DONOR = "donor", _("Development partner")
        LEAD = "lead", _("Lead organisation")
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

    panels = [FieldRowPanel(["organisation", "role"])]


class ProgramArea(TranslatableMixin, Orderable):
    """A place where a programme works, as it was reported."""

    page = ParentalKey(ProgramPage, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(_("place"), max_length=120)

    panels = ["name"]
    translatable_fields = [TranslatableField("name")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class Indicator(models.Model):
    """What is counted. Both languages stand in one record, so that values are never doubled."""

    class Level(models.TextChoices):
        OUTPUT = "output", _("Output")
        OUTCOME = "outcome", _("Outcome")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    name_bn = models.CharField(_("name in Bangla"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    definition_bn = models.TextField(_("definition in Bangla"), blank=True)
    definition_en = models.TextField(_("definition in English"), blank=True)
    unit = models.CharField(_("unit"), max_length=20, help_text=_("people, cases, bdt …"))
    level = models.CharField(_("level"), max_length=8, choices=Level.choices, default=Level.OUTPUT)
    may_count_twice = models.BooleanField(_("a person may be counted more than once"))
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["sort_order", "key"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_en if get_language() == "en" else self.name_bn

    @property
    def definition(self) -> str:
        """The definition in the active language."""
        return self.definition_en if get_language() == "en" else self.definition_bn


class IndicatorValue(models.Model):
    """What was counted, as it was printed: sums are never corrected, only noted.

    `program` is the source-language page; without one the value is organisation-wide.
    """

    indicator = models.ForeignKey(
        Indicator, verbose_name=_("indicator"), on_delete=models.CASCADE, related_name="values"
    )
    program = models.ForeignKey(
        ProgramPage,
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="indicator_values",
    )
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("to"))
    total = models.DecimalField(_("total"), max_digits=16, decimal_places=2)
    female = models.DecimalField(
        _("female"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    male = models.DecimalField(_("male"), max_digits=16, decimal_places=2, null=True, blank=True)
    out_of = models.DecimalField(
        _("out of"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    source_bn = models.CharField(_("source in Bangla"), max_length=255)
    source_en = models.CharField(_("source in English"), max_length=255)
    note_bn = models.TextField(_("note in Bangla"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    home_order = models.PositiveSmallIntegerField(
        _("place on the home page"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("indicator value")
        verbose_name_plural = _("indicator values")
        ordering = ["indicator__sort_order", "-period_end", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "program", "period_start", "period_end"],
                name="programs_value_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "period_start", "period_end"],
                condition=models.Q(program=None),
                name="programs_value_once_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")),
                name="programs_value_period",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.total}"

    @property
    def source(self) -> str:
        """The source in the active language."""
        return self.source_en if get_language() == "en" else self.source_bn

    @property
    def note(self) -> str:
        """The honest remark that belongs to the value, in the active language."""
        return self.note_en if get_language() == "en" else self.note_bn

    @property
    def women_percent(self) -> int | None:
        """Women's share of those whose sex was recorded; nothing where it was not."""
        if self.female is None or self.male is None or self.indicator.unit == "percent":
            return None
        both = self.female + self.male
        return round(100 * self.female / both) if both else None

    @property
    def men_percent(self) -> int | None:
        """What women's share leaves of a hundred."""
        return None if self.women_percent is None else 100 - self.women_percent

    @property
    def parts_add_up(self) -> bool:
        """Whether female and male, where both were printed, make the printed total."""
        if self.female is None or self.male is None:
            return True
        return self.female + self.male == self.total
