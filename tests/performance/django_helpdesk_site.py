"""django-helpdesk's public form in the smallest project that serves it.

It gets what its documentation asks for and what this site has too: DEBUG off, the same database
settings, kept connections, loaded templates, a log file, the same gunicorn workers. Its letters
are written and handed to a mailer that drops them.
"""

import json
import os
import re
import secrets
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from portal.settings.databases import database_settings
from tests.performance.gunicorn_server import GunicornServer, free_port
from tests.performance.http_client import Connection, make_request

SITE = Path(__file__).resolve().parents[2] / "site"
FORM = "/helpdesk/tickets/submit/"
QUEUE = "Fictional queue"
HIDDEN_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
QUEUE_OPTION = re.compile(rf'<option value="(\d+)"[^>]*>{QUEUE}')

SETTINGS = """
import json, os
from pathlib import Path
FOLDER = Path(__file__).parent
SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {"default": json.loads(os.environ["DATABASE"])}
INSTALLED_APPS = [
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "django.contrib.sites", "django.contrib.humanize",
    "django.contrib.staticfiles", "django.contrib.admin", "rest_framework", "django_cleanup",
    "helpdesk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "addresses"
TEMPLATES = [{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "APP_DIRS": True,
    "OPTIONS": {"context_processors": [
        "django.template.context_processors.request",
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]},
}]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1
USE_TZ = True
STATIC_URL = "/static/"
MEDIA_ROOT = FOLDER / "media"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_SUBMIT_A_TICKET_PUBLIC = True
"""
ADDRESSES = """
from django.contrib import admin
from django.urls import include, path
urlpatterns = [path("admin/", admin.site.urls), path("helpdesk/", include("helpdesk.urls"))]
"""
MAKE_QUEUE = f'''
from helpdesk.models import Queue
Queue.objects.create(title="{QUEUE}", slug="fictional", allow_public_submission=True,
                     email_address="queue@example.org")
'''
WSGI = """
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
from django.urls import resolve
resolve("/helpdesk/tickets/submit/")
"""


class DjangoHelpdeskSite:
    """The site to compare with. `python` is the interpreter of its own environment."""

    def __init__(self, python: Path, database_url: str, folder: Path):
        self.python = python
        self.folder = folder
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "DJANGO_SETTINGS_MODULE": "bench_settings",
            # Of this site's own: gunicorn's worker and what connects to PostgreSQL.
            "PYTHONPATH": os.pathsep.join((str(folder), str(SITE))),
            "SECRET_KEY": secrets.token_urlsafe(48),
            "DATABASE": json.dumps(database_settings(database_url, folder), default=str),
        }

    def prepare(self, say) -> None:
        """Write the project, make its tables and a queue that everybody may write to."""
        for name, text in (
            ("bench_settings.py", SETTINGS),
            ("addresses.py", ADDRESSES),
            ("bench_wsgi.py", WSGI),
        ):
            (self.folder / name).write_text(text)
        say("  Making the tables …")
        self._django("migrate", "--noinput", "--verbosity=0")
        self._django("shell", "-c", MAKE_QUEUE)

    def _django(self, *command: str) -> None:
        subprocess.run(
            [str(self.python), "-m", "django", *command],
            cwd=self.folder,
            env=self.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def serve(self) -> GunicornServer:
        """Start it with the workers of ../../gunicorn.conf.py."""
        command = [
            *(str(self.python), "-m", "gunicorn", "-w", "2", "--threads", "4"),
            *("-k", "portal.request_worker.EvenThreadWorker"),
            *("--preload", "--keep-alive", "15", "--timeout", "60", "--access-logfile", "-"),
            *("--no-control-socket", "-b", f"127.0.0.1:{self.port}", "bench_wsgi:application"),
        ]
        if os.access("/dev/shm", os.W_OK):  # noqa: S108
            command[3:3] = ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
        log = self.folder / "django-helpdesk-gunicorn.log"
        return GunicornServer(command, self.folder, self.environment, self.port, log)

    def form_request(self) -> bytes:
        """Return the request for the empty form, of somebody who comes for the first time."""
        return make_request(self.port, FORM)

    def submission(self, title: str, words: str) -> bytes:
        """Return the request that sends the form, with cookie and token as a browser has them."""
        page = Connection(self.port).send(self.form_request())
        cookie = page.headers["set-cookie"][0].partition(";")[0]
        form = {
            "csrfmiddlewaretoken": HIDDEN_TOKEN.search(page.text).group(1),
            "queue": QUEUE_OPTION.search(page.text).group(1),
            "title": title,
            "body": words,
            "priority": "3",
            "due_date": "",
            "submitter_email": "somebody@example.org",
        }
        return make_request(self.port, FORM, form, Cookie=cookie)


def is_stored(answer) -> bool:
    """Whether an answer says that a ticket was made: it leads to the ticket's own page."""
    place = "".join(answer.headers.get("location", []))
    return answer.status == 302 and urlsplit(place).path == "/helpdesk/view/"
