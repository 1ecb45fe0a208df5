"""When subscribers are told of a publication: once, some minutes after it is published first."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import PageLogEntry

from publications.models import Announcement, PublicationPage

# A mistake that is seen within these minutes can be taken back: the page is unpublished.
TOLD_AFTER = timedelta(minutes=10)
# By an editor, and at the hour that an editor set.
PUBLISHING = ("wagtail.publish", "wagtail.publish.scheduled")


def plan_announcement(page: PublicationPage) -> None:
    """Plan, or no longer plan, that subscribers are told. Call it as a page is published.

    English pages that are only Bangla ones with another address tell nobody. A publication that
    was taken back before anybody was told is told of when it is published again.
    """
    if page.alias_of_id is not None:
        return
    planned = Announcement.objects.filter(page=page).first()
    if not page.is_announced:
        if planned is not None and planned.sent_at is None and not planned.letters:
            planned.delete()
        return
    if planned is None and _was_published_before(page):
        return
    if planned is None or planned.sent_at is None:
        due_at = timezone.now() + TOLD_AFTER
        Announcement.objects.update_or_create(page=page, defaults={"due_at": due_at})
        transaction.on_commit(_wake_worker)


def _was_published_before(page: PublicationPage) -> bool:
    """Whether this page, in its own language, has been published earlier.

    `first_published_at` does not say so: an English page has the date of the Bangla page whose
    words it showed until it was translated. The entry of this publishing is written after it.
    """
    return PageLogEntry.objects.filter(page=page.pk, action__in=PUBLISHING).exists()


def _wake_worker() -> None:
    from publications.updates.tasks import wake_sender

    wake_sender(TOLD_AFTER)
