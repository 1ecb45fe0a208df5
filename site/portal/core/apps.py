from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """The ground floor: users, files, the abstract page, the site's frame, base templates."""

    name = "portal.core"
    label = "core"
    verbose_name = _("Site")

    def ready(self):
        from portal.core import checks, signals, text_age  # noqa: F401
