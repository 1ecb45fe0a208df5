"""Topics: the intervention areas that programmes and publications are filed under."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField


class Topic(TranslatableMixin, models.Model):
    """A subject in one language; `key` is the same in both."""

    key = models.SlugField(_("key"), max_length=40)
    name = models.CharField(_("name"), max_length=80)

    panels = ["name", "key"]
    translatable_fields = [
        TranslatableField("name"),
        SynchronizedField("key", overridable=False),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["key", "locale"], name="reference_topic_key_locale")
        ]

    def __str__(self):
        return self.name
