"""`make bench`: the help form's speed and weight, measured and set beside their goals.

BENCH_DATABASE_URL names a PostgreSQL server (any database of it); without it everything runs on
SQLite. BENCH_ROUNDS (default 12) sets how often the two forms are measured in turns. README.md
says what is measured and holds the latest figures.
"""

import os
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import date
from importlib.metadata import version
from pathlib import Path

from tests.performance.databases import database_version, throw_away_database
from tests.performance.django_helpdesk_site import DjangoHelpdeskSite
from tests.performance.form_journey import People
from tests.performance.okup_site import OkupSite
from tests.performance.people_at_once import crowd_report
from tests.performance.side_by_side import compare
from tests.performance.transferred_bytes import transfer_report

PEOPLE_ON_POSTGRESQL, PEOPLE_ON_SQLITE = 200, 50
CROWDS = 3
BEGAN = time.monotonic()


def say(line: str) -> None:
    """Print a line of progress with the minutes that have passed."""
    minutes, seconds = divmod(int(time.monotonic() - BEGAN), 60)
    print(f"[{minutes}:{seconds:02}] {line}", flush=True)


def main(python: Path) -> int:
    """Run all measurements. `python` has django-helpdesk. Returns 0 if load and bytes are well."""
    server = os.environ.get("BENCH_DATABASE_URL", "")
    rounds = int(os.environ.get("BENCH_ROUNDS", "12"))
    for name in ("DATABASE_URL", "REDIS_URL", "AWS_STORAGE_BUCKET_NAME", "EMAIL_URL", "VAR_DIR"):
        os.environ.pop(name, None)
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="okup-bench-")))
        folders = {name: root / name for name in ("okup", "django-helpdesk")}
        for folder in folders.values():
            folder.mkdir(mode=0o700)
        urls = {
            name: stack.enter_context(throw_away_database(server, name.replace("-", "_"), folder))
            for name, folder in folders.items()
        }
        say("django-helpdesk's form")
        other = DjangoHelpdeskSite(python, urls["django-helpdesk"], folders["django-helpdesk"])
        other.prepare(say)
        say("This site")
        site = OkupSite(urls["okup"], folders["okup"])
        site.prepare(say)
        okup_server = stack.enter_context(site.serve())
        other_server = stack.enter_context(other.serve())
        okup_server.wait_for("/help/")
        other_server.wait_for("/helpdesk/tickets/submit/")

        say("Bytes")
        bytes_lines, bytes_well = transfer_report(site.port)
        say("Load")
        people = People(site.port)
        count = PEOPLE_ON_POSTGRESQL if server else PEOPLE_ON_SQLITE
        crowd_lines, crowd_well = crowd_report(people, count, CROWDS, say)
        say("Side by side")
        ratio_lines = compare(okup_server, people, other_server, other, rounds, say)
        from django.db import connections

        connections.close_all()
    say("Done.")
    heading = f"## {database_version(server)}, {date.today()}, {_machine()}"
    sections = {
        f"Beside django-helpdesk 2.6.1, medians of {rounds} rounds": ratio_lines,
        "People who send at the same moment": crowd_lines,
        "Bytes": bytes_lines,
    }
    print(f"\n{heading}")
    for title, lines in sections.items():
        print(f"\n### {title}\n\n" + "\n".join(lines))
    return 0 if bytes_well and crowd_well else 1


def _machine() -> str:
    parts = (f"{os.cpu_count()} processors", f"Python {sys.version.split()[0]}")
    return ", ".join((*parts, f"Django {version('Django')}", f"gunicorn {version('gunicorn')}"))


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1]).absolute()))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
