from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpdeskConfig(AppConfig):
    """Requests for help: intake for the public, casework for staff."""

    name = "helpdesk"
    verbose_name = _("Help desk")

    def ready(self):
        from helpdesk import duty, routing
        from portal.core.sitemap import register_path

        register_path("/help/")
        duty.forget_on_change()
        routing.forget_on_change()
