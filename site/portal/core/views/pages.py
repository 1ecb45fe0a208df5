"""Finding and serving pages."""

from django.http import Http404
from django.utils import translation
from wagtail import views
from wagtail.models import Site

from portal.core.models.pages import find_below


def serve(request, path: str):
    """Serve a page as Wagtail does, found in three queries instead of five or six.

    Wagtail loads the home page in the reader's language first; its path is remembered. What was
    found is left where Wagtail looks before it searches by itself.
    """
    components = [component for component in path.split("/") if component]
    site = Site.find_for_request(request) if components else None
    if site is not None:
        root_path = _root_path(site.pk, translation.get_language())
        if root_path is not None:
            try:
                request._wagtail_route_for_request = find_below(root_path, components)
            except Http404:
                request._wagtail_route_for_request = None
    return views.serve(request, path)


def _root_path(site_id: int, language: str) -> str | None:
    """Return the `url_path` of a site's home page in a language. Remembered by Wagtail."""
    return next(
        (
            root.root_path
            for root in Site.get_site_root_paths()
            if root.site_id == site_id and root.language_code == language
        ),
        None,
    )
