"""Programmes and their figures, stored as they were printed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from programs.figures import figures_on_home, organisation_wide_values, values_of_program
from tests.factories import pages, records, reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(bangla_home):
    index = pages.ProgramIndexPageFactory(parent=bangla_home)
    return pages.ProgramPageFactory(parent=index, slug="fictional")


def test_printed_parts_are_kept_even_when_they_do_not_add_up(client, program):
    value = records.IndicatorValueFactory(
        program=program, total=5625, female=3764, male=1859, note_bn="যোগফল মেলে না।"
    )
    assert not value.parts_add_up
    page = client.get(program.get_url()).content.decode()
    for shown in ("৫,৬২৫", "৩,৭৬৪", "১,৮৫৯", "যোগফল মেলে না।"):
        assert shown in page


@pytest.mark.parametrize(
    ("female", "male", "adds_up"),
    [(4, 6, True), (4, 5, False), (4, None, True), (None, None, True)],
)
def test_only_two_printed_parts_can_disagree(female, male, adds_up):
    value = records.IndicatorValueFactory(total=10, female=female, male=male)
    assert value.parts_add_up is adds_up


def test_a_value_of_a_period_is_stored_once(program):
    value = records.IndicatorValueFactory()
    for owner in (None, program):
        records.IndicatorValueFactory(indicator=value.indicator, program=owner) if owner else None
        with pytest.raises(IntegrityError), transaction.atomic():
            records.IndicatorValueFactory(indicator=value.indicator, program=owner)


def test_a_period_does_not_end_before_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        records.IndicatorValueFactory(period_start=date(2099, 2, 1), period_end=date(2099, 1, 1))


def test_figures_stand_where_they_belong(program):
    own = records.IndicatorValueFactory(program=program)
    wide = records.IndicatorValueFactory(home_order=2)
    first = records.IndicatorValueFactory(home_order=1)
    assert list(figures_on_home()) == [first, wide]
    assert list(values_of_program(program)) == [own]
    assert set(organisation_wide_values()) == {wide, first}


def test_the_english_page_shows_the_same_figures(program, english):
    records.IndicatorValueFactory(program=program, total=5625)
    translated = program.copy_for_translation(english, copy_parents=True)
    assert [value.total for value in values_of_program(translated)] == [5625]


def test_a_programme_does_not_end_before_it_starts(program):
    program.start, program.end = date(2099, 2, 1), date(2099, 1, 1)
    with pytest.raises(ValidationError):
        program.full_clean()


def test_money_funders_and_results_stand_on_the_page(client, program):
    donor = reference.OrganisationFactory(name_bn="কাল্পনিক দাতা")
    program.budget, program.spending, program.currency = 1500000, 900000, "BDT"
    program.results = [("output", "কাল্পনিক অর্জন"), ("objective", "কাল্পনিক উদ্দেশ্য")]
    program.team_contact = "কাল্পনিক দল"
    program.partners.create(
        organisation=donor,
        role="donor",
        grant=2000,
        currency="EUR",
        disclaimer_bn="কাল্পনিক দাতা এই কথার দায় নেয় না।",
    )
    program.save()
    text = client.get(program.get_url()).content.decode()
    for part in ("১৫,০০,০০০ টাকা", "৯,০০,০০০ টাকা", "EUR ২,০০০", "দায় নেয় না", "কাল্পনিক দল"):
        assert part in text
    assert text.index("কাল্পনিক উদ্দেশ্য") < text.index("কাল্পনিক অর্জন")


def test_money_needs_its_currency(program):
    program.budget = 5
    with pytest.raises(ValidationError):
        program.full_clean()
