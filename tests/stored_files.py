"""Reading what lies on the disk, while SQLite holds some of it open."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.db import connection


def database_files() -> list[Path]:
    """SQLite's file and what belongs to it. Empty on PostgreSQL."""
    if connection.vendor != "sqlite":
        return []
    name = connection.settings_dict["NAME"]
    paths = [Path(f"{name}{end}") for end in ("", "-wal", "-shm", "-journal")]
    return [path for path in paths if path.is_file()]


def file_contents(folder: Path, since: float = 0) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file under `folder` that was changed after `since`.

    `since` is in seconds since 1970. Other programs' files come and go meanwhile: what went,
    and what this user may not read, is left out.
    """
    for path in sorted(folder.rglob("*")):
        with suppress(OSError):
            if path.is_file() and path.stat().st_mtime >= since:
                yield str(path), file_content(path)


def file_content(path: Path) -> bytes:
    """The bytes of a file, whoever has it open.

    A process that closes a file loses all its locks on it (https://sqlite.org/howtocorrupt.html,
    2.2). Without them the next process to open the database takes it for abandoned, cuts its
    shared memory, and we meet "disk I/O error". So another process reads the database's files.
    """
    if path not in database_files():
        return path.read_bytes()
    return subprocess.run(["cat", path], stdout=subprocess.PIPE, check=True).stdout  # noqa: S603, S607
