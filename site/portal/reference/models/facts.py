"""Dated facts: numbers, fees, ceilings and rules that change, each with source and date."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from portal.reference.fact_use_panel import FactUsePanel
from portal.reference.values import display_value


class Fact(DraftStateMixin, RevisionMixin, TranslatableMixin, index.Indexed, models.Model):
    """One thing that is true as of a date, embedded in texts and never retyped.

    `value` is canonical: ASCII digits, no grouping, `3-10` for a range. Words for readers are
    translated; the value, its dates and its confidence are the same in both languages.
    """

    class Kind(models.TextChoices):
        HOTLINE = "hotline", _("Telephone line")
        FEE = "fee", _("Fee")
        CEILING = "ceiling", _("Highest cost allowed")
        BENEFIT = "benefit", _("Benefit")
        DURATION = "duration", _("Duration")
        RULE = "rule", _("Rule")
        FIGURE = "figure", _("Figure")

    class Unit(models.TextChoices):
        NONE = "", _("no unit")
        BDT = "BDT", _("Tk")
        BDT_MONTH = "BDT/month", _("Tk a month")
        BDT_NIGHT = "BDT/night", _("Tk a night")
        DAYS = "days", _("days")
        MONTHS = "months", _("months")
        YEARS = "years", _("years")
        PERCENT = "percent", _("per cent")
        PEOPLE = "people", _("people")
        COMPLAINTS = "complaints", _("complaints")
        PHONE = "phone", _("telephone")

    class Confidence(models.TextChoices):
        HIGH = "high", _("High: an office's page, or two good sources agree")
        MEDIUM = "medium", _("Medium: one good source, or an old page")
        LOW = "low", _("Low: weak or old")

    class Publish(models.TextChoices):
        YES = "yes", _("May be shown")
        CHECK_FIRST = "check-first", _("Shown with its date and “check first”")
        NO = "no", _("Held back: never shown")

    key = models.SlugField(_("key"), max_length=60)
    ref = models.CharField(_("note of the research"), max_length=12, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    label = models.CharField(_("what it is"), max_length=160)
    value = models.CharField(
        _("value"),
        max_length=60,
        blank=True,
        help_text=_("Digits 0-9 without commas; a range as 3-10. Readers see it grouped."),
    )
    unit = models.CharField(
        _("unit"), max_length=12, choices=Unit.choices, blank=True, default=Unit.NONE
    )
    applies_to = models.CharField(_("applies to"), max_length=200, blank=True)
    statement = models.TextField(_("in words"), blank=True)
    note = models.TextField(_("caution for readers"), blank=True)
    dial = models.CharField(
        _("dialled as"), max_length=20, blank=True, help_text=_("Telephone lines only.")
    )
    reachable_from = models.CharField(
        _("reachable from"),
        max_length=10,
        blank=True,
        help_text=_("bd, abroad, anywhere, or the country's two letters. Telephone lines only."),
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters, such as SA.")
    )
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence.choices)
    publish_rule = models.CharField(_("may it be shown"), max_length=12, choices=Publish.choices)
    held_back = models.TextField(_("why it is held back"), blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), blank=True, max_length=400)
    year = models.CharField(_("year it speaks of"), max_length=20, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    checked_on = models.DateField(_("checked on"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    check_again_by = models.DateField(_("check again by"))

    panels = [
        FactUsePanel(heading=_("Use in texts"), icon="link"),
        MultiFieldPanel(
            [
                FieldPanel("label"),
                FieldRowPanel(["kind", "key"]),
                FieldRowPanel(["value", "unit"]),
                "applies_to",
                "statement",
                "note",
            ],
            _("The fact"),
        ),
        MultiFieldPanel(
            [FieldRowPanel(["dial", "reachable_from"]), "country"], _("Telephone and country")
        ),
        MultiFieldPanel(
            ["source", "source_url", FieldRowPanel(["year", "valid_from"]), "ref"], _("Source")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["confidence", "publish_rule"]),
                "held_back",
                FieldRowPanel(["checked_on", "check_again_by"]),
                "checked_by",
            ],
            _("Trust"),
        ),
    ]
    translatable_fields = [
        TranslatableField("label"),
        TranslatableField("applies_to"),
        TranslatableField("statement"),
        TranslatableField("note"),
        TranslatableField("held_back"),
        TranslatableField("source"),
        *[
            SynchronizedField(name, overridable=False)
            for name in (
                "key",
                "ref",
                "kind",
                "value",
                "unit",
                "dial",
                "reachable_from",
                "country",
                "confidence",
                "publish_rule",
                "source_url",
                "year",
                "valid_from",
                "checked_on",
                "checked_by",
                "check_again_by",
            )
        ],
    ]
    search_fields = [
        index.SearchField("label", boost=2),
        index.AutocompleteField("label"),
        index.SearchField("value"),
        index.SearchField("applies_to"),
        index.SearchField("statement"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("dated fact")
        verbose_name_plural = _("dated facts")
        ordering = ["kind", "label"]
        constraints = [
            models.UniqueConstraint(fields=["key", "locale"], name="reference_fact_key_locale")
        ]

    def __str__(self):
        return self.label

    @property
    def is_shown(self) -> bool:
        """Whether readers may see it at all."""
        return self.live and self.publish_rule != self.Publish.NO

    @property
    def is_overdue(self) -> bool:
        """Whether its check is past due."""
        return self.check_again_by < timezone.localdate()

    @property
    def needs_checking(self) -> bool:
        """Whether readers are told to check first."""
        return self.publish_rule == self.Publish.CHECK_FIRST or self.is_overdue

    @cached_property
    def displayed(self) -> str:
        """Value and unit as readers of the fact's language write them."""
        return display_value(self.value, self.unit, self.kind, self.locale.language_code)

    @property
    def tel(self) -> str:
        """What goes behind `tel:`."""
        return self.dial or self.value
