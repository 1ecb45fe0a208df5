"""Countries of destination, and Bangladesh's divisions, districts and upazilas."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField


class Country(TranslatableMixin, models.Model):
    """A country that people migrate to, with its currency. `iso2` is ISO 3166-1 alpha-2."""

    iso2 = models.CharField(_("two-letter code"), max_length=2)
    name = models.CharField(_("name"), max_length=80)
    currency_code = models.CharField(_("currency code"), max_length=3, blank=True)
    currency = models.CharField(_("currency"), max_length=80, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = ["name", "iso2", "currency", "currency_code", "sort_order"]
    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("currency"),
        SynchronizedField("iso2", overridable=False),
        SynchronizedField("currency_code", overridable=False),
        SynchronizedField("sort_order", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["sort_order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["iso2", "locale"], name="reference_country_locale")
        ]

    def __str__(self):
        return self.name


class Place(models.Model):
    """A place of Bangladesh with its name in both languages. `code` is the data set's number."""

    code = models.PositiveSmallIntegerField(_("code"), unique=True)
    name_bn = models.CharField(_("name in Bangla"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_en if get_language() == "en" else self.name_bn


class Division(Place):
    """One of the eight divisions."""

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["name_en"]


class District(Place):
    """One of the 64 districts."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, related_name="districts")

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["name_en"]


class Upazila(Place):
    """A sub-district."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="upazilas")

    class Meta:
        verbose_name = _("upazila")
        verbose_name_plural = _("upazilas")
        ordering = ["name_en"]
