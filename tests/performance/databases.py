"""Databases for one run: made for it, gone after it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit


@contextmanager
def throw_away_database(server: str, label: str, folder: Path) -> Iterator[str]:
    """Give the URL of a new, empty database.

    `server` is the URL of any database on the PostgreSQL server to use; empty means a SQLite file
    in `folder`, which whoever made the folder takes away.
    """
    if not server:
        yield f"sqlite:///{folder / label}.sqlite3"
        return
    import psycopg
    from psycopg import sql

    name = f"bench_{label}_{secrets.token_hex(4)}"
    identifier = sql.Identifier(name)
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(
            # A ctype of UTF-8: the search folds Bangla and accents with it.
            sql.SQL(
                "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_CTYPE 'C.UTF-8'"
            ).format(identifier)
        )
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as link:
            link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def database_version(server: str) -> str:
    """Return name and version of the database, for the heading of the figures."""
    if not server:
        import sqlite3

        return f"SQLite {sqlite3.sqlite_version}"
    import psycopg

    with psycopg.connect(server) as link:
        return f"PostgreSQL {link.info.parameter_status('server_version').split()[0]}"


def gather_statistics() -> None:
    """Let PostgreSQL look at what a bulk load has stored, as it does by itself in time."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
