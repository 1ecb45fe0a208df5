"""What was searched for: how often on a day, and never by whom."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.search.models.index import LANGUAGE_LENGTH


class AskedQuery(models.Model):
    """A question and how often it was asked on one day. No address, no cookie, no time of day.

    `found` is how many results it had when it was last asked that day; `followed` how often one
    of them was opened, as far as browsers tell.
    """

    day = models.DateField(_("day"))
    language = models.CharField(
        _("language"), max_length=LANGUAGE_LENGTH, choices=settings.LANGUAGES
    )
    query = models.CharField(_("search"), max_length=80)
    times = models.PositiveIntegerField(_("times asked"), default=0)
    found = models.PositiveIntegerField(_("results"), default=0)
    followed = models.PositiveIntegerField(_("times followed"), default=0)

    class Meta:
        verbose_name = _("search that was made")
        verbose_name_plural = _("searches that were made")
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "query"], name="search_asked")
        ]

    def __str__(self):
        return self.query
