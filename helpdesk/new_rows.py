"""Storing new rows by statements that are written once.

A request for help makes twenty rows of eight tables. Building each statement anew was a third of
what a crowd waits for, and so was going to the database and back for each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import AutoField, Field, Model


def insert_rows(*groups: Sequence[Model]) -> None:
    """Store new rows, in a transaction of the caller's. Each group is of one model.

    A row whose key the database gives learns it when it is alone in its group. Fields do what
    they do before saving (sealing, dates), but no signal is sent. Raises what saving raises.
    """
    # Asked for every value: the wrapper of all threads' connections costs more than the work.
    own = connections[DEFAULT_DB_ALIAS]
    groups = tuple(group for group in groups if group)
    with own.cursor() as cursor:
        if own.vendor == "postgresql" and not own.features.uses_server_side_binding:
            # One journey for all: several statements may go together when their values are
            # put in here, by psycopg. Row by row, because it remembers short texts alone.
            cursor.execute("; ".join(_whole_statement(group, cursor, own) for group in groups))
            for number, group in enumerate(groups):
                if number:
                    cursor.nextset()
                _note_stored(group, cursor, own)
            return
        for group in groups:
            statement = _statement(type(group[0]), own.vendor)
            places = ", ".join([statement.row] * len(group))
            values = [value for row in group for value in _values(row, own)]
            cursor.execute(f"{statement.head} {places}{statement.tail}", values)
            _note_stored(group, cursor, own)


@dataclass(frozen=True)
class _Statement:
    """The INSERT of a model: what stands before its rows, the places of a row, what follows."""

    head: str
    row: str
    tail: str


@cache
def _statement(model: type[Model], vendor: str) -> _Statement:
    quote, fields = connections[DEFAULT_DB_ALIAS].ops.quote_name, _fields(model)
    columns = ", ".join(quote(field.column) for field in fields)
    return _Statement(
        head=f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES",
        row=f"({', '.join(['%s'] * len(fields))})",
        tail=f" RETURNING {quote(model._meta.pk.column)}" if vendor == "postgresql" else "",
    )


@cache
def _fields(model: type[Model]) -> tuple[Field, ...]:
    fields = model._meta.concrete_fields
    return tuple(field for field in fields if not isinstance(field, AutoField))


def _whole_statement(rows: Sequence[Model], cursor, own) -> str:
    statement = _statement(type(rows[0]), own.vendor)
    written = (cursor.mogrify(statement.row, _values(row, own)) for row in rows)
    return f"{statement.head} {', '.join(written)}{statement.tail}"


def _values(row: Model, own) -> list:
    return [
        field.get_db_prep_save(field.pre_save(row, add=True), own) for field in _fields(type(row))
    ]


def _note_stored(rows: Sequence[Model], cursor, own) -> None:
    if len(rows) == 1 and isinstance(rows[0]._meta.pk, AutoField):
        rows[0].pk = cursor.fetchone()[0] if own.vendor == "postgresql" else cursor.lastrowid
    for row in rows:
        row._state.adding = False
        row._state.db = own.alias
