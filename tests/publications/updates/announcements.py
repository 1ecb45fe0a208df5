"""Publications that are told of, readers who are told, and the letters they get."""

from datetime import timedelta
from email.header import decode_header, make_header

from django.utils import timezone

from publications.models import Announcement, Subscription
from tests.factories.records import SubscriptionFactory


def publish(page):
    """Publish a page as an editor does, and return it as it is then."""
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def make_due() -> None:
    """Let the time pass that an announcement waits for second thoughts."""
    Announcement.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def readers(number: int = 1, **fields) -> list[Subscription]:
    """Return new subscribers, who confirmed their address yesterday."""
    fields.setdefault("confirmed_at", timezone.now() - timedelta(days=1))
    return SubscriptionFactory.create_batch(number, **fields)


def subject_of(letter) -> str:
    """Return the subject as people see it."""
    return str(make_header(decode_header(letter["Subject"])))


def text_of(letter) -> str:
    """Return the words of a letter that has one part."""
    return letter.get_payload(decode=True).decode().replace("\r\n", "\n")
