"""Events as iCalendar (RFC 5545), in Dhaka's time. Events whose day is not known have no entry."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Calendar, Event, Timezone

from portal.core.site_frame import site_frame
from publications.citations.record import citations_of, with_translation_state
from publications.models import PublicationPage
from publications.oai.identifiers import repository_host
from publications.public import public_publications

CONTENT_TYPE = "text/calendar; charset=utf-8"


def public_events(language: str):
    """Return the events of a language whose day is known, the earliest first."""
    pages = public_publications().filter(
        kind=PublicationPage.Kind.EVENT,
        start_date__isnull=False,
        locale__language_code=language,
    )
    return with_translation_state(pages).order_by("start_date", "start_time", "pk")


def calendar_of(events: Iterable[PublicationPage]) -> bytes:
    """Return events as a calendar in the active language. Constant queries."""
    events = list(events)
    calendar = Calendar()
    calendar.add("prodid", f"-//{repository_host()}//publications//")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"{site_frame().name or gettext('OKUP')}: {gettext('Events')}")
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    zone = Timezone.from_tzid(settings.TIME_ZONE)
    calendar.add_component(zone)
    for page, citation in zip(events, citations_of(events), strict=True):
        calendar.add_component(_entry(page, citation))
    return calendar.to_ical()


def _entry(page: PublicationPage, citation) -> Event:
    entry = Event()
    # One event has one entry in both languages: a calendar that has both shows it once.
    entry.add("uid", f"{citation.identifier}@{repository_host()}")
    changed = citation.changed or timezone.now()
    entry.add("dtstamp", changed.astimezone(UTC))
    entry.add("last-modified", changed.astimezone(UTC))
    if citation.first_published:
        entry.add("created", citation.first_published.astimezone(UTC))
    entry.add("summary", citation.full_title, parameters={"LANGUAGE": citation.language})
    if citation.summary:
        entry.add("description", citation.summary)
    if citation.place:
        entry.add("location", citation.place)
    entry.add("url", citation.address)
    if citation.topics:
        entry.add("categories", list(citation.topics))
    for name, value in _when(page):
        entry.add(name, value)
    return entry


def _when(page: PublicationPage) -> list[tuple[str, date | datetime]]:
    """Begin and end. A day that ends is named by the day after it (RFC 5545, 3.6.1)."""
    begins, ends = page.starts_at, page.ends_at
    if begins is None:
        return [
            ("dtstart", page.start_date),
            ("dtend", (page.end_date or page.start_date) + timedelta(days=1)),
        ]
    moments = [("dtstart", timezone.localtime(begins))]
    if ends is not None:
        moments.append(("dtend", timezone.localtime(ends)))
    elif page.end_date and page.end_date > page.start_date:
        # The last day is known and its hour is not: until that day is over.
        last = datetime.combine(page.end_date + timedelta(days=1), datetime.min.time())
        moments.append(("dtend", timezone.make_aware(last)))
    return moments
