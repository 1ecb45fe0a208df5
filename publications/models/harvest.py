"""What harvesters are told: which records there are, when each changed, and which are gone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HarvestRecord(models.Model):
    """A publication as OAI-PMH knows it. It stays when the page goes, as a deleted record.

    `identifier` is the translation key that both languages share. `changed_at` is the moment of
    the last change in any language, to the second. `sets` are `|type:news|topic:health|`, so that
    a deleted record is still listed in the sets it was in.
    """

    identifier = models.UUIDField(unique=True)
    changed_at = models.DateTimeField()
    is_deleted = models.BooleanField(default=False)
    sets = models.TextField(blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("harvested record")
        default_permissions = ()
        indexes = [models.Index(fields=["changed_at", "id"], name="publications_harvest_order")]

    def __str__(self):
        return str(self.identifier)
