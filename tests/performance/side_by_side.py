"""This form and django-helpdesk's, in turns on the same machine: service time and throughput.

Rounds alternate, so that whatever else the machine does meets both. What counts are the ratios
within one round; of them, and of all figures, the median over the rounds is shown.
"""

import threading
from dataclasses import dataclass
from functools import partial
from statistics import median

from tests.performance.django_helpdesk_site import DjangoHelpdeskSite, is_stored
from tests.performance.form_journey import People, code_of, now, story
from tests.performance.gunicorn_server import GunicornServer
from tests.performance.http_client import Connection

# As many connections as gunicorn has threads.
CONNECTIONS = 8
ONE_BY_ONE, AT_ONCE = 48, 160
WARM_UP = 40
SUBMIT_GOAL, STEP_GOAL = 1.0, 3.0


@dataclass(frozen=True)
class Measurement:
    """What one round says of one kind of request.

    service_ms: median of the time of a request when nobody else asks. per_second: requests when
    all connections ask. processor_ms: what gunicorn's processes used for each of those.
    """

    service_ms: float
    per_second: float
    processor_ms: float


@dataclass(frozen=True)
class Kind:
    """One kind of request: `make(count)` prepares that many, `is_good` judges an answer."""

    name: str
    server: GunicornServer
    make: object
    is_good: object

    def measure(self) -> Measurement:
        service_ms = 1000 * median(_ask(self, self.make(ONE_BY_ONE), 1)[0])
        prepared = self.make(AT_ONCE)
        before = self.server.processor_seconds()
        _times, seconds = _ask(self, prepared, CONNECTIONS)
        after = self.server.processor_seconds()
        used = 1000 * (after - before) / AT_ONCE if before and after else float("nan")
        return Measurement(service_ms, AT_ONCE / seconds, used)


def _ask(kind: Kind, requests: list[bytes], connections: int) -> tuple[list[float], float]:
    """Send requests over so many connections. Returns their times and the time of all, seconds."""
    times: list[float] = []
    bad: list[str] = []
    begin = threading.Barrier(connections + 1)

    def ask(own: list[bytes]) -> None:
        connection = Connection(kind.server.port)
        connection.open()
        begin.wait()
        for request in own:
            started = now()
            try:
                answer = connection.send(request)
            except OSError as error:
                bad.append(f"{type(error).__name__}: {error}")
                return
            times.append(now() - started)
            if not kind.is_good(answer):
                bad.append(f"status {answer.status}")
        connection.close()

    threads = [
        threading.Thread(target=ask, args=(requests[start::connections],))
        for start in range(connections)
    ]
    for thread in threads:
        thread.start()
    begin.wait()
    started = now()
    for thread in threads:
        thread.join()
    seconds = now() - started
    if bad:
        raise SystemExit(f"{kind.name}: {len(bad)} answers are wrong, the first: {bad[0]}")
    return times, seconds


def compare(
    okup: GunicornServer,
    people: People,
    other: GunicornServer,
    site: DjangoHelpdeskSite,
    rounds,
    say,
) -> list[str]:
    """Measure in rounds and return the lines of the report."""
    form, submission = site.form_request(), site.submission("A fictional case", story("bn"))
    steps = people.middle_pages

    def step_requests(count: int, by_script: bool) -> list[bytes]:
        return [
            people.request(steps[number % len(steps)], by_script=by_script)
            for number in range(count)
        ]

    def is_page(answer) -> bool:
        return answer.status == 200

    kinds = [
        Kind(
            "our send",
            okup,
            lambda count: [people.request("check") for _ in range(count)],
            lambda answer: code_of(answer) is not None,
        ),
        Kind("their POST", other, lambda count: [submission] * count, is_stored),
        *(
            Kind(name, okup, partial(step_requests, by_script=by_script), is_page)
            for name, by_script in (("our step", True), ("our step, no script", False))
        ),
        Kind("their GET", other, lambda count: [form] * count, is_page),
    ]
    say("  Warming up …")
    for kind in kinds:
        _ask(kind, kind.make(WARM_UP), CONNECTIONS)
    measured: dict[str, list[Measurement]] = {kind.name: [] for kind in kinds}
    for number in range(1, rounds + 1):
        # Every second round the other way round: what comes first gains nothing by it.
        for kind in kinds if number % 2 else reversed(kinds):
            measured[kind.name].append(kind.measure())
        figures = " · ".join(
            f"{name} {of[-1].service_ms:.1f} ms {of[-1].per_second:.0f}/s"
            for name, of in measured.items()
        )
        say(f"  Round {number} of {rounds}: {figures}")
    return [*_table(measured), "", *_ratios(measured)]


def _table(measured: dict[str, list[Measurement]]) -> list[str]:
    lines = [
        "| request | service time, ms | requests/s, 8 connections | processor time, ms |",
        "|---|---|---|---|",
    ]
    for name, of in measured.items():
        service, speed, used = (
            median(getattr(one, figure) for one in of)
            for figure in ("service_ms", "per_second", "processor_ms")
        )
        lines.append(f"| {name} | {service:.2f} | {speed:.0f} | {used:.2f} |")
    return lines


def _ratios(measured: dict[str, list[Measurement]]) -> list[str]:
    lines = [
        "| ours beside theirs | by service time | by requests/s | by processor time | goal | |",
        "|---|---|---|---|---|---|",
    ]
    for ours, theirs, goal in (
        ("our send", "their POST", SUBMIT_GOAL),
        ("our step", "their GET", STEP_GOAL),
        ("our step", "their POST", STEP_GOAL),
        ("our step, no script", "their GET", STEP_GOAL),
        ("our step, no script", "their POST", STEP_GOAL),
    ):
        pairs = list(zip(measured[ours], measured[theirs], strict=True))
        service = median(b.service_ms / a.service_ms for a, b in pairs)
        speed = median(a.per_second / b.per_second for a, b in pairs)
        used = median(b.processor_ms / a.processor_ms for a, b in pairs if a.processor_ms)
        verdict = "reached" if min(service, speed) >= goal else "NOT reached"
        lines.append(
            f"| {ours} / {theirs} | {service:.2f} × | {speed:.2f} × | {used:.2f} × |"
            f" ≥ {goal:.0f} × as fast | {verdict} |"
        )
    return lines
