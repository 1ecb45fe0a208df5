"""What a person sees while Redis is away: everything. Only the health check says so."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import caches
from redis.exceptions import ConnectionError as RedisConnectionError

from helpdesk.models import Ticket
from tests.helpdesk.conftest import Journey, code_of
from tests.helpdesk.own_page import Visit

ROOT = Path(__file__).resolve().parents[2]
PRINT_CACHES = "import json; from portal.settings import base; print(json.dumps(base.CACHES))"


@pytest.fixture
def redis_away(settings, tmp_path, db):
    """The caches of a site with REDIS_URL, whose Redis nobody serves."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = probe.getsockname()[1]
    printed = subprocess.run(
        [sys.executable, "-c", PRINT_CACHES],
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT / "site"),
            "REDIS_URL": f"redis://127.0.0.1:{nobody}/0",
            "VAR_DIR": str(tmp_path),
        },
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    settings.CACHES = json.loads(printed.stdout)
    assert str(nobody) in settings.CACHES["default"]["LOCATION"]


def test_pages_come_all_the_same(client, redis_away, bangla_home):
    for path in ("/", "/help/", "/en/help/", "/help/code/"):
        assert client.get(path).status_code == 200, path


def test_a_request_is_stored_and_its_code_opens_it(client, redis_away):
    code = code_of(Journey(client).ask())
    assert Ticket.objects.count() == 1
    assert "Where your request stands" in Visit(code).html


def test_the_process_is_not_ready_and_says_why(client, redis_away):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["Cache"] == "failed"
    assert answer.json()["Database"] == "ok"


def test_who_counts_typed_codes_learns_that_they_are_not_counted(redis_away):
    with pytest.raises(RedisConnectionError):
        caches["attempts"].get("x")
    for name in ("default", "renditions"):
        assert caches[name].get("x") is None
        caches[name].set("x", 1)
        assert caches[name].get("x", 2) == 2
