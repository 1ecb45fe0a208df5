"""A file of values on its way in: kept, checked, and written all or nothing.

Checking may take a minute and changes nothing, so everybody can watch how far it is. Writing is
one transaction of a few seconds, into which nobody can look.
"""

import contextlib
import logging
import time
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, ReferenceIndex

from programs.models import IndicatorValue, ValueImport, ValueImportFile
from programs.models.value_imports import KEPT_FOR, given_up_after
from programs.models.values import first_free, wanted_key
from programs.value_files.checking import Checked, check_table
from programs.value_files.columns import COLUMNS
from programs.value_files.problems import FileRefusedError, problem
from programs.value_files.reading import open_table
from programs.value_files.workbooks import unpacked_size

logger = logging.getLogger(__name__)

State = ValueImport.State
# Files that open to no more than this are checked while their editor waits.
SOON_DONE = 512 * 1024
# Seconds between two steps of a progress bar.
STEP = 1
BATCH = 500

WENT_WRONG = _("Something went wrong, and nothing was imported. Please try again.")


class ChangedMeanwhileError(Exception):
    """Somebody has changed the same values since the preview."""


class DiscardedError(Exception):
    """Its editor has deleted the import while a worker was at it."""


def keep_file(name: str, content: bytes, user) -> ValueImport:
    """Keep an uploaded file until it is checked and imported."""
    with transaction.atomic():
        value_import = ValueImport.objects.create(file_name=name[-255:], uploaded_by=user)
        ValueImportFile.objects.create(value_import=value_import, content=content)
    return value_import


def is_soon_done(content: bytes) -> bool:
    """Whether a file is small enough to be checked at once, without the worker."""
    return unpacked_size(content) <= SOON_DONE


def check(key: int) -> None:
    """Check the file of an import (primary key), unless another worker does it already."""
    value_import = _claim(key, State.TO_CHECK, State.CHECKING)
    if value_import is not None:
        _guarded(value_import, _check)


def write(key: int) -> None:
    """Write the values of an import that its editor has confirmed, unless another does it."""
    value_import = _claim(key, State.TO_WRITE, State.WRITING)
    if value_import is not None:
        _guarded(value_import, _write)


def begin_again(value_import: ValueImport) -> bool:
    """Let an import wait for a worker once more, where the one before is gone or none has come.

    Returns whether a task has to be given to the worker for it.
    """
    waiting = State.TO_WRITE if value_import.state in _WRITES else State.TO_CHECK
    too_old = timezone.now() - given_up_after(value_import.state)
    stuck = ValueImport.objects.filter(
        pk=value_import.pk, state=value_import.state, moved_at__lt=too_old
    )
    return bool(value_import.is_stuck and stuck.update(state=waiting, moved_at=timezone.now()))


_WRITES = (State.TO_WRITE, State.WRITING)


def delete_old() -> int:
    """Delete imports that are no longer needed; return how many."""
    old = ValueImport.objects.filter(moved_at__lt=timezone.now() - KEPT_FOR)
    count = old.count()
    old.delete()
    return count


def index_references(key: int) -> None:
    """Note which pages the written values refer to, as saving each of them would have done."""
    value_import = ValueImport.objects.filter(pk=key).first()
    if value_import is None:
        return
    for keys in _batches(_written_keys(value_import)):
        with transaction.atomic():
            for value in IndicatorValue.objects.filter(pk__in=keys):
                ReferenceIndex.create_or_update_for_object(value)


def _written_keys(value_import: ValueImport) -> list[int]:
    kind = ContentType.objects.get_for_model(IndicatorValue)
    entries = ModelLogEntry.objects.filter(content_type=kind, uuid=value_import.written_as)
    return [int(pk) for pk in entries.values_list("object_id", flat=True)]


def _claim(key: int, waiting: str, at_work: str) -> ValueImport | None:
    """Take an import that waits, or whose worker is gone."""
    now = timezone.now()
    imports = ValueImport.objects.filter(pk=key)
    taken = imports.filter(state=waiting).update(state=at_work, moved_at=now, rows_done=0)
    if not taken:
        gone = imports.filter(state=at_work, moved_at__lt=now - given_up_after(at_work))
        taken = gone.update(moved_at=now, rows_done=0)
    return imports.first() if taken else None


def _guarded(value_import: ValueImport, step) -> None:
    try:
        step(value_import)
    except DiscardedError:
        logger.info("The import %s was deleted by its editor", value_import.pk)
    except Exception:
        logger.exception("The import %s failed", value_import.pk)
        value_import.errors = [problem(WENT_WRONG).as_dict()]
        value_import.error_count = 1
        with contextlib.suppress(DiscardedError):
            _move(value_import, State.FAILED)


def _check(value_import: ValueImport) -> None:
    _note(value_import, _checked(value_import))
    _move(value_import, State.REFUSED if value_import.error_count else State.READY)


def _write(value_import: ValueImport) -> None:
    checked = _checked(value_import, keep=True)
    try:
        if checked.error_count or checked.fingerprint != value_import.fingerprint:
            raise ChangedMeanwhileError
        with transaction.atomic():
            _store(checked, value_import)
            ValueImportFile.objects.filter(value_import=value_import).delete()
            _move(value_import, State.DONE)
    except (ChangedMeanwhileError, IntegrityError):
        # What the editor has confirmed is no longer what would happen: a new preview is needed.
        value_import.is_stale = True
        _check(value_import)


def _checked(value_import: ValueImport, keep: bool = False) -> Checked:
    file = ValueImportFile.objects.filter(value_import=value_import).first()
    if file is None:
        raise DiscardedError
    content = bytes(file.content)
    del file
    try:
        table = open_table(value_import.file_name, content)
    except FileRefusedError as refused:
        checked = Checked()
        checked.refuse(refused.problem)
        return checked
    value_import.read_as = [each.as_dict() for each in table.read_as]
    _show_progress(value_import, 0, table.expected)
    last_shown = time.monotonic()

    def on_progress(done: int) -> None:
        nonlocal last_shown
        if time.monotonic() - last_shown >= STEP:
            _show_progress(value_import, done, max(table.expected, done))
            last_shown = time.monotonic()

    return check_table(table, keep, on_progress)


def _show_progress(value_import: ValueImport, done: int, total: int) -> None:
    shown = ValueImport.objects.filter(pk=value_import.pk).update(
        rows_done=done, rows_total=total, moved_at=timezone.now()
    )
    if not shown:
        raise DiscardedError


def _note(value_import: ValueImport, checked: Checked) -> None:
    value_import.rows_total = value_import.rows_done = checked.rows
    for name in ("new", "changed", "unchanged", "error_count", "warning_count", "fingerprint"):
        setattr(value_import, name, getattr(checked, name))
    value_import.errors = [each.as_dict() for each in checked.errors]
    value_import.warnings = [each.as_dict() for each in checked.warnings]
    value_import.preview = checked.preview


def _move(value_import: ValueImport, state: str) -> None:
    value_import.state = state
    value_import.moved_at = timezone.now()
    with transaction.atomic():
        stored = ValueImport.objects.select_for_update().filter(pk=value_import.pk)
        if not list(stored.values_list("pk")):
            raise DiscardedError
        # Never made anew: its editor may delete it at any moment.
        value_import.save(force_update=True)


def _store(checked: Checked, value_import: ValueImport) -> None:
    """Write everything. Runs in a transaction; raises where the values are not as they were."""
    _give_keys(checked.to_create)
    for batch in _batches(checked.to_update):
        before = {value.pk: value.updated for value in batch}
        stored = IndicatorValue.objects.select_for_update().filter(pk__in=before).order_by("pk")
        if dict(stored.values_list("pk", "updated")) != before:
            raise ChangedMeanwhileError
        # Twenty times as fast as bulk_update.
        IndicatorValue.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["pk"], update_fields=_WRITTEN
        )
        _log(batch, "wagtail.edit", value_import)
    for batch in _batches(checked.to_create):
        IndicatorValue.objects.bulk_create(batch)
        _log(batch, "wagtail.create", value_import)


_WRITTEN = (*COLUMNS, "updated")


def _give_keys(values: list[IndicatorValue]) -> None:
    """Give keys to new values that came without one, as saving each would, in one query."""
    if all(value.key for value in values):
        return
    taken = set(IndicatorValue.objects.order_by().values_list("key", flat=True).iterator())
    taken |= {value.key for value in values if value.key}
    for value in values:
        if not value.key:
            value.key = first_free(wanted_key(value), taken)
            taken.add(value.key)


def _batches(values: list) -> Iterator[list]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]


def _log(values: list[IndicatorValue], action: str, value_import: ValueImport) -> None:
    """Write into each value's history who imported it from which file."""
    kind = ContentType.objects.get_for_model(IndicatorValue)
    now = timezone.now()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(value.pk),
            label=str(value),
            action=action,
            timestamp=now,
            user_id=value_import.confirmed_by_id,
            uuid=value_import.written_as,
            content_changed=True,
            data={"imported_from": value_import.file_name},
        )
        for value in values
    )
