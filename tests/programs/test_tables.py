"""Rows as reports print them: events and the people at them in one line, nothing corrected."""

import pytest

from programs.tables import rows_of, tables_of
from tests.factories import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def events():
    indicator = records.IndicatorFactory(unit="events")
    return records.IndicatorValueFactory(indicator=indicator, total=3, target=2)


@pytest.fixture
def people(events):
    indicator = records.IndicatorFactory(participants_of=events.indicator)
    return records.IndicatorValueFactory(indicator=indicator, total=193, female=76, male=117)


def test_people_stand_beside_the_events_they_were_at(events, people):
    (row,) = rows_of([events, people])
    assert (row.value, row.people) == (events, people)
    assert row.counts_events
    assert row.percent_of_target == 150
    (table,) = tables_of([row])
    assert table.has_people
    assert table.has_target
    assert table.has_sexes
    assert not table.has_other


def test_people_of_another_place_or_group_are_a_row_of_their_own(events, people):
    people.age_band = "youth"
    people.save()
    assert len(rows_of([events, people])) == 2


def test_one_indicator_without_events_is_its_own_people():
    value = records.IndicatorValueFactory(total=406, target=80, female=406)
    (row,) = rows_of([value])
    assert row.people is value
    assert row.percent_of_target == 508
    assert row.disagreements == []


@pytest.mark.parametrize(
    ("parts", "disagrees"),
    [({"female": 4, "male": 5}, True), ({"female": 4, "male": 5, "other": 1}, False)],
)
def test_parts_that_do_not_add_up_are_told(parts, disagrees):
    (row,) = rows_of([records.IndicatorValueFactory(total=10, **parts)])
    assert row.disagreements == ([(9, 10)] if disagrees else [])


def test_what_changed_comes_before_what_was_done():
    done = records.IndicatorValueFactory(indicator__level="output")
    changed = records.IndicatorValueFactory(indicator__level="outcome")
    tables = tables_of(rows_of([done, changed]))
    assert [table.is_of_outcomes for table in tables] == [True, False]
