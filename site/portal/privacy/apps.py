from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Encryption of personal fields, keys and their rotation, sealed tokens, blind indexes."""

    name = "portal.privacy"
    label = "privacy"
    verbose_name = _("Privacy")

    def ready(self):
        from portal.privacy import checks  # noqa: F401
