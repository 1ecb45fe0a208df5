"""What state a database is in, asked without loading Django."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from portal.launch import ROOT

MIGRATIONS = "SELECT count(*), min(applied), max(applied) FROM django_migrations"
PASSWORD = "SELECT password FROM core_user WHERE username = 'admin'"  # noqa: S105


class DatabaseUnusable(Exception):
    """The site cannot run on this database. The message is one sentence for a person."""


@dataclass(frozen=True)
class DatabaseState:
    """What the launcher's steps depend on.

    born: the moment of the very first migration. It names a database better than its path or
        its inode, which a new database may inherit from a deleted one. Empty: nothing there yet.
    migrated: how many migrations were applied, and when the last one was.
    password: the stored hash of the demo account's password, or empty.
    """

    name: str
    born: str = ""
    migrated: str = ""
    password: str = ""


def database_state(environment: Mapping[str, str], var_dir: Path) -> DatabaseState:
    """Return the state of the database of DATABASE_URL, by default SQLite in `var_dir`.

    Raises DatabaseUnusable when it does not answer, does not exist or is not UTF-8.
    """
    url = environment.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://", "pgsql://")):
        return _postgresql_state(url)
    path = Path(unquote(urlsplit(url).path[1:])) if url else var_dir / "db.sqlite3"
    return _sqlite_state(path)


def _sqlite_state(path: Path) -> DatabaseState:
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    name = f"SQLite, {shown}"
    if not path.exists():
        return DatabaseState(name)
    try:
        # Not read-only: after a crash, the first to open the file has to put it in order.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as link:
            tables = {row[0] for row in link.execute("SELECT name FROM sqlite_master")}
            return _state(name, tables.__contains__, lambda sql: link.execute(sql).fetchone())
    except sqlite3.DatabaseError as error:
        raise DatabaseUnusable(f"The database {shown} cannot be read: {error}.") from None


def _postgresql_state(url: str) -> DatabaseState:
    import psycopg

    parts = urlsplit(url)
    database = parts.path[1:]
    name = f"PostgreSQL, {database} on {parts.hostname or 'this machine'}"
    try:
        with psycopg.connect(url.replace("pgsql://", "postgresql://"), connect_timeout=5) as link:

            def first(sql: str, *values):
                return link.execute(sql, values or None).fetchone()

            encoding = link.info.parameter_status("server_encoding")
            if encoding != "UTF8":
                raise DatabaseUnusable(
                    f"The database {database} stores text as {encoding}, which cannot hold Bangla."
                    f" Make one with: createdb --encoding=UTF8 --template=template0 {database}"
                )
            return _state(name, lambda table: first("SELECT to_regclass(%s)", table)[0], first)
    except psycopg.OperationalError as error:
        words = str(error).strip().splitlines()[-1].rpartition("FATAL: ")[2].strip()
        hint = ""
        if "does not exist" in words:
            hint = f" Make it with: createdb --encoding=UTF8 --template=template0 {database}"
        raise DatabaseUnusable(f"{name}: the database does not answer: {words}.{hint}") from None


def _state(name: str, has: Callable, first: Callable) -> DatabaseState:
    if not has("django_migrations"):
        return DatabaseState(name)
    count, born, latest = first(MIGRATIONS)
    stored = first(PASSWORD) if has("core_user") else None
    return DatabaseState(
        name=name,
        born=str(born or ""),
        migrated=f"{count} {latest}",
        password=stored[0] if stored else "",
    )
