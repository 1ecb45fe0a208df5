"""Which records a harvester asks for, and where a list goes on.

A token holds all of a request and the last record that was given, by its moment and key. Nothing
is kept here, so tokens never expire, and a record that changes while somebody harvests is moved
behind what was given already: it is met once more, and never missed.
"""

import base64
import binascii
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.db.models import Q

from publications.models import HarvestRecord
from publications.oai.errors import ProtocolError, bad_argument
from publications.oai.moments import datestamp, read_moment, read_range
from publications.oai.sets import SPEC, all_sets, in_set

METADATA_PREFIX = "oai_dc"
HIGHEST_KEY = 2**63 - 1


@dataclass(frozen=True)
class Selection:
    """What a list is narrowed to, in the words of the request, and where it goes on.

    `after` and `after_key` are moment and key of the last record given, `cursor` is how many were.
    """

    first: str = ""
    until: str = ""
    spec: str = ""
    after: str = ""
    after_key: int = 0
    cursor: int = 0

    def token(self) -> str:
        """Return the selection as a resumption token: readable, and without secrets."""
        said = {name: value for name, value in asdict(self).items() if value}
        text = json.dumps(said, separators=(",", ":"))
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def records(self):
        """Return the records of the list from here on, in order. Raises ProtocolError."""
        start, end = read_range(self.first, self.until)
        records = HarvestRecord.objects.order_by("changed_at", "id")
        if start:
            records = records.filter(changed_at__gte=start)
        if end:
            records = records.filter(changed_at__lte=end)
        if self.spec:
            # A set that does not exist is empty.
            records = in_set(records, self.spec) if self.spec in all_sets() else records.none()
        if self.after:
            moment = read_moment(self.after)
            # The first condition says less than the second: an index can begin with it.
            records = records.filter(changed_at__gte=moment).filter(
                Q(changed_at__gt=moment) | Q(changed_at=moment, id__gt=self.after_key)
            )
        return records

    def behind(self, record: HarvestRecord, given: int) -> "Selection":
        """Return where the list goes on behind a record, once `given` more were given."""
        return Selection(
            first=self.first,
            until=self.until,
            spec=self.spec,
            after=datestamp(record.changed_at),
            after_key=record.pk,
            cursor=self.cursor + given,
        )


def selection_of(arguments: dict[str, str]) -> Selection:
    """Return what a request selects: from its token or else from its other arguments.

    Raises ProtocolError.
    """
    if "resumptionToken" in arguments:
        return _read_token(arguments["resumptionToken"])
    for name in ("from", "until"):
        if arguments.get(name) == "":
            raise bad_argument(f"{name} is empty.")
    selection = Selection(
        first=arguments.get("from", ""),
        until=arguments.get("until", ""),
        spec=arguments.get("set", ""),
    )
    read_range(selection.first, selection.until)
    return selection


def _read_token(token: str) -> Selection:
    refused = ProtocolError("badResumptionToken", "This token was not given out by this site.")
    try:
        padded = token + "=" * (-len(token) % 4)
        said = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
        selection = Selection(**said)
        texts = (selection.first, selection.until, selection.spec, selection.after)
        numbers = (selection.after_key, selection.cursor)
        is_sound = (
            all(isinstance(text, str) for text in texts)
            and all(type(number) is int and 0 < number <= HIGHEST_KEY for number in numbers)
            and read_moment(selection.after) <= datetime.max.replace(tzinfo=UTC)
            and len(selection.after) == len("2019-12-31T00:00:00Z")
            # What is written otherwise was not written here.
            and selection.token() == token
        )
        read_range(selection.first, selection.until)
    except (ProtocolError, ValueError, TypeError, binascii.Error, RecursionError) as fault:
        raise refused from fault
    if not is_sound or (selection.spec and not SPEC.fullmatch(selection.spec)):
        raise refused
    return selection
