from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    """Programmes and projects, indicators and their values."""

    name = "programs"
    verbose_name = _("Programs")

    def ready(self):
        from portal.core.open_data.licence import register_licence
        from portal.core.sitemap import register_list, register_path
        from portal.reference.text_tokens import register_token_kind
        from programs import signals  # noqa: F401
        from programs.figure_tokens import figure_kind
        from programs.impact import year_paths
        from programs.models import OpenDataSettings
        from programs.program_impact import impact_paths

        register_token_kind(figure_kind())
        register_licence(OpenDataSettings.licence)
        register_path("/programs/figures/")
        register_path("/programs/data/")
        register_list(year_paths)
        register_list(impact_paths)
