"""What the form costs in bytes and requests: heads and bodies, in both directions."""

import re
from dataclasses import dataclass

from tests.performance.form_journey import (
    PATHS,
    TYPED_CHARACTERS,
    Exchange,
    walk,
)
from tests.performance.http_client import Connection, make_request

# The limits are read strictly: 1 KB is 1,000 bytes.
FIRST_PAGE_LIMIT, JOURNEY_LIMIT, REQUEST_LIMIT = 14_000, 60_000, 11
SCRIPT = re.compile(r'<script[^>]*\ssrc="([^"]+)"')
LOADED = re.compile(
    r'<(?:img|audio|video|source|iframe)[^>]*\ssrc="([^"]+)"'
    r'|<link[^>]*rel="(?:stylesheet|icon|manifest|preload)"[^>]*href="([^"]+)"'
)


@dataclass(frozen=True)
class Transfer:
    """Bytes of some requests and their answers."""

    requests: int = 0
    up: int = 0
    down: int = 0

    def __add__(self, other: "Transfer") -> "Transfer":
        return Transfer(self.requests + other.requests, self.up + other.up, self.down + other.down)

    @property
    def total(self) -> int:
        return self.up + self.down


def transfer_report(port: int) -> tuple[list[str], bool]:
    """Walk the form in every way. Returns the lines of the report and whether all limits hold."""
    lines = [
        f"With {TYPED_CHARACTERS} typed characters; up and down, heads included.",
        "",
        "| language | script | gzip | first page, bytes | journey: all (up + down) | requests | |",
        "|---|---|---|---|---|---|---|",
    ]
    all_well = True
    for language in PATHS:
        for with_script in (False, True):
            for compressed in (True, False):
                first, whole = _journey(port, language, with_script, compressed)
                is_well = (
                    first.total <= FIRST_PAGE_LIMIT
                    and whole.total <= JOURNEY_LIMIT
                    and whole.requests <= REQUEST_LIMIT
                )
                # Browsers all ask for gzip: without it nothing is promised.
                all_well = all_well and (is_well or not compressed)
                lines.append(
                    f"| {language} | {'yes' if with_script else 'no'} |"
                    f" {'yes' if compressed else 'no'} | {first.total:,} |"
                    f" {whole.total:,} ({whole.up:,} + {whole.down:,}) | {whole.requests} |"
                    f" {'within' if is_well else 'over'} |"
                )
    lines.append(f"| limits | | | {FIRST_PAGE_LIMIT:,} | {JOURNEY_LIMIT:,} | {REQUEST_LIMIT} | |")
    return lines, all_well


def _journey(
    port: int, language: str, with_script: bool, compressed: bool
) -> tuple[Transfer, Transfer]:
    """Return what the first page costs with all that it loads, and the whole journey."""
    # The pages' script asks for the body of a page alone, see static/js/help.js.
    headers = {"X_Page_Part": "body"} if with_script else {}
    exchanges = walk(port, language, compressed=compressed, **headers)
    first = _transfer(exchanges[0])
    whole = sum(map(_transfer, exchanges), Transfer())
    page = exchanges[0].answer.text
    if unexpected := [place for place in _loads(page) if not place.startswith("data:")]:
        raise SystemExit(f"The first page loads more than it did: {unexpected}")
    if with_script:
        for place in SCRIPT.findall(page):
            request = make_request(port, place, compressed=compressed)
            answer = Connection(port).send(request)
            loaded = Transfer(1, len(request), answer.bytes_down)
            first, whole = first + loaded, whole + loaded
    return first, whole


def _loads(page: str) -> list[str]:
    return [one or other for one, other in LOADED.findall(page)]


def _transfer(exchange: Exchange) -> Transfer:
    return Transfer(1, len(exchange.request), exchange.answer.bytes_down)
