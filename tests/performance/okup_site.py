"""This site as it runs in production, on a throw-away database with throw-away keys."""

import os
import subprocess
import sys
from pathlib import Path

from portal.launch.local_values import local_values, site_environment
from tests.performance.gunicorn_server import GunicornServer, free_port

ROOT = Path(__file__).resolve().parents[2]
PREPARATION = (
    ("Compiling the translations", ("messages", "compile", "--verbosity=0")),
    ("Making the tables", ("migrate", "--noinput", "--verbosity=0")),
    # Countries to choose from and numbers to call: without them the pages would be too light.
    ("Loading the demo content", ("load_demo", "--verbosity=0")),
    ("Collecting static files", ("collectstatic", "--noinput", "--verbosity=0")),
    ("Writing the emergency numbers", ("write_last_good", "--verbosity=0")),
)


class OkupSite:
    """The site under test. `prepare` first; then this process can use its models as well."""

    def __init__(self, database_url: str, folder: Path):
        self.folder = folder
        self.port = free_port()
        values, _made = local_values(folder)
        given = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT / "site"),
            "DATABASE_URL": database_url,
            "VAR_DIR": str(folder),
            "EMAIL_URL": "dummymail://",
            "WEB_CONCURRENCY": "2",
        }
        self.environment = site_environment(values, given, "portal.settings.production", self.port)

    def prepare(self, say) -> None:
        """Fill the database, and set up Django in this process on it."""
        for words, command in PREPARATION:
            say(f"  {words} …")
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=ROOT,
                env=self.environment,
                check=True,
            )
        os.environ.update(self.environment)
        import django

        django.setup()

    def serve(self) -> GunicornServer:
        """Start it with the configuration of production: 2 processes, 4 threads each."""
        command = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py")]
        return GunicornServer(
            command, ROOT, self.environment, self.port, self.folder / "okup-gunicorn.log"
        )
