"""How long is waited, and how often a kept connection is asked whether it works."""

import pytest
from django.db import OperationalError
from django.db import connection as usual

from portal.postgresql import base
from portal.postgresql.base import ASKED_EVERY

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.skipif(usual.vendor != "postgresql", reason="DATABASE_URL is not PostgreSQL"),
    pytest.mark.django_db,
]


@pytest.fixture
def connection():
    """A second connection, outside the test's transaction."""
    own = usual.copy()
    own.inc_thread_sharing()
    own.connect()
    own.health_check_enabled = True
    yield own
    own.close()


def begin_request(connection) -> None:
    """What a request begins with, up to its first statement."""
    connection.close_if_unusable_or_obsolete()
    connection.ensure_connection()
    connection.close_if_health_check_failed()


@pytest.fixture
def asked(connection, monkeypatch):
    asked = []
    is_usable = connection.is_usable
    monkeypatch.setattr(connection, "is_usable", lambda: asked.append(1) or is_usable())
    return asked


def test_a_fresh_connection_is_not_asked(connection, asked):
    for _request in range(3):
        begin_request(connection)
    assert not asked


def test_one_that_was_not_asked_for_long_is(connection, asked):
    connection._asked_at -= ASKED_EVERY
    begin_request(connection)
    begin_request(connection)
    assert len(asked) == 1


def test_one_that_the_server_closed_is_replaced_at_once(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    with usual.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
    begin_request(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (process,)


def test_what_somebody_else_has_locked_is_not_waited_for_endlessly(connection, monkeypatch):
    monkeypatch.setattr(base, "LONGEST_WAIT_FOR_A_LOCK", 0.1)
    connection.close()
    connection.connect()
    with usual.cursor() as cursor, connection.cursor() as other:
        cursor.execute("LOCK TABLE helpdesk_ticket IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(OperationalError, match="lock timeout"):
            other.execute("SELECT 1 FROM helpdesk_ticket")
