"""Whole journeys to print or keep."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JourneyPdf(models.Model):
    """A whole journey as a PDF, made by the worker and kept until one of its texts changes."""

    stage = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    file = models.FileField(upload_to="journeys/")
    bytes = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField()
    # A hash of what it was made from: the texts, facts and notes of the journey.
    content_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("journey as PDF")
        default_permissions = ()

    def __str__(self):
        return self.file.name
