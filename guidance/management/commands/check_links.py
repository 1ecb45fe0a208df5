"""`manage.py check_links`: whether the addresses that the site links to still answer."""

import time
from collections import defaultdict, deque
from datetime import timedelta
from urllib.parse import urlsplit

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from guidance.link_check import NO_CONNECTION, LinkChecker, Look
from guidance.link_places import broken_internal, is_internal, link_places
from guidance.management.progress_line import ProgressLine
from guidance.models import CheckedLink

LONGEST_ADDRESS = CheckedLink._meta.get_field("url").max_length
# So many hosts without a single answer at the start mean that this machine is not connected.
SILENT_HOSTS = 5


class Command(BaseCommand):
    """One request at a time, with a pause for each host. May be stopped and started again.

    What was looked at lately is left out, so that a run which was cut short goes on where it
    was. The report "Broken links" of the admin shows what was found.
    """

    help = "Look whether the addresses of live pages and records still answer."

    def add_arguments(self, parser):
        parser.add_argument(
            "--days", type=float, default=7, help="leave out what was looked at in these days"
        )
        parser.add_argument(
            "--minutes", type=float, default=60, help="stop after so many minutes; go on next time"
        )
        parser.add_argument("--max-hosts", type=int, default=500, help="ask so many hosts at most")
        parser.add_argument("--timeout", type=float, default=15, help="seconds for an answer")
        parser.add_argument(
            "--pause", type=float, default=3, help="seconds between two requests to a host"
        )
        parser.add_argument(
            "--allow-private",
            action="store_true",
            help="also ask addresses of a private network; for tests",
        )

    def handle(self, *args, **options):
        addresses = list(link_places())
        CheckedLink.objects.exclude(url__in=addresses).delete()
        self.known = CheckedLink.objects.in_bulk(addresses, field_name="url")
        self.check_internal([address for address in addresses if is_internal(address)])
        self.check_external(
            [address for address in addresses if not is_internal(address)], options
        )
        broken = CheckedLink.objects.filter(broken_since__isnull=False).count()
        self.stdout.write(f"{len(addresses)} addresses, {broken} of them broken.")

    def check_internal(self, addresses: list[str]):
        """Look at the site's own addresses, without asking anybody."""
        broken = broken_internal(addresses)
        for address in addresses:
            look = Look(404, "gone") if address in broken else Look(200)
            self.record(address, look)

    def check_external(self, addresses: list[str], options: dict):
        """Look at other sites' addresses, as many as time and hosts allow."""
        since = timezone.now() - timedelta(days=options["days"])
        due = [
            address
            for address in addresses
            if len(address) <= LONGEST_ADDRESS
            and (address not in self.known or self.known[address].checked_at < since)
        ]
        queue = in_turns(due, options["max_hosts"])
        checker = LinkChecker(options["timeout"], options["pause"], options["allow_private"])
        progress = ProgressLine(self.stdout)
        end = time.monotonic() + options["minutes"] * 60
        held: list[tuple[str, Look]] = []
        is_connected = False
        done = 0
        for address in queue:
            if time.monotonic() > end:
                break
            progress.show(done, len(queue), address)
            look = checker.look(address)
            done += 1
            held.append((address, look))
            is_connected = is_connected or look.problem not in NO_CONNECTION
            if (
                not is_connected
                and len({urlsplit(item[0]).netloc for item in held}) < SILENT_HOSTS
            ):
                continue
            if not is_connected:
                progress.clear()
                raise CommandError(
                    f"None of the first {SILENT_HOSTS} sites answers: this machine seems to be "
                    "offline. Nothing was recorded."
                )
            while held:
                self.record(*held.pop())
        for address, look in held:
            self.record(address, look)
        progress.clear()
        if done < len(due):
            self.stdout.write(
                f"{done} of {len(due)} addresses looked at. Start again to go on with the rest."
            )

    def record(self, address: str, look: Look):
        """Keep what was found; what was broken before stays broken since then."""
        now = timezone.now()
        known = self.known.get(address)
        since = None
        if look.is_broken:
            since = (known and known.broken_since) or now
        CheckedLink.objects.update_or_create(
            url=address,
            defaults={
                "status": look.status,
                "problem": look.problem,
                "checked_at": now,
                "broken_since": since,
            },
        )


def in_turns(addresses: list[str], max_hosts: int) -> list[str]:
    """Return addresses so that hosts take turns, of at most so many hosts.

    Nobody is asked twice in a row while there is somebody else to ask.
    """
    by_host: dict[str, deque[str]] = defaultdict(deque)
    for address in addresses:
        by_host[urlsplit(address).netloc].append(address)
    waiting = deque(list(by_host.values())[:max_hosts])
    ordered = []
    while waiting:
        host = waiting.popleft()
        ordered.append(host.popleft())
        if host:
            waiting.append(host)
    return ordered
