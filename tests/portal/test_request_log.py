"""What the server writes about requests, by its Procfile's own line, and how it starts again."""

import io
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from portal.privacy.reports import DropRequestDetails, is_private_path
from portal.request_log import MOST_LETTERS, RequestLog, shown_path

ROOT = Path(__file__).resolve().parents[2]
KEY = "Q" * 43 + "="


@pytest.mark.parametrize(
    "path",
    [
        "/help/",
        "/help",
        "/en/help/code/1234/",
        "/bn//help/1234",
        "//help/1234",
        "/Help/1234",
        "/help?1234",
        "/help;1234",
    ],
)
def test_all_help_pages_look_alike(path):
    assert is_private_path(path)
    assert shown_path(path) == "/help/"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/guidance/visa/", "/guidance/visa/"),
        ("/helpers/", "/helpers/"),
        ("/publications/help/", "/publications/help/"),
        ("/a\nGET /b", "/a%0AGET%20/b"),
        ("/?q=1", "/%3Fq=1"),
    ],
)
def test_other_paths_are_shown_on_one_line(path, shown):
    assert shown_path(path) == shown


def test_no_path_fills_the_log():
    assert shown_path("/" + "a" * 100_000) == "/" + "a" * (MOST_LETTERS - 1)


@pytest.fixture
def log():
    """A logger as gunicorn makes it, and what it has written since it was last asked."""
    config = Config()
    config.set("accesslog", "-")
    logger = RequestLog(config)
    stream = io.StringIO()
    for handler in (*logger.access_log.handlers, *logger.error_log.handlers):
        handler.setStream(stream)

    def written() -> str:
        text = stream.getvalue()
        stream.seek(0)
        stream.truncate()
        return text

    return SimpleNamespace(logger=logger, written=written)


def request(path: str, status: str = "200 OK") -> tuple:
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "phone=017",
        "REMOTE_ADDR": "203.0.113.9",
        "HTTP_USER_AGENT": "Telltale/1.0",
        "HTTP_REFERER": "http://elsewhere.example/",
        "HTTP_X_FORWARDED_FOR": "203.0.113.9",
    }
    return SimpleNamespace(status=status, sent=99, headers=[]), None, environ, timedelta(0, 0.25)


def test_a_help_page_leaves_method_status_and_duration(log):
    log.logger.access(*request("/en/help/code/4711/"))
    assert log.written() == "POST /help/ 200 250 ms\n"


def test_another_page_leaves_nothing_about_the_person(log):
    log.logger.access(*request("/search/"))
    words = log.written().split()
    assert words[1:] == ["POST", "/search/", "200", "99", "B", "250", "ms"]


def test_health_checks_are_logged_only_when_they_fail(log):
    log.logger.access(*request("/healthz"))
    assert log.written() == ""
    log.logger.access(*request("/readyz", "503 Service Unavailable"))
    assert "/readyz 503" in log.written()


def test_an_invalid_request_is_logged_without_its_words(log):
    log.logger.warning("Invalid request from ip=203.0.113.9: Invalid HTTP Header: '01700000000'")
    text = log.written()
    assert "not valid HTTP" in text
    assert "203.0" not in text
    assert "01700000000" not in text


def test_an_error_of_a_help_page_is_logged_without_its_words(log):
    try:
        raise ValueError("typed by a person")
    except ValueError:
        log.logger.exception("Error handling request %s %s", "POST", "/help/4711?p=01700000000")
        log.logger.exception("Error handling request %s", "http://site.example/%68elp/4711")
    text = log.written()
    assert text.count("/help/: ValueError") == 2
    for word in ("typed", "4711", "01700000000", "Traceback"):
        assert word not in text


def test_an_error_elsewhere_is_logged_without_its_query(log):
    try:
        raise ValueError("a reason")
    except ValueError:
        log.logger.exception("Error handling request %s %s", "GET", "/search/?q=01700000000")
    text = log.written()
    assert "GET /search/" in text
    assert "ValueError: a reason" in text
    assert "01700000000" not in text


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (SimpleNamespace(path="/bn//help/4711"), False),
        (SimpleNamespace(path="/guidance/"), True),
        (socket.socket, True),  # what the development server attaches to its records
    ],
)
def test_django_s_own_records_of_help_pages_lose_their_words(asked, kept):
    record = logging.makeLogRecord(
        {"msg": "Not Found: 4711", "request": asked, "levelno": logging.ERROR}
    )
    assert DropRequestDetails().filter(record)
    assert ("4711" in record.getMessage()) is kept
    # The time of a visit to a help page is nobody's business either.
    assert (record.created % 86_400 == 0) is not kept


def test_a_forgotten_tick_is_not_logged_at_all():
    record = logging.makeLogRecord(
        {
            "msg": "Unprocessable: 4711",
            "request": SimpleNamespace(path="/help/"),
            "levelno": logging.WARNING,
        }
    )
    assert not DropRequestDetails().filter(record)


# --- The server itself, started as the Procfile says --------------------------------------


@pytest.fixture
def server(tmp_path):
    """Start `web` of the Procfile on a free port. Call it to start it again."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = (ROOT / "Procfile").read_text().splitlines()
    web = dict(line.split(": ", 1) for line in lines)["web"]
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "VAR_DIR": str(tmp_path / "var"),
        "SECRET_KEY": "fictional-" + "k3y0f-many-letters-" * 4,
        "ALLOWED_HOSTS": "127.0.0.1",
        "FIELD_ENCRYPTION_KEYS": f"k1:{KEY}",
        "FIELD_HASHING_KEY": KEY,
        "HTTPS": "off",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    (tmp_path / "var" / "static").mkdir(parents=True)
    started = []

    def start() -> SimpleNamespace:
        log = tmp_path / f"log-{len(started)}"
        with log.open("wb") as output:
            process = subprocess.Popen(
                ["sh", "-c", f"exec {web}"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        until = time.monotonic() + 60
        while status_of(f"http://127.0.0.1:{port}/healthz") != 200:
            assert process.poll() is None and time.monotonic() < until, log.read_text()
            time.sleep(0.05)
        return SimpleNamespace(process=process, url=f"http://127.0.0.1:{port}", log=log)

    yield start
    for process in started:
        process.terminate()
        process.wait(30)


def status_of(url: str) -> int | None:
    asked = urllib.request.Request(url, headers={"User-Agent": "Telltale/1.0"})
    try:
        with urllib.request.urlopen(asked, timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as answer:
        return answer.code
    except OSError:
        return None


def test_the_server_logs_no_person_and_starts_again_after_it_was_killed(server):
    first = server()
    # There is no database: what fails is logged as little as what works.
    assert status_of(f"{first.url}/bn//help/no-such-page/case4711?phone=01700000000") >= 400
    assert status_of(f"{first.url}/robots.txt?phone=01700000000") == 200
    # The line is written after the answer: a server that is killed at once may not get to it.
    until = time.monotonic() + 10
    while "GET /robots.txt 200 " not in first.log.read_text():
        assert time.monotonic() < until, first.log.read_text()
        time.sleep(0.05)
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    assert status_of(f"{first.url}/healthz") is None, "a worker went on by itself"
    second = server()
    assert status_of(f"{second.url}/robots.txt") == 200
    text = first.log.read_text()
    assert re.search(r"^GET /help/ 301 \d+ ms$", text, re.MULTILINE)
    assert re.search(r"^GET /help/ [45]\d\d \d+ ms$", text, re.MULTILINE)
    assert "GET /robots.txt 200 " in text
    for word in ("case4711", "01700000000", "phone", "Telltale", "127.0.0.1 "):
        assert word not in text
