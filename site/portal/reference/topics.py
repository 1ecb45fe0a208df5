"""Topics and countries of a page in the language it is shown in."""

from portal.reference.models import Country, Topic


def topics_in_language(page) -> list[Topic]:
    """Return the page's topics in its own locale. Two queries at most.

    English pages keep the keys of Bangla topics. Also right in a preview, whose relations are
    lists in memory.
    """
    return _in_language(Topic, page.topics.all(), page)


def countries_in_language(page) -> list[Country]:
    """Return the page's countries in its own locale, as `topics_in_language` does."""
    return _in_language(Country, page.countries.all(), page)


def _in_language(model, chosen, page) -> list:
    keys = [each.translation_key for each in chosen]
    if not keys:
        return []
    return list(model.objects.filter(locale_id=page.locale_id, translation_key__in=keys))
