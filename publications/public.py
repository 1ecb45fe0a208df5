"""What of the publications everybody may see."""

from django.conf import settings
from django.db.models import Q
from wagtail.models import Page, PageViewRestriction

from portal.core.site_frame import in_language
from publications.models import PublicationPage


def public_publications():
    """Return the publications of both languages that everybody may see. One query beforehand.

    An alias is hidden with the page whose words it repeats, as Wagtail does when it is served.
    """
    hidden = Q()
    for restriction in PageViewRestriction.objects.select_related("page"):
        hidden |= Q(path__startswith=restriction.page.path)
        hidden |= Q(alias_of__path__startswith=restriction.page.path)
    pages = PublicationPage.objects.live().defer_streamfields()
    # `exclude` would drop what is no alias: a comparison with nothing is neither true nor false.
    return pages.exclude(pk__in=Page.objects.filter(hidden).values("pk")) if hidden else pages


def page_address(url_path: str, language: str) -> str:
    """Return the whole address of a page: its stored path begins with the home page's slug."""
    return settings.SITE_URL + in_language(f"/{url_path.split('/', 2)[2]}", language)
