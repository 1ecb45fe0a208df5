"""Taking stories down when nobody agrees any more, in both languages."""

from programs.models import StoryPage
from programs.models.stories import agreed_stories


def take_down_without_consent() -> list[StoryPage]:
    """Unpublish every live story whose consent is missing, over or withdrawn. Returns them."""
    stories = list(StoryPage.objects.live().exclude(translation_key__in=agreed_stories()))
    for story in stories:
        # A translation may be down already, with the page that it translates.
        story.refresh_from_db(fields=["live"])
        if story.live:
            story.unpublish()
    return stories
