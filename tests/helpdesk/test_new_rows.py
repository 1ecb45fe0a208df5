"""Rows that are stored by statements of our own, beside those that Django stores."""

import pytest
from django.db import IntegrityError, connection, transaction

from helpdesk.models import Notice, Receipt, Ticket, TicketProblem
from helpdesk.new_rows import insert_rows
from portal.privacy.models import DataKey

pytestmark = pytest.mark.django_db

ODD = "100%s %% '); DROP TABLE x; -- \\ \\' \"ক্ষ\" \n 😭 ?"


def ticket_of(data_key: DataKey, **fields) -> Ticket:
    values = {"submission_hash": "s", "language": "bn", "relation": "parent", "narrative": ODD}
    return Ticket(data_key=data_key, **(values | fields))


@pytest.fixture
def ticket() -> Ticket:
    data_key = DataKey.generate()
    ticket = ticket_of(data_key)
    insert_rows([data_key], [ticket])
    return ticket


def stored(row) -> dict:
    """Return a row's columns as the database has them, without keys and what names the row."""
    names = {field.attname for field in row._meta.concrete_fields}
    own = {"id", "uid", "data_key_id", "reference", "submission_hash", "created_at", "narrative"}
    return type(row).objects.filter(pk=row.pk).values(*names - own).get()


def test_a_row_is_as_django_stores_it(ticket):
    data_key = DataKey.generate()
    data_key.save(force_insert=True)
    other = ticket_of(data_key, submission_hash="t")
    other.save(force_insert=True)
    assert stored(ticket) == stored(other)
    assert ticket.pk and ticket.created_at and not ticket._state.adding


def test_what_is_sealed_opens_again_and_its_key_comes_first(ticket):
    again = Ticket.objects.select_related("data_key").get(pk=ticket.pk)
    assert again.narrative == ODD
    assert again.uid == ticket.uid
    sealed = Ticket.objects.filter(pk=ticket.pk).extra(select={"raw": "narrative"}).get().raw
    assert ODD.encode() not in bytes(sealed)


def test_any_text_stays_text(ticket):
    receipt = Receipt(ticket=ticket, code_hash=ODD)
    insert_rows([receipt], [TicketProblem(ticket=ticket, code="100%s'")])
    assert Receipt.objects.get(pk=receipt.pk).code_hash == ODD
    assert TicketProblem.objects.get().code == "100%s'"


def test_every_lonely_row_learns_its_own_key(ticket):
    receipts = [Receipt(ticket=ticket, code_hash=code) for code in ("a", "b")]
    notice = Notice(ticket=ticket, kind="new_ticket", next_attempt_at=ticket.created_at)
    problems = [TicketProblem(ticket=ticket, code=code) for code in ("danger", "other")]
    insert_rows([receipts[0]], problems, [], [notice], [receipts[1]])
    for receipt in receipts:
        assert Receipt.objects.get(pk=receipt.pk).code_hash == receipt.code_hash
    assert Notice.objects.get().pk == notice.pk
    assert TicketProblem.objects.count() == 2


def test_postgresql_is_asked_once(ticket, django_assert_num_queries):
    groups = ([Receipt(ticket=ticket, code_hash="a")], [TicketProblem(ticket=ticket, code="x")])
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 2):
        insert_rows(*groups)


def test_one_row_that_is_refused_takes_all_with_it(ticket):
    before = Receipt.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(
            [Receipt(ticket=ticket, code_hash="a")],
            [TicketProblem(ticket=ticket, code="x"), TicketProblem(ticket=ticket, code="x")],
        )
    assert Receipt.objects.count() == before
