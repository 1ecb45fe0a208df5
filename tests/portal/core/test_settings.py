"""What production cannot do without, tried in a process of its own as a server would start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.privacy.keys import parse_hashing_key
from portal.settings.databases import database_settings

ROOT = Path(__file__).resolve().parents[3]
KEY = "Q" * 43 + "="


@pytest.fixture
def good(tmp_path) -> dict[str, str]:
    """Everything that production needs, and nothing of this process's environment."""
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "VAR_DIR": str(tmp_path / "var"),
        "SECRET_KEY": "fictional-" + "k3y0f-many-letters-" * 4,
        "ALLOWED_HOSTS": "okup.example",
        "SITE_URL": "https://okup.example",
        "FIELD_ENCRYPTION_KEYS": f"k1:{KEY}",
        "FIELD_HASHING_KEY": KEY,
    }


def run(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def start(environment: dict[str, str]) -> subprocess.CompletedProcess:
    """Only import the settings, which is where a start ends or goes on."""
    return subprocess.run(
        [sys.executable, "-c", "import portal.settings.production as s; print(s.DEBUG)"],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT / "site")},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_it_starts_with_everything_set(good):
    result = start(good)
    assert (result.returncode, result.stdout, result.stderr) == (0, "False\n", "")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set."),
        ({"SECRET_KEY": None}, "SECRET_KEY is not set."),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set."),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is not set."),
        (
            {"FIELD_ENCRYPTION_KEYS": None},
            "FIELD_ENCRYPTION_KEYS cannot be used: there is no key.",
        ),
        ({"FIELD_ENCRYPTION_KEYS": ""}, "FIELD_ENCRYPTION_KEYS cannot be used: there is no key."),
        ({"FIELD_ENCRYPTION_KEYS": KEY}, "every key needs a name"),
        ({"FIELD_ENCRYPTION_KEYS": "k1:short"}, "FIELD_ENCRYPTION_KEYS cannot be used:"),
        ({"FIELD_ENCRYPTION_KEYS": f"k1:{KEY},k1:{KEY}"}, "the name k1 is used twice."),
        ({"FIELD_HASHING_KEY": None}, "FIELD_HASHING_KEY cannot be used: there is no key."),
        ({"FIELD_HASHING_KEY": "QUJD"}, "a key has 3 bytes instead of 32."),
    ],
)
def test_it_refuses_in_one_sentence(good, changed, sentence):
    environment = {name: value for name, value in (good | changed).items() if value is not None}
    result = start(environment)
    assert result.returncode == 1
    assert result.stdout == ""
    assert sentence in result.stderr
    assert result.stderr.startswith("The site does not start: ")
    assert result.stderr.count("\n") == 1, "more than one line"
    assert "Traceback" not in result.stderr
    assert KEY not in result.stderr


def test_manage_py_refuses_as_readably(good):
    result = run(good | {"SECRET_KEY": ""}, "check")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "SECRET_KEY is not set." in result.stderr


def test_the_deployment_check_finds_nothing(good):
    result = run(good, "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout + result.stderr


def test_the_deployment_check_would_find_something(good):
    result = run(good | {"HTTPS": "off"}, "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 1
    assert "security.W008" in result.stderr


def test_a_made_key_can_be_used(good):
    result = run(good, "make_key")
    assert result.returncode == 0, result.stderr
    assert len(parse_hashing_key(result.stdout.strip())) == 32
    again = run(good, "make_key")
    assert again.stdout != result.stdout


@pytest.mark.parametrize(
    ("url", "engine"),
    [
        ("sqlite:////tmp/x.sqlite3", "django.db.backends.sqlite3"),
        ("postgres://a:b@db.example/okup", "portal.postgresql"),
    ],
)
def test_databases(tmp_path, url, engine):
    entry = database_settings(url, tmp_path)
    assert entry["ENGINE"] == engine
    if engine.endswith("sqlite3"):
        assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
        assert "foreign_keys=ON" in entry["OPTIONS"]["init_command"]
    assert not list(tmp_path.iterdir())


def test_without_a_database_url_there_is_sqlite_in_the_folder(tmp_path):
    entry = database_settings("", tmp_path / "new")
    assert Path(entry["NAME"]).parent == tmp_path / "new"
    assert (tmp_path / "new").is_dir()


def test_other_databases_are_refused(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="sqlite:// or postgres://"):
        database_settings("mysql://a:b@db.example/okup", tmp_path)
