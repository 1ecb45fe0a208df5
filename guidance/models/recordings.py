"""Recordings of guides, for those who do not read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GuideRecording(models.Model):
    """A guide, or one part of it, spoken in the guide's language."""

    class Part(models.TextChoices):
        ALL = "all", _("The whole guide")
        BODY = "body", _("The text")
        COSTS = "costs", _("What it costs")
        PAPERS = "papers", _("Papers you need")
        DURATION = "duration", _("How long it takes")
        WHO_TO_ASK = "who_to_ask", _("Who to ask")

    guide = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("guide"), on_delete=models.CASCADE, related_name="+"
    )
    part = models.CharField(_("part"), max_length=10, choices=Part.choices, default=Part.ALL)
    recording = models.ForeignKey(
        "core.CustomMedia", verbose_name=_("recording"), on_delete=models.CASCADE, related_name="+"
    )
    recorded_on = models.DateField(_("recorded on"), null=True, blank=True)

    class Meta:
        verbose_name = _("recording of a guide")
        verbose_name_plural = _("recordings of guides")
        ordering = ["guide", "part"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "part"], name="guidance_recording_once")
        ]

    def __str__(self):
        return f"{self.guide}: {self.get_part_display()}"
