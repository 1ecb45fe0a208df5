"""What the worker has read in a file."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentReading(models.Model):
    """How far a document has been read, and what was found: once for each version of its file.

    `problem` is a code of publications.files.problems; `asked_at` is when the worker was asked.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for the worker")
        READING = "reading", _("Is being read")
        READ = "read", _("Read")
        SCANNED = "scanned", _("A scan: it has no text")
        FAILED = "failed", _("Could not be read")

    document = models.OneToOneField(
        "core.CustomDocument", on_delete=models.CASCADE, related_name="reading"
    )
    file_hash = models.CharField(max_length=40, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.WAITING
    )
    problem = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    page_count = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    pdf_title = models.CharField(_("title in the file"), max_length=255, blank=True)
    pdf_language = models.CharField(_("language in the file"), max_length=16, blank=True)
    is_tagged = models.BooleanField(_("tagged for screen readers"), default=False)
    # Pages typed with Bijoy: their words are signs that nobody searches for.
    bijoy_pages = models.PositiveIntegerField(default=0)
    cover = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reading of a file")
        verbose_name_plural = _("readings of files")
        default_permissions = ("view",)

    def __str__(self):
        return str(self.document)


class DocumentPage(models.Model):
    """The words of one page of a file. `number` counts from 1, as PDF readers do."""

    reading = models.ForeignKey(DocumentReading, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "number"], name="publications_page_of_reading"
            )
        ]

    def __str__(self):
        return f"{self.reading_id}: {self.number}"
