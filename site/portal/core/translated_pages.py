"""Pages that an editor chose, in the language of the page that shows them."""

from django.db.models import OuterRef, Subquery
from wagtail.models import Page


def chosen_pages(model: type[Page], chosen: list[int], locale_id: int) -> list:
    """Return the live versions of chosen pages in a locale, in the order they were chosen.

    English pages keep the keys of the Bangla pages that were chosen. One query, or none when
    nothing is chosen; streams are left in the database.
    """
    if not chosen:
        return []
    originals = Page.objects.filter(pk__in=chosen)
    same_page = originals.filter(translation_key=OuterRef("translation_key")).values("pk")
    pages = (
        model.objects.live()
        .filter(locale_id=locale_id, translation_key__in=originals.values("translation_key"))
        .annotate(chosen_as=Subquery(same_page[:1]))
        .defer_streamfields()
    )
    return sorted(pages, key=lambda page: chosen.index(page.chosen_as))
