"""Addresses that pages link to, and whether they still answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckedLink(models.Model):
    """What the last look at an address that pages link to has found (`manage.py check_links`)."""

    url = models.URLField(_("address"), max_length=400, unique=True)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    checked_at = models.DateTimeField(_("looked at"))
    broken_since = models.DateTimeField(_("broken since"), null=True, blank=True)

    class Meta:
        verbose_name = _("checked link")
        verbose_name_plural = _("checked links")
        ordering = ["-broken_since", "url"]

    def __str__(self):
        return self.url
