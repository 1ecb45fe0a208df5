"""`make test`: every test that this machine can run, and in the end what was left out.

Pass 1 runs on SQLite, pass 2 the same on PostgreSQL where TEST_DATABASE_URL names a server, pass 3
in a browser where a Chromium is installed. With STRICT=1 (continuous integration) nothing may be
left out or skipped. Arguments go to pytest, in every pass, which is then one process.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What a shell may hold for other purposes, and what tests must not reach.
NOT_FOR_TESTS = ("DATABASE_URL", "REDIS_URL", "AWS_STORAGE_BUCKET_NAME", "EMAIL_URL", "VAR_DIR")
NOTHING_COLLECTED = 5
# Two processes are a quarter quicker than one on two cores; tests of a class stay together,
# because they share what the class has loaded.
PARALLEL = ("-n", "2", "--dist", "loadscope")


@dataclass
class Result:
    """What the passes came to.

    skipped: reasons by test. ran: the tests that at least one pass did not skip.
    left_out: what did not run, and how to get it.
    broken: a pass ended badly, whether or not a test failed in it.
    """

    passed: int = 0
    failed: int = 0
    broken: bool = False
    skipped: dict[str, str] = field(default_factory=dict)
    ran: set[str] = field(default_factory=set)
    left_out: list[str] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Run the passes. Returns 0 when all is well."""
    strict = os.environ.get("STRICT") == "1"
    began = time.monotonic()
    result = Result()
    with tempfile.TemporaryDirectory(prefix="okup-tests-") as folder:
        environment = _environment(folder)
        if not _compile_messages(environment):
            return 1
        _pass(
            "SQLite", "not browser and not postgresql", environment, arguments or PARALLEL, result
        )
        _on_postgresql(environment, arguments, result)
        _in_browser(environment, arguments, result)
    # What is for one database alone is skipped on the other: that leaves nothing out.
    skipped = [reason for test, reason in result.skipped.items() if test not in result.ran]
    if skipped:
        reasons = "; ".join(dict.fromkeys(skipped))
        result.left_out.append(f"{len(skipped)} tests that were skipped ({reasons})")
    print(
        f"\n{result.passed} passed, {result.failed} failed"
        f" in {(time.monotonic() - began) / 60:.1f} minutes."
    )
    print(f"Left out: {'; '.join(result.left_out) or 'nothing'}.", flush=True)
    return int(bool(result.failed or result.broken or (strict and result.left_out)))


def _environment(folder: str) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS}
    # Temporary files and databases of a run that breaks off go with the folder.
    environment["TMPDIR"] = environment["VAR_DIR"] = folder
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    return environment


def _compile_messages(environment: Mapping[str, str]) -> bool:
    print("Compiling the interface's translations …", flush=True)
    command = [sys.executable, "manage.py", "messages", "compile"]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode == 0


def _on_postgresql(environment: dict[str, str], arguments: list[str], result: Result) -> None:
    url = environment.get("TEST_DATABASE_URL")
    if not url:
        result.left_out.append(
            "PostgreSQL (TEST_DATABASE_URL=postgres://user@127.0.0.1:5432/okup make test)"
        )
        return
    with_url = {**environment, "DATABASE_URL": url}
    _pass("PostgreSQL", "not browser", with_url, arguments or PARALLEL, result)


def _in_browser(environment: dict[str, str], arguments: list[str], result: Result) -> None:
    browser = environment.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        result.left_out.append(
            "the browser tests (install Chromium, on Debian: apt install chromium)"
        )
        return
    _pass("Chromium", "browser", {**environment, "CHROMIUM": browser}, arguments, result)


def _pass(
    name: str,
    markers: str,
    environment: Mapping[str, str],
    arguments: Sequence[str],
    result: Result,
) -> None:
    print(f"\n=== {name}: tests that are {markers} ===", flush=True)
    report = Path(environment["TMPDIR"]) / f"{name}.xml"
    command = [sys.executable, "-m", "pytest", "-m", markers, f"--junitxml={report}", *arguments]
    code = subprocess.run(command, cwd=ROOT, env=environment).returncode
    if code == NOTHING_COLLECTED:
        result.left_out.append(f"{name} (no test was found for it)")
        return
    if code != 0:
        result.broken = True
    if report.exists():
        _count(report, name, result)


def _count(report: Path, name: str, result: Result) -> None:
    """Add the tests of a pass, from pytest's own report."""
    for case in ElementTree.parse(report).getroot().iter("testcase"):  # noqa: S314
        test = f"{case.get('classname')}.{case.get('name')}"
        skip = case.find("skipped")
        if skip is not None and skip.get("type") != "pytest.xfail":
            result.skipped[test] = f"{name}: {' '.join(str(skip.get('message')).split())}"
            continue
        result.ran.add(test)
        if case.find("failure") is not None or case.find("error") is not None:
            result.failed += 1
        else:
            result.passed += 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped.")
