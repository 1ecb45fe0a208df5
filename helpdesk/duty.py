"""When somebody next reads requests, for the receipt. Promises nothing that is not entered."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db import DatabaseError
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from helpdesk.models import DutyHoliday, DutyHours

DHAKA = ZoneInfo("Asia/Dhaka")
CACHE_KEY = "helpdesk-duty"
TEN_MINUTES = 600
# Further ahead nothing is looked for: a desk that is closed for so long promises nothing.
DAYS_AHEAD = 60


@dataclass(frozen=True)
class Reading:
    """When requests are read: now, or on `day` from `opens` (None: no time is known).

    Both are in Bangladesh's time.
    """

    on_duty: bool
    day: date
    opens: time | None = None


def next_reading(now: datetime | None = None) -> Reading | None:
    """Return when somebody reads requests next; None when no day is known.

    Two queries, or none for ten minutes after. A database that does not answer is like a desk
    without hours: a receipt must be shown all the same.
    """
    now = (now or timezone.now()).astimezone(DHAKA)
    try:
        hours, holidays = _calendar()
    except DatabaseError:
        return None
    for days in range(DAYS_AHEAD):
        day = now.date() + timedelta(days=days)
        if day in holidays or day.weekday() not in hours:
            continue
        opens, closes = hours[day.weekday()]
        if days == 0 and closes is not None and now.time() >= closes:
            continue
        on_duty = days == 0 and (opens is None or now.time() >= opens)
        return Reading(on_duty, day, opens)
    return None


def _calendar() -> tuple[dict[int, tuple], set[date]]:
    calendar = cache.get(CACHE_KEY)
    if calendar is None:
        hours = DutyHours.objects.values_list("weekday", "opens", "closes")
        calendar = (
            {weekday: (opens, closes) for weekday, opens, closes in hours},
            set(DutyHoliday.objects.values_list("day", flat=True)),
        )
        cache.set(CACHE_KEY, calendar, TEN_MINUTES)
    return calendar


def _forget(**_signal) -> None:
    cache.delete(CACHE_KEY)


def forget_on_change() -> None:
    """Have a change of the working days or holidays count at once."""
    for model in (DutyHours, DutyHoliday):
        for signal in (post_save, post_delete):
            signal.connect(_forget, sender=model, dispatch_uid=f"helpdesk-duty-{model.__name__}")
