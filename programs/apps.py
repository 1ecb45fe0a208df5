from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    """Programmes and projects, indicators and their values."""

    name = "programs"
    verbose_name = _("Programs")
