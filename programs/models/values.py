"""What was counted, as it was printed."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.reference.models import District
from programs.models.indicators import Indicator
from programs.models.pages import ProgramPage


def _amount(name: str, **options) -> models.DecimalField:
    return models.DecimalField(
        name, max_digits=16, decimal_places=2, validators=[MinValueValidator(0)], **options
    )


class IndicatorValue(models.Model):
    """What was counted, as it was printed: sums are never corrected, only noted.

    `program` is the source-language page; without one the value is organisation-wide. `district`
    narrows it to a place, `age_band` and `disability` to some of the people. `key` is what texts
    embed it by (programs.figure_tokens) and what it is called in open data: it never changes.
    """

    class AgeBand(models.TextChoices):
        ALL = "", _("all ages")
        CHILDREN = "under-18", _("under 18")
        ADULTS = "18-plus", _("18 and over")
        ADOLESCENTS = "adolescents", _("adolescents, as the source counts them")
        YOUTH = "youth", _("youth, as the source counts them")

    class Disability(models.TextChoices):
        ALL = "", _("with and without disability")
        WITH = "with", _("with disability")
        WITHOUT = "without", _("without disability")

    key = models.SlugField(
        _("key"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=_("Texts embed the value by it: {figure:key}. Made by itself when left empty."),
    )
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
    district = models.ForeignKey(
        District,
        verbose_name=_("district"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    age_band = models.CharField(
        _("age"), max_length=12, choices=AgeBand.choices, blank=True, default=AgeBand.ALL
    )
    disability = models.CharField(
        _("disability"),
        max_length=8,
        choices=Disability.choices,
        blank=True,
        default=Disability.ALL,
    )
    total = _amount(_("total"))
    female = _amount(_("female"), null=True, blank=True)
    male = _amount(_("male"), null=True, blank=True)
    other = _amount(_("other or not recorded"), null=True, blank=True)
    target = _amount(_("target"), null=True, blank=True)
    out_of = _amount(_("out of"), null=True, blank=True)
    source_bn = models.CharField(_("source in Bangla"), max_length=255)
    source_en = models.CharField(_("source in English"), max_length=255)
    source_page = models.CharField(_("page of the source"), max_length=40, blank=True)
    source_document = models.ForeignKey(
        Page,
        verbose_name=_("the source on this site"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note_bn = models.TextField(_("note in Bangla"), blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    home_order = models.PositiveSmallIntegerField(
        _("place on the home page"), null=True, blank=True
    )
    headline_order = models.PositiveSmallIntegerField(
        _("place among the headlines of its year"),
        null=True,
        blank=True,
        help_text=_("What changed comes before what was done."),
    )
    updated = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("indicator value")
        verbose_name_plural = _("indicator values")
        ordering = ["indicator__sort_order", "-period_end", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("indicator"),
                Coalesce("program", 0),
                F("period_start"),
                F("period_end"),
                Coalesce("district", 0),
                F("age_band"),
                F("disability"),
                name="programs_value_once",
                violation_error_message=_(
                    "This indicator has a value for this programme, period, place and group"
                    " already."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(period_end__gte=models.F("period_start")),
                name="programs_value_period",
                violation_error_message=_("The period ends before it begins."),
            ),
        ]
        indexes = [models.Index(fields=["period_end", "indicator"], name="programs_value_year")]

    def __str__(self):
        return f"{self.indicator}: {self.total}"

    def save(self, *args, **kwargs):
        if not self.key:
            self.key = free_key(self)
        super().save(*args, **kwargs)

    def clean(self):
        super().clean()
        if self.out_of is not None and self.total is not None and self.total > self.out_of:
            raise ValidationError({"out_of": _("The part is greater than the whole.")})

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
        if (
            self.female is None
            or self.male is None
            or self.indicator.unit == Indicator.Unit.PERCENT
        ):
            return None
        both = self.female + self.male
        return round(100 * self.female / both) if both else None

    @property
    def men_percent(self) -> int | None:
        """What women's share leaves of a hundred."""
        return None if self.women_percent is None else 100 - self.women_percent

    @property
    def sum_of_parts(self) -> Decimal | None:
        """Female, male and other together, where both sexes were printed; else nothing."""
        if self.female is None or self.male is None:
            return None
        return self.female + self.male + (self.other or 0)

    @property
    def parts_add_up(self) -> bool:
        """Whether the printed parts make the printed total; true where a part is missing."""
        return self.sum_of_parts in (None, self.total)


def free_key(value: IndicatorValue) -> str:
    """Return a key that no other value has: indicator, project, place, group and year."""
    wanted = wanted_key(value)
    taken = IndicatorValue.objects.filter(key__startswith=wanted).values_list("key", flat=True)
    return first_free(wanted, set(taken))


def wanted_key(value: IndicatorValue) -> str:
    """Return the key that a value would have if it were the only one of its kind."""
    parts = [
        value.indicator.key,
        value.program.slug if value.program else "",
        slugify(value.district.name_en) if value.district else "",
        value.age_band,
        f"{value.disability}-disability" if value.disability else "",
        str(value.period_end.year),
    ]
    return "-".join(part for part in parts if part)[:110].strip("-")


def first_free(wanted: str, taken: set[str]) -> str:
    """Return the key, with a number behind it if it is taken."""
    number = 2
    key = wanted
    while key in taken:
        key, number = f"{wanted}-{number}", number + 1
    return key
