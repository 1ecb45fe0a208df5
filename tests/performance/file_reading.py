"""A PDF of 200 pages is read by the worker while the site goes on, beside reading it in a request.

Run by `make bench-files`. The site is served as in production (2 processes, 4 threads each); on
PostgreSQL when BENCH_DATABASE_URL names a server, else on SQLite. Bangla pages where WeasyPrint
and a font are there, Latin ones elsewhere.
"""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.performance.filled_site import say

PAGES = 200
SENTENCE = "কাল্পনিক প্রতিবেদন: প্রত্যাবাসিত কর্মীদের ক্ষতিপূরণ ও পুনর্বাসনের প্রস্তুতি। "
SENTENCES_A_PAGE = 22
QUIET_REQUESTS = 200
ROUNDS = 6
SECONDS_TO_READ = 180
GOAL_RATIO = 1.5


def main() -> int:
    """Measure and print tables. Returns 1 when requests slow down by more than GOAL_RATIO."""
    from tests.performance.databases import database_version, throw_away_database
    from tests.performance.okup_site import OkupSite

    server = os.environ.get("BENCH_DATABASE_URL", "")
    with (
        tempfile.TemporaryDirectory() as folder,
        throw_away_database(server, "files", Path(folder)) as url,
    ):
        site = OkupSite(url, Path(folder))
        _prepare(site)
        pdf = Path(folder) / "long.pdf"
        kind = _make_pdf(pdf)
        os.environ["BENCH_PDF"] = site.environment["BENCH_PDF"] = str(pdf)
        print(
            f"{database_version(server)}; {PAGES} {kind} pages, {pdf.stat().st_size / 1e6:.1f} MB"
        )
        missed = _measure(site, pdf)
        from django.db import connections

        connections.close_all()
    return missed


def _prepare(site) -> None:
    say("Making the tables …")
    for command in (("migrate", "--noinput", "--verbosity=0"), ("collectstatic", "--noinput")):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            env=site.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    os.environ.update(site.environment)
    import django

    django.setup()
    from home.models import HomePage
    from tests.factories import pages

    home = HomePage.objects.get(locale__language_code="bn")
    index = pages.PublicationIndexPageFactory(parent=home)
    pages.PublicationPageFactory(parent=index, slug="long")


def _make_pdf(target: Path) -> str:
    from guidance import pdf_support
    from guidance.pdf_text import real_words

    say("Making the PDF …")
    if pdf_support.what_is_missing():
        from tests.portal.core.documents.samples import pdf_saying

        line = "Fictional words of a report about returned workers and their rights. "
        target.write_bytes(pdf_saying(*["\n".join([line] * 28)] * PAGES))
        return "Latin"
    page = f'<p style="break-after: page">{SENTENCE * SENTENCES_A_PAGE}</p>'
    style = f"<style>body {{ font-family: {pdf_support.BANGLA_FONTS[0]} }}</style>"
    html = f'<html lang="bn"><title>কাল্পনিক</title>{style}{page * PAGES}</html>'
    out = io.BytesIO()
    with real_words():
        pdf_support.load_weasyprint().HTML(string=html).write_pdf(out)
    target.write_bytes(out.getvalue())
    return "Bangla"


class Reader(threading.Thread):
    """Somebody who asks for the publication's page again and again."""

    def __init__(self, port: int):
        super().__init__(daemon=True)
        self.port = port
        self.times: list[float] = []
        self.is_over = threading.Event()

    def run(self):
        from tests.performance.http_client import Connection, make_request

        connection = Connection(self.port)
        request = make_request(self.port, "/publications/long/")
        while not self.is_over.is_set():
            start = time.perf_counter()
            answer = connection.send(request)
            self.times.append((time.perf_counter() - start) * 1000)
            assert answer.status == 200, answer.status
            # A person reads; somebody who never pauses measures his own crowd.
            time.sleep(0.01)

    def stop(self) -> list[float]:
        self.is_over.set()
        self.join()
        return self.times


def _measure(site, pdf: Path) -> int:
    from tests.performance.stock_reading import ADDRESS

    quiet, beside_worker, beside_request, waits, seconds, stock = [], [], [], [], [], []
    memory = {"worker": 0, "its reader": 0}
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py"]
    with _server(site, [*command, "tests.performance.stock_reading:application"]) as server:
        server.wait_for("/publications/long/")
        for number in range(ROUNDS):
            say(f"Round {number + 1} of {ROUNDS}: quiet …")
            quiet += _while_reading(site.port, lambda: time.sleep(4))
            say("… the worker reads …")
            beside_worker += _read_by_worker(site, pdf, waits, seconds, memory)
            say("… a request reads …")
            beside_request += _while_reading(site.port, lambda: _ask(site.port, ADDRESS, stock))
    return _tell(quiet, beside_worker, beside_request, waits, seconds, stock, memory)


def _server(site, command):
    from tests.performance.gunicorn_server import GunicornServer

    environment = site.environment | {"PYTHONPATH": f"{Path.cwd() / 'site'}:{Path.cwd()}"}
    log = site.folder / "gunicorn.log"
    return GunicornServer(command, Path.cwd(), environment, site.port, log)


def _while_reading(port: int, act) -> list[float]:
    reader = Reader(port)
    reader.start()
    act()
    return reader.stop()


def _ask(port: int, address: str, stock: list[float]) -> None:
    from tests.performance.http_client import Connection, make_request

    start = time.perf_counter()
    assert Connection(port, patience=300).send(make_request(port, address)).status == 200
    stock.append(time.perf_counter() - start)


def _read_by_worker(site, pdf: Path, waits, seconds, memory) -> list[float]:
    """Start a worker, store the document, and ask for pages until it was read."""
    from django.core.files.base import ContentFile

    from portal.core.documents.recognition import check_document
    from portal.core.models import CustomDocument
    from publications.models import DocumentReading, PublicationPage

    worker = subprocess.Popen(
        [sys.executable, "manage.py", "db_worker", "--interval", "0.2"],
        env=site.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    # Until it waits for tasks.
    time.sleep(6)
    try:
        start = time.perf_counter()
        file = ContentFile(pdf.read_bytes(), "long.pdf")
        check_document(file)
        document = CustomDocument.objects.create(title="কাল্পনিক", file=file)
        waits.append(time.perf_counter() - start)
        page = PublicationPage.objects.get(slug="long")
        page.files.create(document=document)
        stored = time.perf_counter()
        reader = Reader(site.port)
        reader.start()
        while time.perf_counter() - stored < SECONDS_TO_READ:
            _note_memory(worker.pid, memory)
            if DocumentReading.objects.filter(document=document, state="read").exists():
                break
            # Seldom: this process is the one that asks for pages, too.
            time.sleep(0.2)
        else:
            raise SystemExit("The worker has not read the document.")
        seconds.append(time.perf_counter() - stored)
        times = reader.stop()
        assert document.reading.page_count >= PAGES
        assert document.reading.pages.exclude(text="").count() >= PAGES
        document.delete()
        return times
    finally:
        worker.terminate()
        worker.wait(60)


def _note_memory(pid: int, memory: dict[str, int]) -> None:
    """The most that Linux has ever counted of a process, in KB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for name, key in (("worker", pid), *(("its reader", int(child)) for child in children)):
        try:
            status = Path(f"/proc/{key}/status").read_text()
        except OSError:
            continue
        if "VmHWM:" in status:
            memory[name] = max(memory[name], int(status.split("VmHWM:")[1].split()[0]))


def _tell(quiet, beside_worker, beside_request, waits, seconds, stock, memory) -> int:
    middle = {
        "nothing else": quiet,
        "the worker reads the file": beside_worker,
        "a request reads the file (pypdf)": beside_request,
    }
    calm = statistics.median(quiet)
    print("\n| a page of the site, while | median, ms | 95 of 100, ms | beside quiet | requests |")
    print("|---|---|---|---|---|")
    for words, times in middle.items():
        late = statistics.quantiles(times, n=20)[-1]
        median = statistics.median(times)
        print(f"| {words} | {median:.1f} | {late:.1f} | {median / calm:.2f} × | {len(times)} |")
    ours, theirs = statistics.median(waits), statistics.median(stock)
    print("\n| what | ours | in the request | ratio |")
    print("|---|---|---|---|")
    both = ours + theirs
    print(f"| the upload waits, s | {ours:.2f} | {both:.2f} | {both / ours:.1f} × |")
    print(f"| until it is read, s | {statistics.median(seconds):.1f} | {theirs:.1f} | |")
    print("\nMost memory, MB: " + ", ".join(f"{k} {v / 1024:.0f}" for k, v in memory.items()))
    ratio = statistics.median(beside_worker) / calm
    verdict = "reached" if ratio <= GOAL_RATIO else "NOT reached"
    print(f"\nGoal: at most {GOAL_RATIO} × while the worker reads: {verdict}")
    return int(ratio > GOAL_RATIO)


if __name__ == "__main__":
    sys.exit(main())
