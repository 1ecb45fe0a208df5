"""What people type into the form: words, numbers, places, and anything at all."""

import re

import pytest
from django.forms import TextInput
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk.journey.forms import MAX_NARRATIVE, WhereForm, WhoForm
from helpdesk.journey.steps import FORMS, field_names
from helpdesk.models import Ticket
from helpdesk.views.casework.intake import StaffIntakeForm
from tests.helpdesk.conftest import token_of
from tests.helpdesk.form_pages import CONTACT, WORDS

pytestmark = pytest.mark.django_db


def test_a_long_story_is_refused_in_words_and_kept(new_journey):
    journey = new_journey()
    journey.walk_to(WORDS)
    story = "ক" * (MAX_NARRATIVE + 1)
    journey.send(narrative=story)
    assert journey.page.status_code == 422
    assert 'id="narrative-error"' in journey.html
    assert story in journey.html


def test_a_megabyte_is_refused_in_words(new_journey):
    journey = new_journey()
    journey.walk_to(WORDS)
    journey.send(narrative="ক" * 350_000)
    assert journey.page.status_code == 422
    assert 'id="narrative-error"' in journey.html
    assert "ক" * 350_000 in journey.html
    assert len(journey.token) < 150_000


def test_a_body_that_is_too_large_gets_a_page_of_the_language(journey):
    journey.page = journey.client.post("/help/", {"narrative": "ক" * 3_000_000})
    assert journey.page.status_code == 400
    assert '<html lang="bn"' in journey.html


@pytest.mark.parametrize(
    ("typed", "country", "stored"),
    [
        ("০১৭১২৩৪৫৬৭৮", "", "+8801712345678"),
        ("+966 50 123 4567", "", "+966501234567"),
        ("050 123 4567", "SA", "+966501234567"),
        ("12345678", "", "12345678"),
        ("01712345678, ভাই ০১৮১২৩৪৫৬৭৮", "", "01712345678, ভাই 01812345678"),
    ],
)
def test_numbers_are_understood_or_kept(ask, saudi_arabia, typed, country, stored):
    ask(channel="call", phone=typed, country=country)
    assert Ticket.objects.get().phone == stored


@pytest.mark.parametrize("go", ["next", "send"])
def test_a_number_that_nobody_may_call_is_asked_about(new_journey, go):
    journey = new_journey("/en/help/")
    journey.walk_to(CONTACT)
    page = journey.send(go, channel="none", phone="01712345678")
    assert page.status_code == 422
    assert "chose that we do not contact you" in journey.html
    assert 'value="01712345678"' in journey.html
    assert journey.send(go, channel="none", phone="").status_code == 200
    assert not Ticket.objects.exclude(phone_index="").exists()


@pytest.fixture
def saudi_arabia(db):
    """The one country that these tests choose."""
    from django.core.cache import cache
    from wagtail.models import Locale

    from portal.reference.models import Country

    cache.clear()
    return Country.objects.create(
        iso2="SA", name="সৌদি আরব", locale=Locale.objects.get(language_code="bn")
    )


@pytest.mark.parametrize(
    ("typed", "district", "found"),
    [
        ("সাভার", 26, "Savar"),
        (" savar ", 26, "Savar"),
        ("সাভার", "", "Savar"),
        ("সাভার", 54, None),
        ("কাল্পনিক পাড়া", 26, None),
    ],
)
def test_an_upazila_is_found_as_people_write_it(ask, savar, typed, district, found):
    ask(upazila=typed, district=district)
    ticket = Ticket.objects.get()
    assert (ticket.upazila.name_en if ticket.upazila else None) == found
    # What is no upazila of that district stands as it was typed, sealed.
    assert ticket.home_typed == ("" if found else typed.strip())


@pytest.fixture
def savar(db):
    """Two districts and an upazila, with numbers of their own."""
    from django.core.cache import cache

    from portal.reference.models import District, Division, Upazila

    cache.clear()
    for model in (Upazila, District):
        model.objects.all().delete()
    division = Division.objects.first()
    dhaka = District.objects.create(code=26, name_bn="ঢাকা", name_en="Dhaka", division=division)
    District.objects.create(code=54, name_bn="খ", name_en="B", division=division)
    return Upazila.objects.create(code=2672, name_bn="সাভার", name_en="Savar", district=dhaka)


def test_a_page_costs_one_mark_and_no_other_query(
    new_journey, connection_queries, saudi_arabia, numbers_on_file
):
    new_journey().walk()
    journey = new_journey()
    for _page in range(8):
        with connection_queries() as statements:
            journey.send(relation="parent", problems=["danger"], channel="none")
        asked = [sql for sql in statements if "SAVEPOINT" not in sql]
        # That a page was sent is noted; now and then old notes are deleted.
        assert all("helpdesk_shownpage" in sql for sql in asked), asked
        assert len(asked) <= 2
    assert journey.is_at_check


@pytest.fixture
def numbers_on_file(settings, tmp_path):
    """The emergency numbers as a running site has them: in a file."""
    import json

    line = {"place": "bd", "label": "x", "note": "", "displayed": "0", "dial": "0"}
    places = {"lines": [{**line, "check_first": False}], "advice": {}}
    settings.LAST_GOOD_DIR = tmp_path
    (tmp_path / "emergency-numbers.json").write_text(json.dumps({"bn": places, "en": places}))


@pytest.fixture
def connection_queries():
    """Collect the SQL of a block."""
    from contextlib import contextmanager

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    @contextmanager
    def collect():
        statements: list[str] = []
        with CaptureQueriesContext(connection) as context:
            yield statements
        statements += [query["sql"] for query in context.captured_queries]

    return collect


ANY_TEXT = st.text(max_size=200) | st.text(
    alphabet=st.characters(min_codepoint=0x0980, max_codepoint=0x09FF), max_size=200
)
ANY_FIELD = st.sampled_from([name for step in FORMS for name in field_names(step)] + ["website"])
ANY_BUTTON = st.sampled_from(
    ["next", "back", "stay", "check", "send", "written", *(f"edit-{step}" for step in FORMS)]
) | st.text(max_size=10)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    step=st.integers(min_value=0, max_value=8),
    fields=st.dictionaries(ANY_FIELD, ANY_TEXT, max_size=6),
    go=ANY_BUTTON,
)
def test_whatever_is_typed_on_whatever_page_gets_a_page(new_journey, step, fields, go):
    journey = new_journey()
    for _page in range(step):
        journey.send(relation="parent", problems=["danger"], channel="none")
    # Lone surrogates cannot be sent by any browser.
    fields = {name: text.encode("utf-8", "ignore").decode() for name, text in fields.items()}
    before = Ticket.objects.count()
    page = journey.send(go.encode("utf-8", "ignore").decode(), **fields)
    assert page.status_code in (200, 422)
    assert '<html lang="bn"' in journey.html
    messages = re.findall(r'class="msg"[^>]*>([^<]*)<', journey.html)
    assert not re.search("[A-Za-z]", "".join(messages))
    has_receipt = "<output>" in journey.html
    assert Ticket.objects.count() - before == int(has_receipt)
    if not has_receipt and go != "written":
        # Whatever it was, the way goes on from there.
        assert token_of(page)


def test_forms_of_the_journey_share_their_fields_and_the_staff_s_do_not():
    assert WhoForm(language="bn").fields["relation"] is WhoForm(language="en").fields["relation"]
    one, other = StaffIntakeForm(language="bn"), StaffIntakeForm(language="en")
    # Its lists to choose from are in one language.
    assert one.fields["country"].widget is not other.fields["country"].widget
    assert one.fields["country"] is not other.fields["country"]
    assert type(WhereForm(language="bn").fields["country"].widget) is TextInput
