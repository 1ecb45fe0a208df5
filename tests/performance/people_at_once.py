"""Many people who press "send" at the same moment: nothing fails, is lost or doubled."""

import threading
from dataclasses import dataclass

from tests.performance.form_journey import People, code_of, now
from tests.performance.http_client import Connection

P99_GOAL_SECONDS = 2.0


@dataclass(frozen=True)
class Crowd:
    """How a crowd's requests went: a code or None, and seconds, for each person in order."""

    codes: list[str | None]
    seconds: list[float]
    errors: list[str]

    def part(self, share: float) -> float:
        """Return the time that this share of all people did not exceed (nearest rank)."""
        ordered = sorted(self.seconds)
        return ordered[max(-(-int(share * 1000) * len(ordered) // 1000), 1) - 1]


def send_at_once(port: int, requests: list[bytes]) -> Crowd:
    """Open a connection for every person and send at one moment, each in a thread."""
    count = len(requests)
    codes: list[str | None] = [None] * count
    seconds = [0.0] * count
    errors: list[str] = []
    begin = threading.Barrier(count)

    def send(number: int) -> None:
        connection = Connection(port)
        begin.wait()
        started = now()
        try:
            # The connection is made within the measured time, as a phone makes it.
            answer = connection.send(requests[number])
            codes[number] = code_of(answer)
            if codes[number] is None:
                errors.append(f"status {answer.status}")
        except OSError as error:
            errors.append(type(error).__name__)
        seconds[number] = now() - started
        connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Crowd(codes, seconds, errors)


def crowd_report(people: People, count: int, crowds: int, say) -> tuple[list[str], bool]:
    """Send `crowds` crowds of `count`, each of them twice. Returns lines, and whether all is well.

    What each person wrote is read back from the database afterwards.
    """
    lines = [
        "| crowd | p50, s | p99, s | slowest, s | errors | different receipts | tickets |",
        "|---|---|---|---|---|---|---|",
    ]
    all_well = True
    for number in range(1, crowds + 1):
        say(f"  Crowd {number} of {crowds}: {count} people at once, then all of them again …")
        stories = [f"Crowd {number}, fictional person {person}." for person in range(count)]
        requests = [people.request("check", narrative=story) for story in stories]
        before = _tickets()
        first = send_at_once(people.port, requests)
        made = _tickets() - before
        again = send_at_once(people.port, requests)
        made_again = _tickets() - before - made
        different = len(set(first.codes) - {None})
        lines += [_row(f"{count} people", first, different, made)]
        lines += [_row("the same once more", again, len(set(again.codes) - {None}), made_again)]
        problems = [
            problem
            for problem, is_there in {
                f"errors: {sorted({*first.errors, *again.errors})}": first.errors or again.errors,
                "receipts are not all different": different != count,
                "tickets are missing or too many": made != count,
                "sending again gave another receipt": again.codes != first.codes,
                "sending again made a ticket": made_again,
                "a story was lost or doubled": _newest_stories(count) != sorted(stories),
                f"p99 is over {P99_GOAL_SECONDS} s": first.part(0.99) > P99_GOAL_SECONDS,
            }.items()
            if is_there
        ]
        if problems:
            all_well = False
            lines.append(f"| **{'; '.join(problems)}** | | | | | | |")
    return lines, all_well


def _row(name: str, crowd: Crowd, different: int, made: int) -> str:
    times = f"{crowd.part(0.5):.2f} | {crowd.part(0.99):.2f} | {max(crowd.seconds):.2f}"
    return f"| {name} | {times} | {len(crowd.errors)} | {different} | {made} new |"


def _tickets() -> int:
    from helpdesk.models import Ticket

    return Ticket.objects.count()


def _newest_stories(count: int) -> list[str]:
    from helpdesk.models import Ticket

    newest = Ticket.objects.select_related("data_key").order_by("-pk")[:count]
    return sorted(ticket.narrative for ticket in newest)
