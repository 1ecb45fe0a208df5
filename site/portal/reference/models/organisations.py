"""Organisations that work with, fund or publish with the organisation."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """A partner, donor or publisher. Names are proper names: both stand in one record."""

    class Kind(models.TextChoices):
        NGO = "ngo", _("Civil society")
        GOVERNMENT = "government", _("Government")
        UN = "un", _("United Nations")
        DONOR = "donor", _("Donor")
        COMPANY = "company", _("Company")
        NETWORK = "network", _("Network")
        UNIVERSITY = "university", _("University or research institute")
        BANK = "bank", _("Bank")

    key = models.SlugField(_("key"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=160)
    name_bn = models.CharField(_("name in Bangla"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    url = models.URLField(_("website"), blank=True)
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    iati_identifier = models.CharField(
        _("IATI organisation identifier"), max_length=80, blank=True
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name_en"]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_en if get_language() == "en" else self.name_bn
