"""For tests of what is truly committed: other threads and processes see it, files hold it.

Django's own way empties every table afterwards, and with them what the migrations put there.
Here exactly the rows that the test added are taken away again. Import `transactional_db` into a
module of tests, and it stands there in the place of pytest-django's fixture; pytest-django
goes by its name when it makes the database and puts such tests last.
"""

import os
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

ROOT = Path(__file__).resolve().parents[1]
MANAGE = [sys.executable, "manage.py"]


def _keys() -> dict[str, tuple[list[str], set]]:
    """The primary keys of every table, with the columns that hold them."""
    keys = {}
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            columns = [f'"{field.column}"' for field in model._meta.pk_fields]
            if model._meta.proxy or table not in existing:
                continue
            cursor.execute(f'SELECT {", ".join(columns)} FROM "{table}"')  # noqa: S608
            keys[table] = columns, set(cursor.fetchall())
    return keys


@pytest.fixture
def transactional_db(django_db_setup, django_db_blocker):
    """Let a test commit to the test database; take its rows away afterwards."""
    with django_db_blocker.unblock():
        before = _keys()
        try:
            yield
        finally:
            # Foreign keys are checked when the transaction ends: the order does not matter.
            with transaction.atomic(), connection.cursor() as cursor:
                for table, (columns, now) in _keys().items():
                    wanted = " AND ".join(f"{column} = %s" for column in columns)
                    for key in now - before[table][1]:
                        cursor.execute(f'DELETE FROM "{table}" WHERE {wanted}', key)  # noqa: S608
            connection.close()


def process_environment(folder: Path, **variables: str) -> dict[str, str]:
    """Variables for a process of production that works on the test database with its keys."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        user = f"{database['USER']}:{database['PASSWORD']}".rstrip(":")
        url = f"postgres://{user}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "DATABASE_URL": url,
        "VAR_DIR": str(folder),
        "SECRET_KEY": settings.SECRET_KEY,
        "ALLOWED_HOSTS": "help.example",
        "SITE_URL": "https://help.example",
        "FIELD_ENCRYPTION_KEYS": ",".join(settings.FIELD_ENCRYPTION_KEYS),
        "FIELD_HASHING_KEY": settings.FIELD_HASHING_KEY,
        "PYTHONUNBUFFERED": "1",
        **variables,
    }
