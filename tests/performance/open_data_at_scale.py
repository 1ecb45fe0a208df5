"""How soon tables of 100,000 values begin, and how much memory they take, beside a plain view.

Run by `make bench-open-data`, on SQLite, or on PostgreSQL when BENCH_DATABASE_URL names a server.
The plain view is what is written first everywhere: the queryset as a list, one text, one answer.
Both give the same columns. Each answer is asked for in a process of its own, whose memory is
measured; times are medians of rounds, the plain view's in the middle of ours. Processor time is
what other work on the machine disturbs least.
"""

import json
import os
import statistics
import sys
import time

from tests.performance.databases import gather_statistics
from tests.performance.filled_site import filled_site, say, set_up, times, verdict
from tests.performance.whole_readings import HEAD, read_once, readings, row

VALUES = 100_000
INDICATORS = 100
PROGRAMS = 20
ROUNDS = 11
# The plain view takes long, and every time as long.
PLAIN_ROUNDS = 2
GOAL_MS = 300
# The whole table, and one that filters make smaller. Every fifth value is of outcomes.
QUERIES = {"whole": "", "filtered": "level=output"}
FORMS = ("csv", "json")
# Bytes. What a stream of any length may hold at once.
MOST_MEMORY = 16 * 2**20


def main() -> int:
    """Fill a database, measure and print tables. Returns 1 when a goal is missed."""
    if sys.argv[1:2] == ["once"]:
        _once(*sys.argv[2:])
        return 0
    with filled_site("open_data", _fill) as database:
        print(f"\n{database}, {VALUES:,} values, load {os.getloadavg()[0]:.1f}\n")
        return int(_measure_times() | _measure_page() | _measure_memory())


def _fill() -> None:
    from datetime import date

    from wagtail.models import Locale

    from home.models import HomePage
    from portal.reference.models import District
    from programs.models import IndicatorValue
    from tests.factories import pages, records

    say(f"{VALUES:,} values …")
    home = HomePage.objects.get(locale=Locale.objects.get(language_code="bn"))
    index = pages.ProgramIndexPageFactory(parent=home)
    programs = [
        pages.ProgramPageFactory(parent=index, slug=f"program-{number}")
        for number in range(PROGRAMS)
    ]
    indicators = [
        records.IndicatorFactory(level="output" if number % 5 else "outcome")
        for number in range(INDICATORS)
    ]
    districts = list(District.objects.order_by("code")[:50])
    each = VALUES // (PROGRAMS * INDICATORS)
    made = (
        IndicatorValue(
            key=f"value-{program.pk}-{indicator.pk}-{number}",
            indicator=indicator,
            program=program,
            district=districts[number],
            period_start=date(2019, 1, 1),
            period_end=date(2019, 12, 31),
            total=5625,
            female=3764,
            male=1859,
            source_bn="কাল্পনিক বার্ষিক প্রতিবেদন",
            source_en="Fictional annual report",
            source_page="12",
            note_bn="মুদ্রিত অংশগুলো যোগ করলে মুদ্রিত মোট সংখ্যা হয় না।",
            note_en="The printed parts do not make the printed total.",
        )
        for program in programs
        for indicator in indicators
        for number in range(each)
    )
    IndicatorValue.objects.bulk_create(made, batch_size=1000)
    gather_statistics()


def _ours(form: str, query: str):
    """Return the pieces of our answer."""
    from django.test import Client

    response = Client().get(f"/programs/data/values.{form}?{query}")
    assert response.status_code == 200, response.content
    return response.streaming_content


def _plain(form: str, query: str):
    """The view that is written first everywhere, with the same columns."""
    import csv
    import io

    from django.http import HttpResponse, QueryDict

    from programs.filters import ValueFilter
    from programs.models import IndicatorValue
    from programs.open_data.tables import VALUES as TABLE

    found = ValueFilter(
        data=QueryDict(query),
        queryset=IndicatorValue.objects.select_related("indicator", "program", "district"),
    ).qs
    rows = [_row(value) for value in list(found)]
    names = [column.name for column in TABLE.columns]
    if form == "json":
        text = json.dumps(
            [dict(zip(names, row, strict=True)) for row in rows], default=str, ensure_ascii=False
        )
    else:
        file = io.StringIO()
        csv.writer(file).writerows([names, *rows])
        text = file.getvalue()
    return iter([HttpResponse(text).content])


def _row(value) -> list:
    indicator, program, district = value.indicator, value.program, value.district
    return [
        value.key,
        indicator.key,
        indicator.name,
        indicator.level,
        indicator.unit,
        indicator.may_count_twice,
        program.slug if program else "",
        program.title if program else "",
        value.period_start,
        value.period_end,
        district.code if district else "",
        district.name if district else "",
        value.age_band,
        value.disability,
        value.total,
        value.female,
        value.male,
        value.other,
        value.target,
        value.out_of,
        value.parts_add_up,
        value.source,
        value.source_page,
        "",
        value.note,
        value.updated.date(),
    ]


VIEWS = {"ours": _ours, "plain": _plain}


def _first_rows(view: str, form: str, query: str) -> tuple[float, float]:
    """Return when the first rows have come, not only the words before them: ms, and processor ms.

    The server's database works on another processor's time.
    """
    start, worked = time.perf_counter(), time.process_time()
    pieces = VIEWS[view](form, query)
    for piece in pieces:
        if b"value-" in piece:
            break
    passed = (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000
    getattr(pieces, "close", lambda: None)()
    return passed


def _measure_times() -> bool:
    print(
        "| table | ours: first rows, ms | processor, ms | plain view, ms | processor, ms"
        " | plain / ours | by processor | goal |"
    )
    print("|---|---|---|---|---|---|---|---|")
    missed = False
    for form in FORMS:
        for name, query in QUERIES.items():
            say(f"{name} {form} …")
            _first_rows("ours", form, query)
            half = ROUNDS // 2
            ours = [_first_rows("ours", form, query) for _round in range(half)]
            plain = [_first_rows("plain", form, query) for _round in range(PLAIN_ROUNDS)]
            ours += [_first_rows("ours", form, query) for _round in range(ROUNDS - half)]
            our_ms, our_work = (statistics.median(each) for each in zip(*ours, strict=True))
            ms, work = (statistics.median(each) for each in zip(*plain, strict=True))
            missed |= our_ms > GOAL_MS
            print(
                f"| {name}, {form} | {our_ms:.0f} | {our_work:.0f} | {ms:,.0f} | {work:,.0f} |"
                f" {ms / our_ms:,.0f} × | {work / our_work:,.0f} × | {verdict(our_ms, GOAL_MS)} |",
                flush=True,
            )
    return missed


def _measure_page() -> bool:
    """The page that shows the table, whole and filtered: its time to the last byte."""
    from django.test import Client

    print("\n| page | ms | goal |")
    print("|---|---|---|")
    missed = False
    for name, query in {
        **QUERIES,
        "one programme": "program=program-1",
        "a year": "year=2019",
    }.items():
        say(f"page, {name} …")

        def ask(query=query):
            response = Client().get(f"/programs/figures/?{query}")
            assert response.status_code == 200, response.content

        ask()
        passed = statistics.median(times(ask, ROUNDS))
        missed |= passed > GOAL_MS
        print(f"| {name} | {passed:.0f} | {verdict(passed, GOAL_MS)} |", flush=True)
    return missed


def _measure_memory() -> bool:
    print(f"\n| whole table | {HEAD}")
    missed = False
    for form in FORMS:
        for view in VIEWS:
            say(f"memory: {view} {form} …")
            seen = readings("tests.performance.open_data_at_scale", view, form)
            missed |= view == "ours" and seen["peak"] > MOST_MEMORY
            print(row(f"{view}, {form}", seen), flush=True)
    return missed


def _once(view: str, form: str, how: str) -> None:
    """Read a whole table in this process, and say what it took."""
    set_up()
    from django.test import Client

    # Everything that is loaded once is loaded.
    Client().get("/programs/data/indicators.json")
    for _piece in VIEWS[view](form, "year=2000"):
        pass
    read_once(lambda: VIEWS[view](form, ""), how)


if __name__ == "__main__":
    sys.exit(main())
