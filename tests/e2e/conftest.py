"""A site as a newcomer has it after `make run`, and a Chromium to look at it with."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
FIRST_START_SECONDS = 300


def chromium_path() -> str | None:
    """Where a Chromium is installed; CHROMIUM says so, or the usual names do."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """A running site. `start` and `kill` may be repeated; the data stays in `var`."""

    def __init__(self, var: Path):
        self.var = var
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.neutral_url = f"http://localhost:{self.port}/en/search/"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL")
        }
        environment |= {
            "VAR_DIR": str(self.var),
            "PORT": str(self.port),
            # Another origin, as the real one is, but on this machine.
            "QUICK_EXIT_URL": self.neutral_url,
            "PYTHONPATH": str(ROOT / "site"),
        }
        log = (self.var / "server.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "portal.launch", "run"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        end = time.monotonic() + FIRST_START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(self.url + "/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.2)
        pytest.fail("The site did not start:\n" + self.log()[-4000:])

    def log(self) -> str:
        return (self.var / "server.log").read_text(errors="replace")

    def wait_for_log(self, text: str, times: int) -> None:
        """Wait until a text stands in the log so many times."""
        end = time.monotonic() + 20
        while self.log().count(text) < times:
            if time.monotonic() > end:
                pytest.fail(f"{text!r} does not stand in the log {times} times.")
            time.sleep(0.1)

    def kill(self, how=signal.SIGKILL) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, how)
            self.process.wait(timeout=30)
        # The server's own processes end a moment later: until then they would still answer,
        # and the next start would take their answer for its own.
        end = time.monotonic() + 30
        while time.monotonic() < end and self._listens():
            time.sleep(0.1)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def local_value(self, name: str) -> str:
        """A value that the first start made, such as the demo account's password."""
        for line in (self.var / "local.env").read_text().splitlines():
            key, _equals, value = line.partition("=")
            if key == name:
                return value.strip().strip("'\"")
        raise KeyError(name)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("var"))
    site.start()
    yield site
    site.kill(signal.SIGTERM)


@pytest.fixture(scope="session")
def chromium():
    path = chromium_path()
    if not path:
        pytest.skip("No Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium):
    """Open a phone's browser: `phone(javascript=False)` gives a page of 360 by 640."""
    contexts = []

    def open_phone(javascript: bool = True, width: int = 360, height: int = 640):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_phone
    for context in contexts:
        context.close()
