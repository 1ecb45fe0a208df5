from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """Service providers: where else a person can turn."""

    name = "directory"
    verbose_name = _("Directory")

    def ready(self):
        from directory import search_entries  # noqa: F401
