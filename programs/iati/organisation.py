"""IATI's organisation file."""

from django.conf import settings
from lxml import etree

from portal.core.site_frame import in_language
from programs.iati.elements import LANGUAGE, LANGUAGES, VERSION, add, add_words
from programs.iati.publisher import Publisher

# Of IATI's list of document categories.
ORGANISATION_WEB_PAGE = "B16"


def organisation_file(publisher: Publisher):
    """Return the root of the file: who the organisation is. Budgets are not known yet."""
    root = etree.Element("iati-organisations", version=VERSION)
    organisation = add(root, "iati-organisation", default_currency=publisher.currency or None)
    organisation.set(LANGUAGE, publisher.language)
    add(organisation, "organisation-identifier", publisher.identifier)
    add_words(organisation, "name", publisher.names)
    publisher.add_reporting_org(organisation)
    for language in LANGUAGES:
        link = add(
            organisation,
            "document-link",
            format="text/html",
            url=settings.SITE_URL + in_language("/", language),
        )
        add_words(link, "title", publisher.names)
        add(link, "category", code=ORGANISATION_WEB_PAGE)
        add(link, "language", code=language)
    return root
