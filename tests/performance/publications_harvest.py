"""How soon a page of 10,000 harvested publications comes, and what a whole harvest takes.

Run by `make bench-harvest`, on SQLite, or on PostgreSQL when BENCH_DATABASE_URL names
a server. Beside it stands the stock approach: a page of Wagtail's documents, all of them, rendered
by a template, which is what a site has that keeps its publications as a list of files. A harvest
is read to its end in a process of its own, whose memory is measured; so is the stock page.
"""

import gc
import json
import logging
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

PUBLICATIONS = 10_000
PAGES_EACH = 6
FEWER = 1_000
GOAL_MS = 200
STOCK_ROUNDS = 3
ROUNDS = 5
# Bytes. What a harvest of any length may hold at once, and how much more the longer may hold.
MOST_MEMORY = 16 * 2**20
MOST_GROWTH = 1.25
LIST = "/oai?verb=ListRecords&metadataPrefix=oai_dc"


def main() -> int:
    """Fill a database, measure and print tables. Returns 1 when a goal is missed."""
    logging.disable(logging.WARNING)
    if sys.argv[1:2] == ["once"]:
        return _once(*sys.argv[2:])
    from tests.performance.databases import database_version, throw_away_database

    server = os.environ.get("BENCH_DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "VAR_DIR": folder}
        with throw_away_database(server, "harvest", Path(folder)) as url:
            os.environ["DATABASE_URL"] = url
            import django

            django.setup()
            from django.core.management import call_command
            from django.db import connections

            _say("Making the tables …")
            call_command("migrate", verbosity=0)
            from tests.performance.many_publications import make_publications

            _say(f"{PUBLICATIONS:,} publications …")
            make_publications(PUBLICATIONS, PAGES_EACH)
            start = time.perf_counter()
            call_command("refresh_harvest_records", stdout=sys.stderr)
            _say(f"Records in {time.perf_counter() - start:.1f} s. Measuring …")
            print(
                f"\n{database_version(server)}, {PUBLICATIONS:,} publications in two languages,"
                f" {PUBLICATIONS * PAGES_EACH:,} pages of text, load {os.getloadavg()[0]:.1f}\n"
            )
            missed = _measure_pages() | _measure_memory()
            _measure_files()
            connections.close_all()
            return int(missed)


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _stock() -> bytes:
    """What a list of files is in a stock Wagtail site: every document, on one page."""
    from django.template import Context, Template
    from wagtail.documents import get_document_model

    template = Template(
        "<ul>{% for document in documents %}<li><a href='{{ document.url }}'>{{ document.title }}"
        "</a> ({{ document.file_extension }}, {{ document.created_at }})</li>{% endfor %}</ul>"
    )
    documents = get_document_model().objects.order_by("-created_at")
    return template.render(Context({"documents": documents})).encode()


def _harvest(most: int):
    """Yield the pages of a harvest up to a number of records."""
    from django.test import Client

    client, address, seen = Client(), LIST, 0
    while address and seen < most:
        body = client.get(address).content
        seen += body.count(b"<record>")
        yield body
        token = re.search(rb"<resumptionToken[^>]*>([^<]+)<", body)
        address = f"/oai?verb=ListRecords&resumptionToken={token[1].decode()}" if token else ""


def _timed(act) -> tuple[float, float]:
    """Return what an act takes: ms, and ms of the processor."""
    start, worked = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000


def _measure_pages() -> bool:
    from django.test import Client

    client = Client()
    client.get(LIST)
    stock = [_timed(_stock) for _round in range(STOCK_ROUNDS)]
    ours, pages = [], _harvest(PUBLICATIONS)
    while True:
        passed = _timed(lambda: ours.append(next(pages, None)))
        if ours[-1] is None:
            ours.pop()
            break
        ours[-1] = (*passed, len(ours[-1]))
    some = {
        "changed since a day": f"{LIST}&from=2025-01-05",
        "one set": f"{LIST}&set=topic:fictional-3",
        "identifiers": LIST.replace("Records", "Identifiers"),
    }
    rows = {"ListRecords, every page of a harvest": [each[:2] for each in ours]}
    for name, address in some.items():
        rows[f"{name}, first page"] = [
            _timed(lambda address=address: client.get(address)) for _round in range(ROUNDS)
        ]
    stock_ms, stock_work = (statistics.median(each) for each in zip(*stock, strict=True))
    print(
        "| answer | ms, median | slowest | processor, ms | all documents on a stock page, ms"
        " | stock / ours | goal |"
    )
    print("|---|---|---|---|---|---|---|")
    missed = False
    for name, measured in rows.items():
        times, works = zip(*measured, strict=True)
        median, work = statistics.median(times), statistics.median(works)
        missed |= median > GOAL_MS
        verdict = "reached" if median <= GOAL_MS else "NOT reached"
        print(
            f"| {name} | {median:.0f} | {max(times):.0f} | {work:.0f} | {stock_ms:,.0f}"
            f" (processor {stock_work:,.0f}) | {stock_ms / median:.1f} ×"
            f" | ≤ {GOAL_MS}: {verdict} |",
            flush=True,
        )
    return missed


def _measure_memory() -> bool:
    print("\n| read to its end | Python's peak, MB | growth of the process, MB | s | bytes |")
    print("|---|---|---|---|---|")
    peaks, missed = {}, False
    for what, number in (
        ("harvest", FEWER),
        ("harvest", PUBLICATIONS),
        ("bib", FEWER),
        ("bib", PUBLICATIONS),
        ("stock", PUBLICATIONS),
    ):
        _say(f"memory: {what}, {number:,} …")
        seen = {}
        # tracemalloc makes everything slow and large, so the process itself is another one.
        for how in ("traced", "untraced"):
            command = [sys.executable, "-m", "tests.performance.publications_harvest"]
            done = subprocess.run(
                [*command, "once", what, str(number), how], check=True, capture_output=True
            )
            seen |= json.loads(done.stdout)
        peaks[what, number] = seen["peak"]
        print(
            f"| {what}, {number:,} | {seen['peak'] / 2**20:.1f} | {seen['growth'] / 1024:.1f} |"
            f" {seen['seconds']:.1f} | {seen['bytes']:,} |",
            flush=True,
        )
        missed |= what != "stock" and seen["peak"] > MOST_MEMORY
    growth = peaks["harvest", PUBLICATIONS] / peaks["harvest", FEWER]
    missed |= growth > MOST_GROWTH
    print(f"\nPeak of {PUBLICATIONS:,} / of {FEWER:,}: {growth:.2f} × (goal ≤ {MOST_GROWTH})")
    return missed


def _measure_files() -> None:
    from django.test import Client

    print("\n| file | s | bytes |")
    print("|---|---|---|")
    for path in ("/sitemap.xml", "/publications/data/publications.csv"):
        start = time.perf_counter()
        response = Client().get(path)
        pieces = response.streaming_content if response.streaming else [response.content]
        size = sum(map(len, pieces))
        print(f"| {path} | {time.perf_counter() - start:.1f} | {size:,} |", flush=True)


def _pieces(what: str, number: int):
    if what == "harvest":
        return _harvest(number)
    if what == "stock":
        return iter([_stock()])
    from django.test import Client

    # One kind of eight: 1,250 publications.
    query = "" if number == PUBLICATIONS else "?kind=news"
    return Client().get(f"/publications/data/publications.bib{query}").streaming_content


def _once(what: str, number: str, how: str) -> int:
    """Read something whole in this process, and say what it took."""
    import django

    django.setup()
    # Everything that is loaded once is loaded.
    for piece in ("harvest", "bib"):
        next(iter(_pieces(piece, FEWER)))
    before = _most_memory()
    if how == "traced":
        tracemalloc.start()
    start, length = time.perf_counter(), 0
    for piece in _pieces(what, int(number)):
        length += len(piece)
        if how == "traced":
            # What is held is measured, and not what Python has not looked through yet.
            gc.collect()
    passed = time.perf_counter() - start
    if how == "traced":
        print(json.dumps({"peak": tracemalloc.get_traced_memory()[1], "bytes": length}))
    else:
        print(json.dumps({"growth": _most_memory() - before, "seconds": passed}))
    return 0


def _most_memory() -> int:
    """Return the most memory that this process ever held, in KB, from Linux itself."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


if __name__ == "__main__":
    sys.exit(main())
