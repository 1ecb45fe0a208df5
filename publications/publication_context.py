"""What a publication's page shows beside its own fields."""

from wagtail.models import Page

from portal.core.translated_pages import chosen_pages
from portal.reference.topics import countries_in_language, topics_in_language
from publications.citations.shown import citation_context
from publications.files.public import cover_of, shown_files
from publications.licences import licence_url
from publications.models import PublicationOrganisation, PublicationPage
from publications.reading import contents_of
from publications.recommendations import recommendations_of

Role = PublicationOrganisation.Role
# What is told of, and not published: it has no licence, and nobody cites it as a document.
NOT_DOCUMENTS = frozenset({PublicationPage.Kind.NEWS, PublicationPage.Kind.EVENT})


def publication_context(page: PublicationPage) -> dict:
    """Return the template context of a publication in the language of its page."""
    rows = list(page.organisations.select_related("organisation__logo").order_by("sort_order"))
    by_role = {role: [row for row in rows if row.role == role] for role in Role.values}
    people = list(page.people.order_by("sort_order"))
    report_keys = [page.report_id] if page.report_id else []
    related = [row.target_id for row in page.related_pages.order_by("sort_order")]
    files = shown_files(page)
    others = chosen_pages(Page, [*report_keys, *related], page.locale_id)
    return {
        "authors": [
            *(each for each in people if each.role == "author"),
            *(row.organisation for row in by_role[Role.AUTHOR]),
        ],
        "editors": [each for each in people if each.role == "editor"],
        "publishers": [row.organisation for row in by_role[Role.PUBLISHER]],
        "partners": [row.organisation for row in by_role[Role.PARTNER]],
        "funders": by_role[Role.FUNDER],
        "topics": topics_in_language(page),
        "countries": countries_in_language(page),
        "list_url": page.get_parent().get_url(),
        "files": files,
        "cover": cover_of(page, files),
        "has_original": any(file.kind == "original" for file in files),
        "is_document": page.kind not in NOT_DOCUMENTS,
        "licence_url": licence_url(page.licence),
        "contents": contents_of(page.body),
        "recommendations": recommendations_of(page),
        "corrections": page.corrections.order_by("-day"),
        "report": next((each for each in others if each.chosen_as == page.report_id), None),
        "related_pages": [each for each in others if each.chosen_as in related],
        **citation_context(page),
    }
