"""Whether a page helped, as readers say it. Nothing about who said it is kept."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Feedback(models.Model):
    """One answer to “did this help?”. A day, never a time, an address or a browser.

    `page_key` is the page's translation key: both languages of a page count together, `language`
    tells them apart. Numbers that look like telephones are masked before saving.
    """

    page_key = models.UUIDField(_("page"), db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    helped = models.BooleanField(_("it helped"))
    sentence = models.CharField(_("in their words"), max_length=300, blank=True)
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("answer to “did this help?”")
        verbose_name_plural = _("answers to “did this help?”")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["page_key", "helped"], name="guidance_feedback_score")]

    def __str__(self):
        return f"{self.day} {'+' if self.helped else '-'}"
