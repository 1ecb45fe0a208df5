from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Bangla normalisation of index and query, and the search page."""

    name = "portal.search"
    label = "search"
    verbose_name = _("Search")

    def ready(self):
        from django.db.models.signals import post_migrate

        from portal.search import checks  # noqa: F401
        from portal.search.views_found import write_views_after_migrations

        post_migrate.connect(write_views_after_migrations, sender=self)
