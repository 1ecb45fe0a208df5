"""UTC datestamps of the protocol, at both of its granularities."""

import re
from datetime import UTC, datetime, timedelta

from publications.oai.errors import bad_argument

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)


def datestamp(moment: datetime) -> str:
    """Write a moment as YYYY-MM-DDThh:mm:ssZ."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_moment(text: str) -> datetime:
    """Read a datestamp of either granularity. Raises ProtocolError."""
    try:
        if _DAY.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
        if _SECOND.fullmatch(text):
            return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        pass
    raise bad_argument(f"{text[:40]!r} is no UTC date: YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")


def read_range(first: str, last: str) -> tuple[datetime | None, datetime | None]:
    """Read `from` and `until`, which may be empty; both ends belong to the range.

    Raises ProtocolError for mixed granularities and where the end lies before the start.
    """
    if first and last and len(first) != len(last):
        raise bad_argument("from and until must have the same granularity.")
    start = read_moment(first) if first else None
    end = read_moment(last) if last else None
    if start and end and start > end:
        raise bad_argument("from lies after until.")
    if end and _DAY.fullmatch(last):
        # A day has all its seconds. The last day that a date can name stays as it is.
        end = min(end, datetime.max.replace(tzinfo=UTC) - timedelta(days=1))
        end += timedelta(days=1) - timedelta(seconds=1)
    return start, end
