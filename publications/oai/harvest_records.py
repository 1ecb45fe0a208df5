"""Keeps `HarvestRecord` in step with the pages.

A record is there while at least one language's page is live, restricted to nobody, and written in
its own language. When it no longer is, the record stays as a deleted one, in the sets it was in.
"""

import threading
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.core.translation_state import only_translated
from publications.models import HarvestRecord, PublicationPage
from publications.public import public_publications

AT_ONCE = 500


@dataclass
class _State:
    """What is public of one publication."""

    kind: str = ""
    languages: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    changed: datetime | None = None

    @property
    def sets(self) -> str:
        """The sets as a record stores them."""
        specs = [
            f"type:{self.kind}",
            *(f"topic:{key}" for key in sorted(self.topics)),
            *(f"language:{code}" for code in sorted(self.languages)),
        ]
        return "".join(f"|{spec}" for spec in specs) + "|"


class _Pending(threading.local):
    """What has changed in the transaction that runs: looked at once, when it is committed."""

    def __init__(self):
        self.identifiers: set[uuid.UUID] = set()


_pending = _Pending()


def note_change(identifiers: Iterable[uuid.UUID]) -> None:
    """Bring records up to date once the transaction that runs is committed.

    They bear the moment of the commit: a harvester that asks from the moment of its last answer
    on must not miss what was changed before it and committed after.
    """
    _pending.identifiers.update(identifiers)
    transaction.on_commit(_work_off)


def _work_off() -> None:
    identifiers, _pending.identifiers = _pending.identifiers, set()
    identifiers = list(identifiers)
    for start in range(0, len(identifiers), AT_ONCE):
        refresh(identifiers[start : start + AT_ONCE])


def refresh(identifiers: Iterable[uuid.UUID], *, as_changed: bool = True) -> int:
    """Bring the records of publications up to date, and return how many were written.

    With `as_changed` all that are public count as changed now. Without it only what a record does
    not say yet does; a first record bears the day of the page.
    """
    identifiers = set(identifiers)
    with transaction.atomic():
        records = {
            record.identifier: record
            for record in HarvestRecord.objects.select_for_update().filter(
                identifier__in=identifiers
            )
        }
        # Only now: others may have been waited for, who changed a page or answered a harvester.
        now = timezone.now().replace(microsecond=0)
        states = _states(identifiers)
        made, written = [], []
        for identifier in identifiers:
            state, record = states.get(identifier), records.get(identifier)
            if record is None:
                if state is not None:
                    moment = now if as_changed else (state.changed or now).replace(microsecond=0)
                    made.append(
                        HarvestRecord(identifier=identifier, changed_at=moment, sets=state.sets)
                    )
            elif _needs(record, state, as_changed=as_changed):
                record.is_deleted = state is None
                record.sets = state.sets if state else record.sets
                record.changed_at = now
                written.append(record)
        # Somebody else may have made the same record in the meantime: theirs is as good.
        HarvestRecord.objects.bulk_create(made, ignore_conflicts=True)
        HarvestRecord.objects.bulk_update(written, ["is_deleted", "sets", "changed_at"])
    return len(made) + len(written)


def _needs(record: HarvestRecord, state: _State | None, *, as_changed: bool) -> bool:
    if state is None:
        return not record.is_deleted
    is_newer = bool(state.changed and state.changed.replace(microsecond=0) > record.changed_at)
    return as_changed or record.is_deleted or record.sets != state.sets or is_newer


def _states(identifiers: set[uuid.UUID]) -> dict[uuid.UUID, _State]:
    pages = only_translated(public_publications().filter(translation_key__in=identifiers))
    rows = pages.values_list(
        "translation_key", "kind", "locale__language_code", "last_published_at", "topics__key"
    )
    states: dict[uuid.UUID, _State] = defaultdict(_State)
    for identifier, kind, language, changed, topic in rows:
        state = states[identifier]
        state.kind = kind
        state.languages.add(language)
        state.changed = max(filter(None, (state.changed, changed)), default=None)
        if topic:
            state.topics.add(topic)
    return states


def refresh_all() -> int:
    """Bring every record up to date, and return how many were written.

    For what was changed by other means than the site's own: a restored backup, a bulk load.
    """
    is_first = not HarvestRecord.objects.exists()
    written = 0
    for identifiers in _in_batches(
        PublicationPage.objects.order_by("translation_key").values_list("translation_key")
    ):
        known = HarvestRecord.objects.filter(identifier__in=identifiers)
        fresh = (
            set() if is_first else identifiers - set(known.values_list("identifier", flat=True))
        )
        # What appears among records that were harvested before must be newer than they are.
        written += refresh(fresh) + refresh(identifiers - fresh, as_changed=False)
    gone = HarvestRecord.objects.filter(is_deleted=False).exclude(
        identifier__in=PublicationPage.objects.values("translation_key")
    )
    for identifiers in _in_batches(gone.order_by("identifier").values_list("identifier")):
        written += refresh(identifiers, as_changed=False)
    return written


def _in_batches(rows) -> Iterable[set[uuid.UUID]]:
    keys = sorted({row[0] for row in rows})
    for start in range(0, len(keys), AT_ONCE):
        yield set(keys[start : start + AT_ONCE])
