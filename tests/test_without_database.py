"""What a person sees when the database is away: pages in the right language, numbers, their words.

A process of its own talks to a PostgreSQL that nobody serves, as on a bad day.
"""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Prints what each request came to: status, Retry-After, page.
ASK = """
import json, re, sys
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
answers = {}
for path in ("/", "/en/", "/guidance/", "/help/", "/en/help/", "/nothing.php"):
    response = client.get(path)
    answers[path] = (response.status_code, response.get("Retry-After"), response.content.decode())
asked = {"relation": "parent", "problems": "danger", "channel": "none",
         "narrative": "WORDS-TYPED", "country": "SA", "district": "47", "upazila": "x"}
page = answers["/help/"][2]
for step in ("start", "who", "where", "what", "details", "contact", "consent", "words", "sent"):
    token = re.search('name="token" value="([^"]+)"', page).group(1)
    go = "send" if step == "sent" else "next"
    response = client.post("/help/", {"token": token, "go": go, **asked})
    page = response.content.decode()
    answers[step] = (response.status_code, response.get("Retry-After"), page)
response = client.post("/help/code/", {"code": "0000 0000 0000 0000", "token": re.search(
    'name="token" value="([^"]+)"', client.get("/help/code/").content.decode()).group(1)})
answers["code"] = (response.status_code, response.get("Retry-After"), response.content.decode())
answers["healthz"] = (client.get("/healthz").status_code, None, "")
answers["readyz"] = (client.get("/readyz").status_code, None, "")
print("ANSWERS" + json.dumps(answers))
"""

LAST_GOOD = {
    code: {
        "lines": [
            {
                "place": "bd",
                "label": "LINE",
                "note": "",
                "displayed": "00000",
                "dial": "00000",
                "check_first": False,
            }
        ],
        "advice": {},
    }
    for code in ("bn", "en")
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    var = tmp_path_factory.mktemp("var")
    (var / "last-good").mkdir()
    (var / "last-good" / "emergency-numbers.json").write_text(json.dumps(LAST_GOOD))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        nobody = probe.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "DATABASE_URL": f"postgres://nobody@127.0.0.1:{nobody}/nothing",
        "VAR_DIR": str(var),
        "SECRET_KEY": "x" * 60,
        "ALLOWED_HOSTS": "testserver",
        "FIELD_ENCRYPTION_KEYS": "k1:" + "A" * 43 + "=",
        "FIELD_HASHING_KEY": "B" * 43 + "=",
        "HTTPS": "off",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }
    # The names of static files with their hashes, as `release` makes them.
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert "ANSWERS" in done.stdout, done.stderr[-3000:]
    assert "WORDS-TYPED" not in done.stderr
    return json.loads(done.stdout.split("ANSWERS")[1])


@pytest.mark.parametrize(("path", "language"), [("/", "bn"), ("/en/", "en"), ("/guidance/", "bn")])
def test_pages_say_that_we_are_away_and_whom_to_call(answers, path, language):
    status, retry_after, page = answers[path]
    assert status == 503
    assert int(retry_after) > 0
    assert f'<html lang="{language}"' in page
    assert 'href="tel:00000"' in page


@pytest.mark.parametrize(("path", "language"), [("/help/", "bn"), ("/en/help/", "en")])
def test_the_help_page_opens_all_the_same(answers, path, language):
    status, _retry_after, page = answers[path]
    assert status == 200
    assert f'<html lang="{language}"' in page
    assert 'href="tel:00000"' in page
    assert "<form" in page


@pytest.mark.parametrize(
    "step", ["who", "where", "what", "details", "contact", "consent", "words"]
)
def test_every_page_of_the_form_can_be_filled_in(answers, step):
    status, _retry_after, page = answers[step]
    assert status == 200
    assert "<form" in page


def test_a_request_that_cannot_be_stored_is_not_lost(answers):
    status, retry_after, page = answers["sent"]
    assert status == 503
    assert int(retry_after) > 0
    assert "WORDS-TYPED" in page
    assert 'href="tel:00000"' in page
    assert 'name="go" value="send"' in page


def test_a_code_that_cannot_be_looked_up_is_asked_for_again(answers):
    status, retry_after, page = answers["code"]
    assert status == 503
    assert int(retry_after) > 0
    assert 'href="tel:00000"' in page


def test_the_process_lives_but_is_not_ready(answers):
    assert answers["healthz"][0] == 200
    assert answers["readyz"][0] in (500, 503)
