from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    """Safe-migration guidance: stages and the guides of each."""

    name = "guidance"
    verbose_name = _("Safe migration")

    def ready(self):
        from guidance import checks, journey_pdf_signals, search_entries, signals  # noqa: F401
        from guidance.word_addresses import word_paths
        from portal.core.sitemap import register_list

        register_list(word_paths)
