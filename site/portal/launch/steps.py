"""What has to be done before the site can be served, and whether it was done already.

Each step has a fingerprint: what it reads (files, pinned packages) and what it leaves behind (in
the database or in files). After the step the fingerprint is kept in `var/run/`; as long as it is
the same at the next start, the step has nothing to do. To repeat every step: delete `var/run/`.
"""

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal.launch import ROOT
from portal.launch.database import DatabaseState, database_state

APPS = ("home", "guidance", "programs", "publications", "directory", "helpdesk", "site/portal/*")
PACKAGES = "requirements.txt"


@dataclass(frozen=True)
class Site:
    """One local site: its environment and where it keeps its files."""

    environment: Mapping[str, str]
    var_dir: Path

    def database(self) -> DatabaseState:
        """Return the state of its database. Raises DatabaseUnusable."""
        return database_state(self.environment, self.var_dir)


def _migrations(site: Site, database: DatabaseState) -> str:
    return f"{database.born} {database.migrated}"


def _content(site: Site, database: DatabaseState) -> str:
    # Its age alone: content that was edited or deleted since then stays as people left it.
    return database.born


def _numbers(site: Site, database: DatabaseState) -> str:
    file = site.var_dir / "last-good" / "emergency-numbers.json"
    return f"{database.born} {file.exists()}"


def _account(site: Site, database: DatabaseState) -> str:
    return f"{database.born} {database.password} {site.environment.get('DEMO_PASSWORD')}"


def _compiled(site: Site, database: DatabaseState) -> str:
    sources = sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))
    return " ".join(str(source.with_suffix(".mo").exists()) for source in sources)


def _collected(site: Site, database: DatabaseState) -> str:
    return str((site.var_dir / "static" / "staticfiles.json").exists())


@dataclass(frozen=True)
class Step:
    """One management command, and what it depends on.

    inputs: patterns of files, relative to the project. leaves: a text that changes when what the
    step left behind is gone or was changed by somebody else.
    """

    name: str
    says: str
    command: tuple[str, ...]
    inputs: tuple[str, ...]
    leaves: Callable[[Site, DatabaseState], str]


DATABASE_STEPS = (
    Step(
        name="messages",
        says="Compiling the interface's translations",
        command=("messages", "compile", "--verbosity=0"),
        inputs=("locale/*/LC_MESSAGES/*.po",),
        leaves=_compiled,
    ),
    Step(
        name="migrations",
        says="Bringing the database up to date",
        command=("migrate", "--noinput", "--verbosity=0"),
        inputs=(PACKAGES, *(f"{app}/migrations/*.py" for app in APPS)),
        leaves=_migrations,
    ),
    Step(
        name="demo-content",
        says="Loading the demo content",
        command=("load_demo",),
        inputs=(
            "home/demo_content/**/*",
            "home/demo/**/*",
            "home/management/commands/load_demo.py",
        ),
        leaves=_content,
    ),
    Step(
        name="search-index",
        says="Making sure that searches find something",
        command=("index_public_site", "--if-empty", "--verbosity=0"),
        inputs=(
            "site/portal/search/management/commands/index_public_site.py",
            "locale/*/LC_MESSAGES/*.po",
        ),
        leaves=_content,
    ),
    Step(
        name="harvest-records",
        says="Bringing what harvesters are told in step with the publications",
        command=("refresh_harvest_records", "--verbosity=0"),
        inputs=("publications/oai/harvest_records.py",),
        leaves=_content,
    ),
    Step(
        name="emergency-numbers",
        says="Writing the emergency numbers that need no database",
        command=("write_last_good", "--verbosity=0"),
        inputs=("site/portal/reference/last_good.py",),
        leaves=_numbers,
    ),
    Step(
        name="demo-account",
        says="Setting up the demo account",
        command=("demo_account", "--verbosity=0"),
        inputs=("home/management/commands/demo_account.py", "helpdesk/groups.py"),
        leaves=_account,
    ),
)
STATIC_STEPS = (
    Step(
        name="static-files",
        says="Collecting and compressing static files",
        command=("collectstatic", "--noinput", "--verbosity=0"),
        inputs=(PACKAGES, "static/**/*", *(f"{app}/static/**/*" for app in APPS)),
        leaves=_collected,
    ),
)
STEPS = {step.name: step for step in (*DATABASE_STEPS, *STATIC_STEPS)}


def fingerprint(step: Step, site: Site, database: DatabaseState) -> str:
    """Return a text that is the same as long as the step has nothing to do."""
    digest = hashlib.sha256(f"{step.command} {step.leaves(site, database)}".encode())
    for path in sorted({path for pattern in step.inputs for path in ROOT.glob(pattern)}):
        if path.is_file() and path.suffix != ".pyc":
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"\n{path.relative_to(ROOT)} {content}".encode())
    return digest.hexdigest()


def _stamp(step: Step, site: Site) -> Path:
    return site.var_dir / "run" / f"{step.name}.stamp"


def steps_to_do(steps: Iterable[Step], site: Site, database: DatabaseState) -> list[Step]:
    """Return the steps whose fingerprint is not the one that was kept."""
    return [
        step
        for step in steps
        if not _stamp(step, site).exists()
        or _stamp(step, site).read_text() != fingerprint(step, site, database)
    ]


def perform(names: Iterable[str], site: Site, say: Callable[[str], None]) -> None:
    """Do steps in this process, with Django, and keep the fingerprint of each one that is done."""
    import django
    from django.core.management import CommandError, call_command

    django.setup()
    for name in names:
        step = STEPS[name]
        say(f"{step.says} …")
        began = time.monotonic()
        stamp = _stamp(step, site)
        # If the step is interrupted it has to be done again, whatever it left behind.
        stamp.unlink(missing_ok=True)
        try:
            call_command(*step.command)
        except CommandError as error:
            raise SystemExit(f"{step.says}: {error}") from None
        stamp.parent.mkdir(parents=True, exist_ok=True)
        unfinished = stamp.with_suffix(f".{os.getpid()}")
        unfinished.write_text(fingerprint(step, site, site.database()))
        unfinished.replace(stamp)
        say(f"{step.says}: done in {time.monotonic() - began:.1f} s")
