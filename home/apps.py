from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The home page, standing pages and the demo content: the top floor."""

    name = "home"
    verbose_name = _("Pages")
