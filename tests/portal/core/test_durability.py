"""What a commit means: an acknowledged request must survive a power cut."""

import pytest
from django.db import connection

FULL = 2


@pytest.mark.django_db
def test_sqlite_writes_through_on_every_connection():
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone()[0] == "on"
        return
    with connection.cursor() as cursor:
        for pragma, value in (("journal_mode", "wal"), ("synchronous", FULL), ("foreign_keys", 1)):
            cursor.execute(f"PRAGMA {pragma}")
            assert cursor.fetchone()[0] == value, pragma
