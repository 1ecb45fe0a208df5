"""The list of all publications."""

from django.utils.translation import gettext_lazy as _

from portal.core.models import BasePage


class PublicationIndexPage(BasePage):
    """All publications, news and events, as a reader filtered them."""

    search_kind = "publication"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["publications.PublicationPage"]
    max_count_per_parent = 1
    # See publications.urls.
    reserved_child_slugs = frozenset(
        {"calendar", "cite", "data", "feeds", "recommendations", "updates"}
    )
    template = "publications/publication_index_page.html"

    class Meta:
        verbose_name = _("publication index")

    def get_context(self, request, *args, **kwargs):
        from publications.listing import publication_list

        context = super().get_context(request, *args, **kwargs)
        context["listing"] = publication_list(self, request.GET)
        return context
