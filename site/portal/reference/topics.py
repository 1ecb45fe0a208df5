"""Topics of a page in the language it is shown in."""

from portal.reference.models import Topic


def topics_in_language(page) -> list[Topic]:
    """Return the page's topics in its own locale. Two queries at most.

    English pages keep the keys of Bangla topics. Also right in a preview, whose relations are
    lists in memory.
    """
    keys = [topic.translation_key for topic in page.topics.all()]
    if not keys:
        return []
    return list(Topic.objects.filter(locale_id=page.locale_id, translation_key__in=keys))
