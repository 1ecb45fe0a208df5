"""What a publication's page shows and says in its head about itself as a reference."""

from django.urls import reverse

from portal.core.site_frame import in_language
from publications.citations.meta_tags import meta_tags
from publications.citations.record import citation_of
from publications.citations.reference import reference
from publications.citations.structured_data import structured_data
from publications.models import PublicationPage

FORMS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}


def citation_context(page: PublicationPage) -> dict:
    """Return `reference`, `citation_files`, `citation_meta` and `structured_data` of a page.

    In the language of its words. Works in previews too.
    """
    citation = citation_of(page)
    return {
        "reference": reference(citation),
        "citation_files": [
            (name, reverse("publications:cite", args=[page.slug, form]))
            for form, name in FORMS.items()
        ],
        "citation_meta": meta_tags(citation),
        "feed_links": feed_links(page.locale.language_code),
        "structured_data": structured_data(
            citation,
            starts_at=page.starts_at,
            ends_at=page.ends_at,
            registration_url="" if page.is_over else page.registration_url,
        ),
    }


def feed_links(language: str, query: str = "") -> list[tuple[str, str]]:
    """Return media types and paths of the feeds, for autodiscovery in a page's head."""
    feeds = in_language("/publications/feeds/", language)
    asked = f"?{query}" if query else ""
    return [
        ("application/atom+xml", f"{feeds}atom.xml{asked}"),
        ("application/rss+xml", f"{feeds}rss.xml{asked}"),
    ]
