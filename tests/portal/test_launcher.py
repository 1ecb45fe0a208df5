"""`make run`: what is made once, what is done again, and what a start may leave behind."""

import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from portal.launch import steps
from portal.launch.database import DatabaseState, DatabaseUnusable, database_state
from portal.launch.local_values import FILE_NAME, local_values, site_environment
from portal.launch.processes import answers, port_is_free
from portal.launch.steps import Site, Step, fingerprint, steps_to_do
from portal.privacy.keys import parse_hashing_key, parse_key_ring

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "site"),
        "VAR_DIR": str(tmp_path / "var"),
    }


@pytest.fixture
def taken_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_local_values_are_made_once(tmp_path):
    values, made = local_values(tmp_path / "var")
    again, made_again = local_values(tmp_path / "var")
    assert set(made) == set(values)
    assert (again, made_again) == (values, [])
    assert parse_key_ring([values["FIELD_ENCRYPTION_KEYS"]]).current == "local"
    assert parse_hashing_key(values["FIELD_HASHING_KEY"])
    assert len(values["SECRET_KEY"]) >= 50
    assert values["HTTPS"] == "off"


def test_local_values_are_readable_by_their_owner_alone(tmp_path):
    local_values(tmp_path)
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


def test_what_a_person_wrote_into_local_values_stays(tmp_path):
    (tmp_path / FILE_NAME).write_text("# mine\nSECRET_KEY = kept = so\n")
    values, made = local_values(tmp_path)
    assert values["SECRET_KEY"] == "kept = so"
    assert "SECRET_KEY" not in made
    assert (tmp_path / FILE_NAME).read_text().startswith("# mine\nSECRET_KEY = kept = so\n")


def test_two_sites_share_no_secret(tmp_path):
    one, _made = local_values(tmp_path / "one")
    other, _made = local_values(tmp_path / "other")
    for name in ("SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "FIELD_HASHING_KEY", "DEMO_PASSWORD"):
        assert one[name] != other[name]


def test_the_environment_wins_over_local_values():
    made = site_environment(
        {"SECRET_KEY": "local", "HTTPS": "off", "ALLOWED_HOSTS": "localhost"},
        {"SECRET_KEY": "given", "ALLOWED_HOSTS": "phone.local", "DJANGO_SETTINGS_MODULE": "other"},
        "portal.settings.production",
        8001,
    )
    assert made["SECRET_KEY"] == "given"
    assert made["HTTPS"] == "off"
    assert made["ALLOWED_HOSTS"] == "phone.local,localhost,127.0.0.1"
    assert made["SITE_URL"] == "http://127.0.0.1:8001"
    assert made["DJANGO_SETTINGS_MODULE"] == "portal.settings.production"


def make_database(path: Path, born: str) -> None:
    with closing(sqlite3.connect(path)) as link:
        link.execute("CREATE TABLE django_migrations (applied text)")
        link.execute("CREATE TABLE core_user (username text, password text)")
        link.execute("INSERT INTO django_migrations VALUES (?), ('2027-01-01')", [born])
        link.execute("INSERT INTO core_user VALUES ('admin', 'hash')")
        link.commit()


def test_a_database_tells_its_age(tmp_path):
    empty = database_state({}, tmp_path)
    make_database(tmp_path / "db.sqlite3", "2026-01-01")
    state = database_state({}, tmp_path)
    assert (empty.born, empty.migrated, empty.password) == ("", "", "")
    assert (state.born, state.migrated, state.password) == ("2026-01-01", "2 2027-01-01", "hash")


def test_database_url_names_a_file_of_its_own(tmp_path):
    make_database(tmp_path / "other.sqlite3", "2025-05-05")
    url = f"sqlite:///{tmp_path}/other.sqlite3"
    assert database_state({"DATABASE_URL": url}, tmp_path).born == "2025-05-05"


def test_a_broken_database_is_said_in_one_sentence(tmp_path):
    (tmp_path / "db.sqlite3").write_bytes(b"not a database" * 100)
    with pytest.raises(DatabaseUnusable, match="cannot be read: file is not a database"):
        database_state({}, tmp_path)


def test_a_database_server_that_is_away_is_said_in_one_sentence(tmp_path):
    url = "postgres://somebody:secret@127.0.0.1:1/okup"
    with pytest.raises(DatabaseUnusable, match="does not answer") as caught:
        database_state({"DATABASE_URL": url}, tmp_path)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.fixture
def step(tmp_path, monkeypatch) -> Step:
    """A step that reads `input.txt` and cares for the demo account's password."""
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    (tmp_path / "input.txt").write_text("one")
    return Step("some-step", "Doing something", ("some",), ("*.txt",), steps._account)


def test_a_step_is_done_again_when_its_files_or_its_database_change(tmp_path, step):
    site = Site({"DEMO_PASSWORD": "word"}, tmp_path / "var")
    state = DatabaseState("x", born="2026", password="hash")

    def pending(at: DatabaseState) -> bool:
        return steps_to_do([step], site, at) == [step]

    assert pending(state)
    (tmp_path / "var" / "run").mkdir(parents=True)
    (tmp_path / "var" / "run" / "some-step.stamp").write_text(fingerprint(step, site, state))
    assert not pending(state)
    assert pending(replace(state, born="2027")), "another database of the same name"
    assert pending(replace(state, password="changed")), "somebody changed the password"
    (tmp_path / "input.txt").write_text("two")
    assert pending(state), "another content of the same file"


def test_the_demo_content_is_not_loaded_again_because_of_a_migration(tmp_path):
    site = Site({}, tmp_path)
    before = DatabaseState("x", born="2026", migrated="1")
    content = steps.STEPS["demo-content"]
    after = replace(before, migrated="2")
    assert fingerprint(content, site, before) == fingerprint(content, site, after)


@pytest.mark.parametrize("step", steps.STEPS.values(), ids=steps.STEPS)
def test_every_pattern_of_a_step_means_something(step):
    if step.name != "messages":
        assert any(any(ROOT.glob(pattern)) for pattern in step.inputs)
    assert not any("var/" in pattern or ".venv" in pattern for pattern in step.inputs)


def launch(environment, *arguments: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "portal.launch", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        **options,
    )


def test_a_port_that_is_taken_is_said_in_one_sentence(environment, taken_port):
    result = launch(environment | {"PORT": str(taken_port)}, "run")
    assert result.returncode == 1
    assert result.stdout.startswith(f"Port {taken_port} is taken")
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr == ""
    assert not Path(environment["VAR_DIR"]).exists(), "nothing was made"


@pytest.mark.parametrize("port", ["none", "0", "70000"])
def test_a_port_that_is_no_port_is_said_in_one_sentence(environment, port):
    result = launch(environment | {"PORT": port}, "run")
    assert result.returncode == 1
    assert "PORT must be a number" in result.stdout
    assert result.stderr == ""


def test_a_port_becomes_free(taken_port):
    assert not port_is_free(taken_port, patience=0.2)
    assert not answers(1)


CHILD_OF_A_LAUNCHER = """
import os, sys, time
from portal.launch.processes import Child, stop
child = Child("A child", ("-c", "import time; time.sleep(60)"), dict(os.environ))
print(child.process.pid, flush=True)
if sys.argv[1] == "stop":
    stop([child])
    print(child.how_it_ended())
else:
    time.sleep(60)
"""


def test_a_child_that_is_stopped_says_how_it_ended(environment):
    command = [sys.executable, "-c", CHILD_OF_A_LAUNCHER, "stop"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30)
    assert result.stdout.splitlines()[1] == "ended by signal 15 (Terminated)"


@pytest.mark.xfail(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_no_child_outlives_a_launcher_that_was_killed(environment):
    command = [sys.executable, "-c", CHILD_OF_A_LAUNCHER, "wait"]
    launcher = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    child = int(launcher.stdout.readline())
    launcher.send_signal(signal.SIGKILL)
    launcher.communicate()
    until = time.monotonic() + 10
    while _lives(child):
        assert time.monotonic() < until, "the child went on"
        time.sleep(0.05)


def _lives(number: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{number}/stat").read_text()
    except FileNotFoundError:
        return False


def test_the_list_of_commands_has_a_gap_between_name_and_words():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    commands = [line for line in shown.stdout.splitlines() if line.startswith("make ")]
    assert len(commands) > 5
    for line in commands:
        assert re.match(r"make [a-z-]+ +\S", line), line
