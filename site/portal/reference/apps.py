from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferenceConfig(AppConfig):
    """What several apps speak of: dated facts, numbers to call, places, topics, organisations."""

    name = "portal.reference"
    label = "reference"
    verbose_name = _("Reference")

    def ready(self):
        from portal.reference import signals  # noqa: F401
