"""How soon a page of 10,000 harvested publications comes, and what a whole harvest takes.

Run by `make bench-harvest`, on SQLite, or on PostgreSQL when BENCH_DATABASE_URL names
a server. Beside it stands the stock approach: a page of Wagtail's documents, all of them, rendered
by a template, which is what a site has that keeps its publications as a list of files. A harvest
is read to its end in a process of its own, whose memory is measured; so is the stock page.
"""

import os
import re
import statistics
import sys
import time

from tests.performance.filled_site import filled_site, say, set_up, timed, verdict
from tests.performance.whole_readings import HEAD, read_once, readings, row

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
    if sys.argv[1:2] == ["once"]:
        _once(*sys.argv[2:])
        return 0
    with filled_site("harvest", _fill) as database:
        print(
            f"\n{database}, {PUBLICATIONS:,} publications in two languages,"
            f" {PUBLICATIONS * PAGES_EACH:,} pages of text, load {os.getloadavg()[0]:.1f}\n"
        )
        missed = _measure_pages() | _measure_memory()
        _measure_files()
        return int(missed)


def _fill() -> None:
    from django.core.management import call_command

    from tests.performance.many_publications import make_publications

    say(f"{PUBLICATIONS:,} publications …")
    make_publications(PUBLICATIONS, PAGES_EACH)
    start = time.perf_counter()
    call_command("refresh_harvest_records", stdout=sys.stderr)
    say(f"Records in {time.perf_counter() - start:.1f} s. Measuring …")


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


def _measure_pages() -> bool:
    from django.test import Client

    client = Client()
    client.get(LIST)
    stock = [timed(_stock) for _round in range(STOCK_ROUNDS)]
    ours, pages = [], _harvest(PUBLICATIONS)
    while True:
        passed = timed(lambda: ours.append(next(pages, None)))
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
            timed(lambda address=address: client.get(address)) for _round in range(ROUNDS)
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
        print(
            f"| {name} | {median:.0f} | {max(times):.0f} | {work:.0f} | {stock_ms:,.0f}"
            f" (processor {stock_work:,.0f}) | {stock_ms / median:.1f} ×"
            f" | {verdict(median, GOAL_MS)} |",
            flush=True,
        )
    return missed


def _measure_memory() -> bool:
    print(f"\n| read to its end | {HEAD}")
    peaks, missed = {}, False
    for what, number in (
        ("harvest", FEWER),
        ("harvest", PUBLICATIONS),
        ("bib", FEWER),
        ("bib", PUBLICATIONS),
        ("stock", PUBLICATIONS),
    ):
        say(f"memory: {what}, {number:,} …")
        seen = readings("tests.performance.publications_harvest", what, str(number))
        peaks[what, number] = seen["peak"]
        print(row(f"{what}, {number:,}", seen), flush=True)
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


def _once(what: str, number: str, how: str) -> None:
    """Read something whole in this process, and say what it took."""
    set_up()
    # Everything that is loaded once is loaded.
    for piece in ("harvest", "bib"):
        next(iter(_pieces(piece, FEWER)))
    read_once(lambda: _pieces(what, int(number)), how, collects=True)


if __name__ == "__main__":
    sys.exit(main())
