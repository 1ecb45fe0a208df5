"""Rows of a file against what is stored: new, changed or unchanged values, or what is wrong."""

import hashlib
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from programs.models import IndicatorValue
from programs.value_files.cells import CellRefusedError, day_of, normal, number_of, text_of
from programs.value_files.columns import COLUMNS, EMPTY_FILE, NUMBERS, TEXTS
from programs.value_files.lookups import Lookups
from programs.value_files.problems import FileRefusedError, Problem, problem
from programs.value_files.reading import Row, Table
from programs.value_files.writing import cells_of

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
SHOWN_ROWS = 50
# More are counted; they could not be read on a page.
KEPT_PROBLEMS = 1000
CHUNK = 500

EMPTY = _("This cell must not be empty.")
BEYOND = ngettext_lazy(
    "There is a cell without a heading. A number with commas needs quotation marks around it.",
    "There are %(count)s cells without a heading. A number with commas needs quotation marks"
    " around it.",
    "count",
)
TOO_LONG = _("Longer than %(limit)s letters.")
BAD_KEY = _("“%(value)s” cannot be a key. Use English letters, digits and hyphens.")
BACKWARDS = _("The period ends before it begins.")
KEY_TWICE = _("Row %(first)s of the file has this key already.")
VALUE_TWICE = _(
    "Row %(first)s of the file has a value of the same indicator, programme, period, place and"
    " group already."
)
STORED_UNDER_OTHER_KEY = _(
    "This indicator has a value for this programme, period, place and group already, with the key"
    " “%(key)s”."
)
PARTS = _("The parts make %(sum)s and the total says %(total)s. It is stored as printed.")
PARTS_UNEXPLAINED = _(
    "The parts make %(sum)s and the total says %(total)s. It is stored as printed; please add a"
    " note in both languages."
)
NO_BANGLA = _("No Bangla letter stands in this Bangla text. Is it right?")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,120}")
_BANGLA = re.compile(r"[\u0980-\u09ff]")
_IDENTITY = (
    "indicator_id",
    "program_id",
    "period_start",
    "period_end",
    "district_id",
    "age_band",
    "disability",
)
_MAY_CHANGE = ("key", *_IDENTITY, *NUMBERS, *TEXTS)


@dataclass
class Checked:
    """What a file would do."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rows: int = 0
    error_count: int = 0
    warning_count: int = 0
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    preview: list[dict] = field(default_factory=list)
    # Only where they were asked for.
    to_create: list[IndicatorValue] = field(default_factory=list)
    to_update: list[IndicatorValue] = field(default_factory=list)
    fingerprint: str = ""

    def refuse(self, found: Problem) -> None:
        """Note an error."""
        self.error_count += 1
        if len(self.errors) < KEPT_PROBLEMS:
            self.errors.append(found)

    def warn(self, found: Problem) -> None:
        """Note what an editor should look at."""
        self.warning_count += 1
        if len(self.warnings) < KEPT_PROBLEMS:
            self.warnings.append(found)


@dataclass
class _Draft:
    """A row as it was understood: fields of a value, and those that the file says nothing of."""

    row: Row
    fields: dict = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def identity(self) -> tuple:
        given = self.fields
        return (
            given["indicator"].pk,
            given["program"] and given["program"].pk,
            given["period_start"],
            given["period_end"],
            given["district"] and given["district"].pk,
            given["age_band"],
            given["disability"],
        )


def check_table(
    table: Table, keep: bool = False, on_progress: Callable[[int], None] = lambda done: None
) -> Checked:
    """Check every row. With `keep` the values that are to be written are kept as well."""
    checked = Checked()
    for found in table.problems:
        checked.refuse(found)
    if not table.problems:
        try:
            _Checking(table, checked, keep).run(on_progress)
        except FileRefusedError as refused:
            checked.refuse(refused.problem)
    return checked


class _Checking:
    """Goes through the rows of one file, a chunk at a time."""

    def __init__(self, table: Table, checked: Checked, keep: bool):
        self.table, self.checked, self.keep = table, checked, keep
        self.lookups = Lookups()
        self.digest = hashlib.sha256()
        self.key_rows: dict[str, int] = {}
        self.identity_rows: dict[tuple, int] = {}
        self.value_rows: dict[int, int] = {}
        self.stored_by_key: dict[str, int] = {}
        self.stored_by_identity: dict[tuple, tuple[int, str]] = {}
        rows = IndicatorValue.objects.order_by().values_list("pk", "key", *_IDENTITY)
        for pk, key, *identity in rows.iterator(chunk_size=2000):
            self.stored_by_key[key] = pk
            self.stored_by_identity[tuple(identity)] = (pk, key)

    def run(self, on_progress: Callable[[int], None]) -> None:
        rows = iter(self.table.rows)
        while chunk := list(islice(rows, CHUNK)):
            self.checked.rows += len(chunk)
            self._check([self._understood(row) for row in chunk])
            on_progress(self.checked.rows)
        if not self.checked.rows:
            self.checked.refuse(problem(EMPTY_FILE))
        self.checked.fingerprint = self.digest.hexdigest()

    # --- One row by itself -------------------------------------------------------------

    def _understood(self, row: Row) -> _Draft:
        draft = _Draft(row)
        if row.beyond:
            self._refuse(draft, BEYOND, "", count=row.beyond)
            return draft
        for column, cell in row.cells.items():
            try:
                draft.fields[column] = self._read(column, cell)
            except CellRefusedError as refused:
                self._refuse(draft, refused.message, column, **refused.details)
        given = draft.fields
        start, end = given.get("period_start"), given.get("period_end")
        if start and end and end < start:
            self._refuse(draft, BACKWARDS, "period_end")
        return draft

    def _read(self, column: str, cell):
        if column in NUMBERS:
            number = number_of(cell)
            return self._required(number) if column == "total" else number
        if column in ("period_start", "period_end"):
            return self._required(day_of(cell, self.table.day_zero))
        text = text_of(cell, is_bangla=column.endswith("_bn"))
        if column in ("indicator", "source_bn", "source_en"):
            self._required(text)
        if column == "key":
            if text and not _KEY.fullmatch(text):
                raise CellRefusedError(BAD_KEY, value=text)
            return text
        if column in TEXTS:
            limit = IndicatorValue._meta.get_field(column).max_length
            if limit and len(text) > limit:
                raise CellRefusedError(TOO_LONG, limit=limit)
            # Sources and notes are the same in thousands of rows: each is held once.
            return sys.intern(text)
        return getattr(self.lookups, column)(text)

    @staticmethod
    def _required(value):
        if value is None or value == "":
            raise CellRefusedError(EMPTY)
        return value

    def _refuse(self, draft: _Draft, message, column: str, **details) -> None:
        found = problem(message, row=draft.row.number, column=column, **details)
        draft.problems.append(found)
        self.checked.refuse(found)

    # --- Against the others ------------------------------------------------------------

    def _check(self, drafts: list[_Draft]) -> None:
        matched = {}
        for draft in drafts:
            if not draft.problems:
                self._refuse_doubles(draft)
            if not draft.problems:
                matched[draft.row.number] = self._stored_value(draft)
        stored = IndicatorValue.objects.in_bulk({pk for pk in matched.values() if pk})
        for draft in drafts:
            if not draft.problems:
                self._compare(draft, stored.get(matched[draft.row.number]))

    def _refuse_doubles(self, draft: _Draft) -> None:
        number, key = draft.row.number, draft.fields.get("key")
        first = self.identity_rows.setdefault(draft.identity, number)
        if first != number:
            self._refuse(draft, VALUE_TWICE, "indicator", first=first)
        if key and self.key_rows.setdefault(key, number) != number:
            self._refuse(draft, KEY_TWICE, "key", first=self.key_rows[key])

    def _stored_value(self, draft: _Draft) -> int | None:
        """Return which stored value a row speaks of: by its key, else by what it is of."""
        key = draft.fields.get("key")
        same, same_key = self.stored_by_identity.get(draft.identity, (None, ""))
        pk = self.stored_by_key.get(key) if key else same
        if same is not None and same != pk:
            self._refuse(draft, STORED_UNDER_OTHER_KEY, "key", key=same_key)
        # One row may name a value by its key and another by the period that it had.
        first = self.value_rows.setdefault(pk, draft.row.number) if pk else draft.row.number
        if first != draft.row.number:
            self._refuse(draft, VALUE_TWICE, "indicator", first=first)
        return pk

    def _compare(self, draft: _Draft, stored: IndicatorValue | None) -> None:
        value = stored or IndicatorValue()
        before = {name: getattr(value, name) for name in _MAY_CHANGE}
        for name, given in draft.fields.items():
            if name == "key" and not given:
                continue
            if name in TEXTS and normal(getattr(value, name)) == given:
                continue
            setattr(value, name, given)
        if not self._is_clean(draft, value):
            return
        different = [name for name in _MAY_CHANGE if getattr(value, name) != before[name]]
        outcome = NEW if stored is None else CHANGED if different else UNCHANGED
        setattr(self.checked, outcome, getattr(self.checked, outcome) + 1)
        mark = f"{outcome} {value.pk} {value.updated and value.updated.isoformat()}\n"
        self.digest.update(mark.encode())
        self._warn(draft, value)
        if len(self.checked.preview) < SHOWN_ROWS:
            self._show(draft, value, outcome, different)
        if self.keep and outcome == NEW:
            self.checked.to_create.append(value)
        elif self.keep and outcome == CHANGED:
            self.checked.to_update.append(value)

    def _is_clean(self, draft: _Draft, value: IndicatorValue) -> bool:
        """Let the model judge as well: whatever it refuses in a form is refused here."""
        try:
            value.clean()
        except ValidationError as error:
            found = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
            for name, errors in found.items():
                for each in errors:
                    column = name if name in COLUMNS else ""
                    self._refuse(draft, each.message, column, **(each.params or {}))
            return False
        return True

    def _warn(self, draft: _Draft, value: IndicatorValue) -> None:
        if not value.parts_add_up:
            message = PARTS if value.note_bn and value.note_en else PARTS_UNEXPLAINED
            sums = {"sum": value.sum_of_parts, "total": value.total}
            self.checked.warn(problem(message, row=draft.row.number, column="total", **sums))
        for name in ("source_bn", "note_bn"):
            text = getattr(value, name)
            if text and not _BANGLA.search(text):
                self.checked.warn(problem(NO_BANGLA, row=draft.row.number, column=name))

    def _show(self, draft, value, outcome, different) -> None:
        self.checked.preview.append(
            {
                "row": draft.row.number,
                "outcome": outcome,
                "cells": [str(cell) for cell in cells_of(value)],
                "different": [name.removesuffix("_id") for name in different],
            }
        )
