from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HelpdeskConfig(AppConfig):
    """Requests for help: intake for the public, casework for staff."""

    name = "helpdesk"
    verbose_name = _("Help desk")

    def ready(self):
        from helpdesk import duty, routing
        from portal.core.sitemap import register_path
        from portal.search.views_found import FoundView, register_view

        register_path("/help/")
        register_view(
            FoundView(
                key="help",
                kind="help",
                path="help/",
                title=_("Ask for help"),
                summary=_("Tell us what happened. We answer you, and you choose how."),
                words=_("trouble danger abroad worker family form request rescue bring home"),
            )
        )
        register_view(
            FoundView(
                key="help-code",
                kind="help",
                path="help/code/",
                title=_("Come back with your code"),
                summary=_("Read our answer, add files, or tell us more."),
                words=_("receipt code reply answer"),
            )
        )
        duty.forget_on_change()
        routing.forget_on_change()
