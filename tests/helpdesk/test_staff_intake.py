"""A request that staff write down while somebody speaks."""

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone, translation

from helpdesk.first_response import FIRST_RESPONSE
from helpdesk.models import Consent, Receipt, Ticket
from helpdesk.receipt_codes import hash_code, parse_code
from helpdesk.taxonomy import Basis, Subject
from portal.privacy.blind_index import blind_index
from portal.reference.models import District
from tests.factories.reference import CountryFactory
from tests.factories.requests import make_office
from tests.helpdesk.conftest import TOKEN, code_of

pytestmark = pytest.mark.django_db

CALL = {
    "origin": "phone",
    "spoken": "bn",
    "relation": "parent",
    "problems": ["danger"],
    "subproblems": ["A1"],
    "channel": "call",
    "phone": "01712345678",
    "code_word": "শাপলা",
    "asker_name": "কাল্পনিক করিম",
    "worker_name": "কাল্পনিক রহিমা",
    "passport": "zz ০০০০০০১",
    "narrative": "ফোনে যা বললেন",
    "agreed": "on",
    "agreed_at": "2026-03-05T10:30",
    "refer_to": ["legal_aid"],
}


@pytest.fixture
def desk(client, caseworker):
    client.force_login(caseworker)
    return client


@pytest.fixture
def address():
    return reverse("helpdesk_new")


@pytest.fixture(autouse=True)
def saudi_arabia(english):
    return CountryFactory(locale=english, iso2="SA", name="Saudi Arabia")


@pytest.fixture
def token(desk, address):
    return TOKEN.search(desk.get(address).content.decode()).group(1)


def test_a_call_becomes_a_request(desk, address, token, caseworker):
    response = desk.post(address, {**CALL, "token": token})
    assert response.status_code == 200
    ticket = Ticket.objects.get()
    assert (ticket.origin, ticket.recorded_by, ticket.language) == ("phone", caseworker, "bn")
    assert ticket.worker_name == "কাল্পনিক রহিমা"
    assert ticket.passport == "ZZ0000001"
    assert ticket.passport_index == blind_index("ZZ0000001", "passport")
    assert ticket.phone == "+8801712345678"
    assert ticket.narrative == "ফোনে যা বললেন"
    assert ticket.urgency == 1
    assert not ticket.quarantined
    assert list(ticket.subproblems.values_list("code", flat=True)) == ["A1"]
    assert list(ticket.log.values_list("act", "actor__username", "detail")) == [
        ("recorded", "caseworker", "phone")
    ]
    page = response.content.decode()
    assert ticket.reference in page
    receipt = Receipt.objects.get()
    assert receipt.code_hash == hash_code(parse_code(code_of(response)))


def test_consent_by_word_of_mouth_is_dated(desk, address, token, caseworker):
    desk.post(address, {**CALL, "token": token})
    for consent in Consent.objects.all():
        assert (consent.subject, consent.basis) == (Subject.ASKER, Basis.ORAL)
        assert consent.recorded_by == caseworker
        assert timezone.localtime(consent.decided_at).isoformat() == "2026-03-05T10:30:00+06:00"
    given = {
        (consent.purpose, consent.recipient) for consent in Consent.objects.filter(given=True)
    }
    assert given == {("hold", ""), ("contact", ""), ("refer", "legal_aid")}


def test_a_double_click_makes_one_request_and_shows_its_code_for_minutes(desk, address, token):
    first, second = (desk.post(address, {**CALL, "token": token}) for _click in range(2))
    assert Ticket.objects.count() == 1
    assert code_of(first) == code_of(second)
    Ticket.objects.update(created_at=timezone.now() - timedelta(minutes=6))
    late = desk.post(address, {**CALL, "token": token})
    assert late.status_code == 200
    assert "<output>" not in late.content.decode()
    assert Ticket.objects.count() == 1
    assert "<output>" not in desk.get(address).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("agreed", "", "We may keep only what the person agreed to."),
        ("agreed_at", "soon", "Write the date and time."),
        ("agreed_at", "2999-01-01T00:00", "This time has not come yet."),
        ("origin", "web", "Choose one of the answers."),
        ("relation", "", "Choose one."),
        ("problems", [], "Choose at least one."),
        ("phone", "12", "This number is too short."),
        ("country", "QQ", "Choose one of the answers."),
        ("narrative", "ক" * 5001, "This is too long."),
        ("token", "broken", "open too long"),
        ("district", "১০০০০", "Choose one of the answers."),
    ],
)
def test_wrong_input_loses_no_word(desk, address, token, field, value, words):
    response = desk.post(address, {**CALL, "token": token, field: value})
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    typed = {"code_word", "asker_name", "worker_name", "passport", "narrative", "phone"} - {field}
    for name in typed:
        assert CALL[name] in page
    assert not Ticket.objects.exists()
    # What the page brings back is enough to send it once more.
    token = TOKEN.search(page).group(1)
    assert desk.post(address, {**CALL, "token": token}).status_code == 200
    assert Ticket.objects.count() == 1


def test_a_database_that_does_not_answer_loses_no_word(desk, address, token):
    with mock.patch("helpdesk.views.casework.intake.submit", side_effect=OperationalError):
        response = desk.post(address, {**CALL, "token": token})
    assert response.status_code == 503
    assert response["Retry-After"]
    page = response.content.decode()
    assert "ফোনে যা বললেন" in page
    assert token in page


def test_a_number_of_another_country_is_read_as_one(desk, address, token):
    abroad = {**CALL, "country": "SA", "place": "abroad_work", "phone": "0512345678"}
    desk.post(address, {**abroad, "token": token})
    assert Ticket.objects.get().phone == "+966512345678"
    found = desk.post(reverse("helpdesk_find"), {"number": "051 234 5678"}).content.decode()
    assert Ticket.objects.get().reference in found


def test_home_decides_the_route(desk, address, token):
    district = District.objects.first()
    make_office("কাল্পনিক অফিস", district.code)
    desk.post(address, {**CALL, "token": token, "district": district.code})
    ticket = Ticket.objects.get()
    assert (ticket.district, ticket.route) == (district, "local")


def test_a_childs_request_is_restricted_and_its_writer_is_told(desk, address, token):
    page = desk.post(address, {**CALL, "token": token, "is_minor": "on"}).content.decode()
    ticket = Ticket.objects.get()
    assert ticket.restricted
    assert "You cannot open this request yourself" in page
    assert f"/help-requests/{ticket.pk}/" not in page


def test_the_script_stands_beside_the_questions(desk, address):
    page = desk.get(address).content.decode()
    assert len(FIRST_RESPONSE) == 10
    for step in FIRST_RESPONSE:
        with translation.override("en"):
            assert str(step.title) in page
    assert page.count('<p class="say" lang="bn">') == sum(len(s.say) for s in FIRST_RESPONSE)


def test_the_script_types_no_telephone_number():
    """Numbers to call are dated facts, shown from their own list."""
    for step in FIRST_RESPONSE:
        assert not re.search(r"\d{3}", " ".join(map(str, (step.title, *step.say, *step.do))))


def test_what_was_typed_is_only_text(desk, address, token):
    nasty = '"><script>alert(1)</script>'
    answers = {**CALL, "asker_name": nasty, "narrative": nasty, "agreed": "", "token": token}
    page = desk.post(address, answers).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
