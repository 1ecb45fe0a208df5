"""What a publication's page shows beside its own fields."""

from wagtail.models import Page

from portal.core.translated_pages import chosen_pages
from portal.reference.topics import countries_in_language, topics_in_language
from publications.models import PublicationPage, Recommendation


def publication_context(page: PublicationPage) -> dict:
    """Return the template context of a publication in the language of its page."""
    rows = list(page.organisations.select_related("organisation__logo").order_by("sort_order"))
    related = page.related_pages.order_by("sort_order")
    return {
        "authors": [row.organisation for row in rows if row.role == "author"],
        "funders": [row for row in rows if row.role == "funder"],
        "topics": topics_in_language(page),
        "countries": countries_in_language(page),
        "files": page.files.select_related("document__reading").order_by("sort_order"),
        "recommendations": list(
            Recommendation.objects.filter(
                publication__translation_key=page.translation_key
            ).with_status()
        ),
        "related_pages": chosen_pages(Page, [row.target_id for row in related], page.locale_id),
    }
