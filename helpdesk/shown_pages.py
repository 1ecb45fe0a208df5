"""Pages of the help desk that were sent already: sent again, they show nothing.

Whoever presses the browser's Back button after somebody left, and sends the same page again,
must not see what was written.
"""

import random
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from helpdesk.models import ShownPage
from portal.privacy.blind_index import blind_index

# Longer than any token is good for showing something.
REMEMBERED_FOR = timedelta(hours=1)
# A page must not wait longer for a database that somebody else has locked.
LONGEST_WAIT = timedelta(seconds=1)
# One sending in so many tidies up.
TIDY_EVERY = 50


def hash_of_page(token: str) -> str:
    """What is stored of a page's token."""
    return blind_index(token, "shown-page")


def is_first_showing(token: str) -> bool:
    """Whether a page's token comes for the first time; from now on it has come.

    Raises django.db.DatabaseError when nobody can say.
    """
    now = timezone.now()
    table = connection.ops.quote_name(ShownPage._meta.db_table)
    with _short_wait(), connection.cursor() as cursor:
        # One statement that both databases know, because every page of the form pays for it.
        cursor.execute(
            f"INSERT INTO {table} (token_hash, shown_at) VALUES (%s, %s)"  # noqa: S608
            " ON CONFLICT DO NOTHING",
            [hash_of_page(token), connection.ops.adapt_datetimefield_value(now)],
        )
        is_new = cursor.rowcount == 1
    if not is_new:
        return False
    if random.randrange(TIDY_EVERY) == 0:  # noqa: S311
        ShownPage.objects.filter(shown_at__lt=now - REMEMBERED_FOR).delete()
    return True


@contextmanager
def _short_wait():
    """Wait briefly for SQLite's one writer; PostgreSQL's writers do not wait for each other."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    usual = int(connection.settings_dict["OPTIONS"]["timeout"] * 1000)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout={int(LONGEST_WAIT.total_seconds() * 1000)}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout={usual}")
