"""The numbers to call in danger, by place. Each one is a dated fact; none is typed twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from portal.reference.models.facts import Fact


class EmergencyNumber(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A line of the list of numbers: whom it is for, and the fact that holds the number."""

    class Place(models.TextChoices):
        BANGLADESH = "bd", _("In Bangladesh")
        ABROAD = "abroad", _("From abroad")

    fact = models.ForeignKey(
        Fact,
        verbose_name=_("number"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": Fact.Kind.HOTLINE},
    )
    place = models.CharField(_("place"), max_length=8, choices=Place.choices)
    label = models.CharField(_("whom it is for"), max_length=80)
    note = models.CharField(_("hours and cost"), max_length=160, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = ["place", "label", "note", FieldPanel("fact"), "sort_order"]
    translatable_fields = [
        TranslatableField("label"),
        TranslatableField("note"),
        TranslatableField("fact"),
        SynchronizedField("place", overridable=False),
        SynchronizedField("sort_order", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("emergency number")
        verbose_name_plural = _("emergency numbers")
        ordering = ["place", "sort_order"]

    def __str__(self):
        return self.label


class EmergencyAdvice(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """What to know before calling, for one place: shown under its numbers."""

    place = models.CharField(
        _("place"), max_length=8, choices=EmergencyNumber.Place.choices, default="abroad"
    )
    text = models.TextField(_("text"))

    panels = ["place", "text"]
    translatable_fields = [
        TranslatableField("text"),
        SynchronizedField("place", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("advice beside the numbers")
        verbose_name_plural = _("advice beside the numbers")

    def __str__(self):
        return self.text[:60]
