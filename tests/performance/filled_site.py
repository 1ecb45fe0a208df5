"""The site on a database of its own, filled for one benchmark and measured in one process.

A benchmark fills, measures and judges: what is the same for all of them is here.
"""

import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.performance.databases import database_version, throw_away_database


def say(text: str) -> None:
    """Tell whoever waits what is being done, beside the figures on standard output."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


@contextmanager
def filled_site(label: str, fill: Callable[[], None]) -> Iterator[str]:
    """Set up Django on a new database and fill it; give name and version of the database.

    It is SQLite, or PostgreSQL when BENCH_DATABASE_URL names a server; its name contains `label`.
    Nothing of it is left afterwards. Models may be imported in `fill` and from then on.
    """
    server = os.environ.get("BENCH_DATABASE_URL", "")
    with (
        tempfile.TemporaryDirectory() as folder,
        throw_away_database(server, label, Path(folder)) as url,
    ):
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "VAR_DIR": folder,
            "DATABASE_URL": url,
        }
        set_up()
        from django.core.management import call_command
        from django.db import connections

        say("Making the tables …")
        call_command("migrate", verbosity=0)
        try:
            fill()
            yield database_version(server)
        finally:
            connections.close_all()


def set_up() -> None:
    """Set up Django as the environment says, without its log of what goes well."""
    import django

    logging.disable(logging.WARNING)
    django.setup()


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return what an act takes: milliseconds, and those of this process's processor.

    What a server's database works is not in the second figure.
    """
    start, worked = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000


def times(act: Callable[[], object], rounds: int) -> list[float]:
    """Return the milliseconds of each round."""
    return [timed(act)[0] for _round in range(rounds)]


def verdict(figure: float, goal: float) -> str:
    """Return the cell of a table that says whether a figure is at most its goal."""
    return f"≤ {goal}: {'reached' if figure <= goal else 'NOT reached'}"
