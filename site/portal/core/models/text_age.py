"""Which language of a page has the older words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextAge(models.Model):
    """The words of a live page as of its last publication, and since when they are behind.

    Written by portal.core.text_age when pages are published. Hashes are those of all
    translatable texts with their places.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, primary_key=True, related_name="text_age"
    )
    words = models.CharField(max_length=64)
    # A translation only: the words of the source that it was made from.
    made_from = models.CharField(max_length=64, blank=True)
    behind_since = models.DateField(
        _("older than the other language since"), null=True, blank=True
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("age of a text")
        default_permissions = ()

    def __str__(self):
        return f"{self.page_id}: {self.behind_since or '-'}"
