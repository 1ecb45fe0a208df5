"""Feeds of publications: Atom and RSS in each language, with the filters of the list.

What is newest on this site stands first, however old it is. An English page that nobody has
translated yet is in the Bangla feed alone. Identifiers never change: they are made of what both
languages share and the language.
"""

import uuid

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.translation import gettext

from portal.core.numerals import localise_digits
from portal.core.site_frame import in_language, site_frame
from publications.citations.record import Citation, plain_line
from publications.filters import names_of_choices
from publications.harvested import Chosen, citations_in_batches
from publications.models import PublicationPage

ENTRIES = 50
ORDER = ("-first_published_at", "-pk")


class RssFeed(Rss201rev2Feed):
    """RSS 2.0 with the one enclosure that it allows, and every topic."""

    content_type = "application/rss+xml; charset=utf-8"

    def add_item_elements(self, handler, item):
        """Write an entry's elements."""
        item["enclosures"] = item["enclosures"][:1]
        super().add_item_elements(handler, item)


class AtomFeed(Atom1Feed):
    """Atom (RFC 4287)."""

    content_type = "application/atom+xml; charset=utf-8"


FORMS = {"atom": AtomFeed, "rss": RssFeed}


def feed_text(form: str, chosen: Chosen, path: str) -> tuple[str, str]:
    """Return a feed of chosen publications and its content type, in the active language."""
    query = f"?{urlencode(chosen.asked)}" if chosen.asked else ""
    address = f"{settings.SITE_URL}{path}{query}"
    publisher = plain_line(site_frame().name) or gettext("OKUP")
    feed = FORMS[form](
        title=_title(publisher, chosen),
        link=f"{settings.SITE_URL}{in_language('/publications/', chosen.language)}{query}",
        description=gettext("New publications, news and events."),
        language=chosen.language,
        author_name=publisher,
        author_link=settings.SITE_URL + in_language("/", chosen.language),
        feed_url=address,
        feed_guid=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, address)}",
    )
    for batch in citations_in_batches(chosen):
        for citation in batch:
            feed.add_item(**_entry(citation, publisher))
    return feed.writeString("utf-8"), feed.content_type


def _title(publisher: str, chosen: Chosen) -> str:
    title = f"{publisher}: " + gettext("Publications")
    if not chosen.asked:
        return title
    names = {
        "kind": dict(PublicationPage.Kind.choices),
        "language": dict(settings.LANGUAGES),
        **names_of_choices(chosen.language),
    }
    words = [
        str(names[name][value]) if name in names else localise_digits(value, chosen.language)
        for name, value in chosen.asked.items()
    ]
    return f"{title} ({', '.join(words)})"


def entry_id(citation: Citation) -> str:
    """Return the identifier of a publication in a language, as RFC 4122 writes it."""
    return f"urn:uuid:{uuid.uuid5(uuid.UUID(citation.identifier), citation.language)}"


def _entry(citation: Citation, publisher: str) -> dict:
    return {
        "title": citation.full_title,
        "link": citation.address,
        # Readers take it for HTML.
        "description": escape(citation.summary),
        "author_name": ", ".join(name.literal for name in citation.authors) or publisher,
        "unique_id": entry_id(citation),
        "unique_id_is_permalink": False,
        "pubdate": citation.first_published,
        "updateddate": citation.changed or citation.first_published,
        "categories": [citation.kind_name, *citation.topics],
        "enclosures": [
            Enclosure(file.address, str(file.size or 0), file.media_type)
            for file in citation.files
        ],
    }
