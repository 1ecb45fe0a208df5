from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublicationsConfig(AppConfig):
    """Reports, briefs and news."""

    name = "publications"
    verbose_name = _("Publications")

    def ready(self):
        from portal.core.sitemap import register_list, register_path
        from publications import recommendation_signals, signals  # noqa: F401
        from publications.files import signals as file_signals  # noqa: F401
        from publications.recommendations import recommendation_paths
        from publications.updates import signals as update_signals  # noqa: F401

        register_path("/publications/recommendations/")
        register_path("/publications/updates/")
        register_list(recommendation_paths)
