"""What is counted."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.reference.models import Topic


class Indicator(models.Model):
    """What is counted. Both languages stand in one record, so that values are never doubled."""

    class Level(models.TextChoices):
        # In the order in which readers see them: what changed before what was done.
        OUTCOME = "outcome", _("Outcome")
        OUTPUT = "output", _("Output")

    class Unit(models.TextChoices):
        PEOPLE = "people", _("people")
        MEMBERS = "members", _("members")
        HOUSEHOLDS = "households", _("households")
        GROUPS = "groups", _("groups")
        CASES = "cases", _("cases")
        EVENTS = "events", _("events")
        REFERRALS = "referrals", _("referrals")
        BDT = "bdt", _("taka")
        PERCENT = "percent", _("per cent")

    key = models.SlugField(_("key"), max_length=80, unique=True)
    name_bn = models.CharField(_("name in Bangla"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=160)
    definition_bn = models.TextField(_("definition in Bangla"), blank=True)
    definition_en = models.TextField(_("definition in English"), blank=True)
    verification_bn = models.CharField(
        _("means of verification in Bangla"), max_length=255, blank=True
    )
    verification_en = models.CharField(
        _("means of verification in English"),
        max_length=255,
        blank=True,
        help_text=_("By which records it can be checked: attendance lists, case files …"),
    )
    unit = models.CharField(_("unit"), max_length=20, choices=Unit.choices)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices, default=Level.OUTPUT)
    may_count_twice = models.BooleanField(_("a person may be counted more than once"))
    by_sex = models.BooleanField(_("counted by sex"), default=False)
    by_age = models.BooleanField(_("counted by age"), default=False)
    by_disability = models.BooleanField(_("counted by disability"), default=False)
    baseline = models.DecimalField(
        _("baseline"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    baseline_year = models.PositiveSmallIntegerField(
        _("year of the baseline"), null=True, blank=True
    )
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("area of work"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    participants_of = models.OneToOneField(
        "self",
        verbose_name=_("people who took part in"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="participants",
        help_text=_(
            "Where a report counts events and the people at them in one line: the indicator that"
            " counts the events. Both stand in one row of the tables."
        ),
    )
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["sort_order", "key"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.baseline is not None and self.baseline_year is None:
            raise ValidationError({"baseline_year": _("Of which year is the baseline?")})
        if self.participants_of_id and self.participants_of_id == self.pk:
            raise ValidationError(
                {"participants_of": _("An indicator cannot count the people at itself.")}
            )

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_en if get_language() == "en" else self.name_bn

    @property
    def definition(self) -> str:
        """The definition in the active language."""
        return self.definition_en if get_language() == "en" else self.definition_bn

    @property
    def verification(self) -> str:
        """The means of verification in the active language."""
        return self.verification_en if get_language() == "en" else self.verification_bn
