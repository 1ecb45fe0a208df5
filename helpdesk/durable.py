"""Writing that is on the disk before anybody is told that it arrived."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def durable_transaction():
    """A transaction whose commit survives `kill -9` and a power cut.

    PostgreSQL is told so, whatever the server's default is; SQLite is by its pragmas
    (portal.settings.databases).
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = on")
        yield
