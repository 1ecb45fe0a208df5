"""`python -m portal.launch {run,dev}`: what `make run` and `make dev` do."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from portal.launch import ROOT
from portal.launch.database import DatabaseUnusable
from portal.launch.local_values import FILE_NAME, local_values, site_environment
from portal.launch.processes import Child, answers, end_with_parent, port_is_free, stop
from portal.launch.steps import DATABASE_STEPS, STATIC_STEPS, Site, perform, steps_to_do

SECONDS_FOR_THE_PORT = 3
SECONDS_TO_ANSWER = 90
SECONDS_OF_SILENCE = 20
WORKER_STARTS = 5
WORKER_WINDOW_SECONDS = 120
SIGNALS_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WEB = ("-m", "gunicorn", "-c", "gunicorn.conf.py", "--pythonpath", "site", "portal.wsgi")
WORKER = ("manage.py", "db_worker")


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, a signal, or the terminal was closed."""


def say(sentence: str) -> None:
    """Print a line at once, also into a pipe."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the command line. Returns the exit code."""
    sys.stdout.reconfigure(errors="replace")
    options = _options()
    if options.command == "perform":
        site = Site(os.environ, Path(os.environ["VAR_DIR"]))
        perform(options.steps, site, say)
        return 0
    for number in SIGNALS_TO_STOP:
        # One that is ignored stays so: that is how nohup and background jobs ask for it.
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _raise_stopped)
    if options.end_with_parent:
        end_with_parent(os.getppid(), signal.SIGTERM)
    try:
        return launch(options.command == "dev")
    except Stopped:
        say("Stopped.")
        return 0
    except DatabaseUnusable as problem:
        say(str(problem))
        return 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="portal.launch", description=__doc__)
    parser.add_argument("command", choices=["run", "dev", "perform"])
    parser.add_argument("steps", nargs="*", help="only for `perform`, which the others use")
    parser.add_argument("--end-with-parent", action="store_true", help="stop when make is gone")
    return parser.parse_args()


def _raise_stopped(number, frame):
    # Once: whoever presses Ctrl-C again while the site stops is not served any better.
    for again in SIGNALS_TO_STOP:
        signal.signal(again, signal.SIG_IGN)
    raise Stopped


def launch(development: bool) -> int:
    """Prepare the site, serve it until somebody stops it, and return the exit code."""
    began = time.monotonic()
    port = _port()
    if port is None:
        say(f"PORT must be a number from 1 to 65535, and not {os.environ['PORT']!r}.")
        return 1
    if not port_is_free(port, SECONDS_FOR_THE_PORT):
        say(f"Port {port} is taken, perhaps by this site: stop that, or try PORT={port + 1}.")
        return 1
    site, keys_are_new = _site(port, development)
    if not _prepare(site, development, keys_are_new):
        return 1
    return _serve(site, port, development, began)


def _port() -> int | None:
    try:
        port = int(os.environ.get("PORT") or 8000)
    except ValueError:
        return None
    return port if 0 < port < 65_536 else None


def _site(port: int, development: bool) -> tuple[Site, bool]:
    """Return the site, and whether a key to personal content was made just now."""
    var_dir = Path(os.environ.get("VAR_DIR") or ROOT / "var").absolute()
    values, made = local_values(var_dir)
    settings = "portal.settings.dev" if development else "portal.settings.production"
    environment = site_environment(values, os.environ, settings, port)
    environment |= {"VAR_DIR": str(var_dir), "PYTHONPATH": str(ROOT / "site")}
    if made:
        say(f"Made local keys in {var_dir / FILE_NAME}: {', '.join(made)}.")
    return Site(environment, var_dir), "FIELD_ENCRYPTION_KEYS" in made


def _prepare(site: Site, development: bool, keys_are_new: bool) -> bool:
    """Do what has to be done, in two processes at most. Returns whether all went well."""
    state = site.database()
    say(f"Database: {state.name}.")
    if state.born and keys_are_new and "FIELD_ENCRYPTION_KEYS" not in os.environ:
        say("This database is older than the keys: what was sealed with others cannot be opened.")
    groups = [DATABASE_STEPS] if development else [DATABASE_STEPS, STATIC_STEPS]
    pending = [steps for steps in (steps_to_do(group, site, state) for group in groups) if steps]
    if not pending:
        say("Nothing has changed since the last start: there is nothing to prepare.")
        return True
    if not state.born:
        say("This is the first start here: it takes a few minutes.")
    children = []
    try:
        for steps in pending:
            names = [step.name for step in steps]
            command = ("-m", "portal.launch", "perform", *names)
            children.append(Child(", ".join(names), command, site.environment))
        return _all_well(children)
    finally:
        stop(children)


def _all_well(children: Iterable[Child]) -> bool:
    for child in children:
        while not child.ended_within(SECONDS_OF_SILENCE):
            say("… still at it …")
        if child.code() != 0:
            say(f"The site does not start: {child.name} {child.how_it_ended()} (see above).")
            return False
    return True


def _serve(site: Site, port: int, development: bool, began: float) -> int:
    say("Starting the web server …")
    if development:
        command = ("manage.py", "runserver", f"127.0.0.1:{port}")
        web = Child("The web server", command, site.environment)
    else:
        # At once, so that nobody takes the old server's answer for the next one's.
        web = Child("The web server", WEB, site.environment, farewell=signal.SIGKILL)
    children = [web]
    try:
        until = time.monotonic() + SECONDS_TO_ANSWER
        while not answers(port):
            if web.code() is not None or time.monotonic() > until:
                break
            time.sleep(0.05)
        else:
            _welcome(site, port, time.monotonic() - began)
            # After the site answers: at start, both would compete for the processor.
            _watch(web, site, children)
        if web.code() is None:
            say(f"The web server does not answer after {SECONDS_TO_ANSWER} seconds.")
        else:
            say(f"{web.name} {web.how_it_ended()}. To start again, run the same command.")
        return 1
    except Stopped:
        say("Stopping …")
        raise
    finally:
        stop(children)


def _welcome(site: Site, port: int, seconds: float) -> None:
    address = f"http://127.0.0.1:{port}"
    say(
        f"\nThe site is ready ({seconds:.1f} s).\n"
        f"  বাংলা      {address}/\n"
        f"  English    {address}/en/\n"
        f"  Admin      {address}/admin/   user: admin   "
        f"password: {site.environment['DEMO_PASSWORD']}\n"
        f"Stop with Ctrl-C.\n"
    )


def _watch(web: Child, site: Site, children: list[Child]) -> None:
    """Keep the worker running until the web server ends."""
    starts: list[float] = []
    worker = None
    while web.code() is None:
        if worker is None or worker.code() is not None:
            if worker is not None:
                say(f"{worker.name} {worker.how_it_ended()}.")
                children.remove(worker)
            now = time.monotonic()
            starts = [start for start in starts if now - start < WORKER_WINDOW_SECONDS]
            if len(starts) == WORKER_STARTS:
                say("It ended too often and is not started again. The site goes on without it.")
                web.process.wait()
                return
            starts.append(now)
            worker = Child("The worker", WORKER, site.environment)
            children.append(worker)
        time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
