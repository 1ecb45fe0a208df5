"""The cost against the wage."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.cost_sheet import CostSheetForm, work_out
from portal.core.numerals import to_bangla_digits
from tests.factories import pages, reference

pytestmark = pytest.mark.django_db

ADDRESS = "/guidance/cost-sheet/"


@pytest.fixture(autouse=True)
def sheet_page(bangla_home):
    index = pages.GuidanceIndexPageFactory(parent=bangla_home)
    return pages.CostSheetPageFactory(parent=index)


def sheet(**answers):
    form = CostSheetForm({name: str(value) for name, value in answers.items()})
    assert form.is_valid(), form.errors
    return work_out(form.cleaned_data)


def test_months_are_counted_up():
    result = sheet(agency=400000, papers=20000, wage=30000, living=7000)
    assert (result.total, result.saving, result.months) == (420000, 23000, 19)


def test_a_pay_that_is_used_up_never_earns_it_back():
    result = sheet(agency=1, wage=10000, living=6000, interest=4000)
    assert result.months is None
    assert result.loses


def test_foreign_pay_is_turned_into_taka():
    assert sheet(agency=100000, wage=1000, rate=Decimal("32.5")).saving == 32500


def test_the_contract_and_the_pay_at_home_are_compared():
    result = sheet(agency=480000, wage=30000, living=10000, contract=36, at_home=7000)
    assert (result.months, result.months_left) == (24, 12)
    assert (result.gain, result.gain_at_home) == (240000, 252000)
    assert result.home_is_better
    assert not result.loses
    assert sheet(agency=480000, wage=30000, living=10000, contract=12).loses


def test_a_reader_sees_the_answer_in_bangla(client):
    answers = {"agency": "৪,০০,০০০", "wage": "৳ ৩০,০০০", "living": "১০০০০ টাকা"}
    text = client.get(ADDRESS, answers).content.decode()
    assert "<output>২০" in text
    assert "৪,০০,০০০ টাকা" in text
    # What was typed stays in the form.
    assert 'value="৳ ৩০,০০০"' in text


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("agency", ""),
        ("wage", "অনেক"),
        ("wage", "-5"),
        ("rate", "0"),
        ("contract", "999"),
        ("papers", "9" * 30),
        ("other", "১,২x"),
        ("wage", "NaN"),
    ],
)
def test_what_cannot_be_read_is_said_beside_it(client, name, typed):
    answers = {"agency": "1000", "wage": "1000"} | {name: typed}
    response = client.get(ADDRESS, answers)
    text = response.content.decode()
    assert response.status_code == 200
    assert f'id="id_{name}_error"' in text
    assert "<output>" not in text
    assert f'href="#id_{name}"' in text


def test_the_ceiling_of_the_country_stands_beside_it(client):
    reference.CountryFactory(iso2="XA", name="কল্পদেশ")
    reference.FactFactory(kind="ceiling", country="XA", value="165000")
    reference.FactFactory(kind="ceiling", country="XB", value="99999")
    text = client.get(f"{ADDRESS}in/xa/").content.decode()
    assert "১,৬৫,০০০ টাকা" in text
    assert "৯৯,৯৯৯" not in text
    assert 'action="/guidance/cost-sheet/in/xa/#answer"' in text


@given(st.dictionaries(st.sampled_from(list(CostSheetForm.base_fields)), st.text(max_size=40)))
def test_whatever_is_typed_gets_an_answer(answers):
    form = CostSheetForm(answers)
    if form.is_valid():
        work_out(form.cleaned_data)


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_after_that_many_months_the_cost_is_earned(cost, wage):
    months = sheet(agency=to_bangla_digits(str(cost)), wage=wage).months
    assert months * wage >= cost
    assert (months - 1) * wage < max(cost, 1)
