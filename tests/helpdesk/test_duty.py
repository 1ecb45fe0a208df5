"""When somebody reads requests next, as the receipt says it."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from helpdesk.duty import Reading, next_reading
from helpdesk.models import DutyHoliday, DutyHours

pytestmark = pytest.mark.django_db
DHAKA = ZoneInfo("Asia/Dhaka")
# 5 March 2026 was a Thursday.
THURSDAY = date(2026, 3, 5)
FRIDAY = date(2026, 3, 6)
SUNDAY = date(2026, 3, 8)
MONDAY = date(2026, 3, 9)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=DHAKA)


@pytest.fixture
def nine_to_five():
    for hours in DutyHours.objects.all():
        hours.opens, hours.closes = time(9), time(17)
        hours.save()


def test_the_desk_begins_with_the_working_week_of_bangladesh():
    assert set(DutyHours.objects.values_list("weekday", "opens")) == {
        (day, None) for day in (6, 0, 1, 2, 3)
    }


@pytest.mark.parametrize(
    ("now", "reading"),
    [
        (at(THURSDAY, 10), Reading(True, THURSDAY, time(9))),
        (at(THURSDAY, 9), Reading(True, THURSDAY, time(9))),
        (at(THURSDAY, 8, 59), Reading(False, THURSDAY, time(9))),
        (at(THURSDAY, 17), Reading(False, SUNDAY, time(9))),
        (at(FRIDAY, 10), Reading(False, SUNDAY, time(9))),
    ],
)
def test_with_times(nine_to_five, now, reading):
    assert next_reading(now) == reading


def test_without_times_the_whole_day_counts():
    assert next_reading(at(THURSDAY, 23)) == Reading(True, THURSDAY)
    assert next_reading(at(FRIDAY, 0)) == Reading(False, SUNDAY)


def test_the_day_is_that_of_dhaka():
    utc = datetime(2026, 3, 5, 18, 30, tzinfo=ZoneInfo("UTC"))
    assert next_reading(utc) == Reading(False, SUNDAY), "in Dhaka it is Friday already"


def test_holidays_are_left_out_and_a_change_counts_at_once():
    assert next_reading(at(FRIDAY, 10)).day == SUNDAY
    holiday = DutyHoliday.objects.create(day=SUNDAY)
    assert next_reading(at(FRIDAY, 10)).day == MONDAY
    holiday.delete()
    assert next_reading(at(FRIDAY, 10)).day == SUNDAY
    DutyHours.objects.get(weekday=6).delete()
    assert next_reading(at(FRIDAY, 10)).day == MONDAY


def test_without_days_nothing_is_promised():
    for hours in DutyHours.objects.all():
        hours.delete()
    assert next_reading(at(THURSDAY, 10)) is None


def test_it_asks_twice_and_then_remembers(django_assert_num_queries):
    with django_assert_num_queries(2):
        next_reading()
    with django_assert_num_queries(0):
        next_reading()
