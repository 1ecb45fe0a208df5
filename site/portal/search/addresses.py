"""Where an entry is read, asked anew for every answer: pages move, and are withdrawn."""

from collections.abc import Iterable

from wagtail.models import Page

from portal.core.site_frame import in_language
from portal.search.models import Entry


def addresses(entries: Iterable[Entry]) -> dict[int, str]:
    """Return the path of each entry that everybody may see now, by its key. Two queries."""
    entries = list(entries)
    keys = [entry.page_id for entry in entries if entry.page_id]
    seen = Page.objects.filter(pk__in=keys).live().public()
    # A stored path begins with the home page's slug.
    below_home = {pk: path.split("/", 2)[2] for pk, path in seen.values_list("pk", "url_path")}
    return {
        entry.pk: in_language(
            f"/{below_home.get(entry.page_id, '')}{entry.suffix}", entry.language
        )
        for entry in entries
        if not entry.page_id or entry.page_id in below_home
    }
