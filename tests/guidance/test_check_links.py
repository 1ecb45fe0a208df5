"""Broken links: looked for by a command, shown in a report with where each of them stands."""

import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from directory.models import Provider
from guidance.link_check import NotPublicError, public_address
from guidance.management.commands.check_links import in_turns
from guidance.models import CheckedLink
from tests.factories import pages, people, records, reference

pytestmark = pytest.mark.django_db


class Handler(BaseHTTPRequestHandler):
    """A site with every kind of page that a link can lead to."""

    def log_message(self, *args):
        pass

    def do_HEAD(self):  # noqa: N802
        self.server.seen.append((self.command, self.path, self.headers["User-Agent"]))
        if self.path == "/no-head" and self.command == "HEAD":
            return self.answer(405)
        if self.path == "/slow":
            time.sleep(2)
        if self.path.startswith("/circle"):
            return self.answer(302, Location=f"{self.path}x")
        if self.path == "/moved":
            return self.answer(301, Location="/fine")
        if self.path == "/for-now":
            return self.answer(302, Location="/fine")
        if self.path == "/moved-to-nothing":
            return self.answer(301, Location="/gone")
        if self.path == "/guarded":
            return self.answer(403)
        if self.path == "/huge":
            return self.answer(200 if self.command == "GET" else 501, huge=True)
        return self.answer(404 if self.path == "/gone" else 200)

    do_GET = do_HEAD  # noqa: N815

    def answer(self, status, huge=False, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(10**10 if huge else 0))
        self.end_headers()
        if huge and self.command == "GET":
            try:
                while self.server.sent < 10**9:
                    self.wfile.write(b"x" * 65536)
                    self.server.sent += 65536
            except OSError:
                pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.seen, server.sent, server.daemon_threads = [], 0, True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.address = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def guide(bangla_home):
    index = pages.GuidanceIndexPageFactory(parent=bangla_home)
    stage = pages.StagePageFactory(parent=index, slug="deciding")
    return pages.GuidePageFactory(parent=stage, slug="a-guide", title="কাল্পনিক ধাপ")


def name_sources(guide, *addresses):
    guide.sources = [
        ("source", {"name": "কাল্পনিক", "year": "", "url": address}) for address in addresses
    ]
    guide.save()


def run(*arguments, **options) -> str:
    output = StringIO()
    options = {"pause": 0, "timeout": 1, "allow_private": True, **options}
    call_command("check_links", *arguments, stdout=output, skip_checks=False, **options)
    return output.getvalue()


def found(address) -> tuple:
    link = CheckedLink.objects.get(url=address)
    return link.status, link.problem.partition(" ")[0], link.broken_since is not None


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/fine", (200, "", False)),
        ("/gone", (404, "gone", True)),
        ("/slow", (None, "timeout", True)),
        ("/circle", (302, "redirects", True)),
        ("/huge", (200, "", False)),
        ("/no-head", (200, "", False)),
        ("/guarded", (403, "guarded", False)),
        ("/moved", (200, "moved", False)),
        ("/for-now", (200, "", False)),
        ("/moved-to-nothing", (404, "gone", True)),
    ],
)
def test_what_an_address_answers(site, guide, path, expected):
    name_sources(guide, site.address + path)
    run()
    assert found(site.address + path) == expected
    assert len(site.seen) <= 8
    assert all("OKUP" in agent and "http" in agent for _method, _path, agent in site.seen)
    assert site.sent < 10**8


def test_the_new_address_is_kept(site, guide):
    name_sources(guide, f"{site.address}/moved")
    run()
    assert CheckedLink.objects.get().problem == f"moved {site.address}/fine"


def test_addresses_of_a_private_network_are_never_asked(site, guide):
    name_sources(guide, f"{site.address}/fine")
    run(allow_private=False)
    assert site.seen == []
    assert found(f"{site.address}/fine") == (None, "private", True)


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "localhost"])
def test_what_is_not_public(host):
    with pytest.raises(NotPublicError):
        public_address(host, 80)


def test_what_was_looked_at_lately_is_left_out(site, guide):
    name_sources(guide, f"{site.address}/fine")
    run()
    asked = len(site.seen)
    run()
    assert len(site.seen) == asked
    CheckedLink.objects.update(checked_at=timezone.now() - timedelta(days=8))
    run()
    assert len(site.seen) > asked


def test_broken_since_the_first_time_until_it_answers(site, guide):
    name_sources(guide, f"{site.address}/gone")
    run()
    since = timezone.now() - timedelta(days=30)
    CheckedLink.objects.update(broken_since=since)
    run(days=0)
    assert CheckedLink.objects.get().broken_since == since
    CheckedLink.objects.update(url=f"{site.address}/fine")
    name_sources(guide, f"{site.address}/fine")
    run(days=0)
    assert found(f"{site.address}/fine") == (200, "", False)


def test_no_more_hosts_than_allowed(site, guide):
    name_sources(guide, f"{site.address}/a", f"http://localhost:{site.server_port}/b")
    assert "1 of 2" in run(max_hosts=1)
    assert CheckedLink.objects.count() == 1
    run()
    assert CheckedLink.objects.count() == 2


def test_hosts_take_turns():
    ordered = in_turns(["http://a/1", "http://a/2", "http://b/1", "http://c/1"], max_hosts=2)
    assert ordered == ["http://a/1", "http://b/1", "http://a/2"]


def test_a_host_is_left_alone_between_two_requests(site, guide):
    name_sources(guide, f"{site.address}/a", f"{site.address}/b")
    began = time.monotonic()
    run(pause=0.5)
    assert time.monotonic() - began >= 0.5


def test_a_machine_that_is_offline_records_nothing(guide):
    # Nobody listens there.
    name_sources(guide, *[f"http://127.0.0.{number}:9/" for number in range(1, 7)])
    with pytest.raises(CommandError, match="offline"):
        run()
    assert not CheckedLink.objects.exists()


def test_own_addresses_are_looked_up_without_asking(site, guide, bangla_home):
    other = pages.GuidePageFactory(parent=guide.get_parent(), slug="other")
    guide.body = [
        (
            "paragraph",
            f'<p><a linktype="page" id="{other.pk}">x</a> <a href="{guide.url}">x</a> '
            '<a href="/help/">x</a> <a href="/guidance/nothing/">x</a> '
            f'<a href="{site.address}/fine#part">x</a></p>',
        )
    ]
    guide.save()
    run()
    assert not CheckedLink.objects.get(url=f"page:{other.pk}").broken_since
    assert not CheckedLink.objects.get(url=guide.url).broken_since
    assert not CheckedLink.objects.get(url="/help/").broken_since
    assert CheckedLink.objects.get(url="/guidance/nothing/").broken_since
    assert found(f"{site.address}/fine") == (200, "", False)
    other.unpublish()
    run()
    assert CheckedLink.objects.get(url=f"page:{other.pk}").broken_since


def test_records_are_read_and_drafts_are_not(site, guide):
    reference.FactFactory(source_url=f"{site.address}/fact")
    reference.FactFactory(source_url=f"{site.address}/draft", live=False)
    records.ProviderFactory(website=f"{site.address}/provider", publish_rule=Provider.Publish.YES)
    run()
    seen = set(CheckedLink.objects.values_list("url", flat=True))
    assert {f"{site.address}/fact", f"{site.address}/provider"} <= seen
    assert f"{site.address}/draft" not in seen
    guide.unpublish()


def test_the_report_says_where_a_link_stands(client, site, guide):
    name_sources(guide, f"{site.address}/gone", f"{site.address}/moved", f"{site.address}/fine")
    run()
    client.force_login(people.SuperuserFactory())
    page = client.get(reverse("broken_links")).content.decode()
    assert f"{site.address}/gone" in page and "There is no such page" in page
    assert "New address" in page and f"{site.address}/fine" in page
    assert reverse("wagtailadmin_pages:edit", args=[guide.pk]) in page
    table = b"".join(
        client.get(reverse("broken_links"), {"export": "csv"}).streaming_content
    ).decode()
    assert guide.title in table
    name_sources(guide, f"{site.address}/fine")
    assert "/gone" not in client.get(reverse("broken_links")).content.decode()
