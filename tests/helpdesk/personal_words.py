"""Words that nobody else writes, and every place where one of them might turn up."""

import base64
import json
import logging
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from urllib.parse import quote

from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection

from portal.privacy.fields import SealedTextField
from portal.privacy.reports import DropRequestDetails
from tests.stored_files import database_files, file_content, file_contents

# Without vowel signs, so that no rule of spelling or of search changes them.
BANGLA_LETTERS = "কখগঘচছজঝটঠডঢতথদধনপফবভমযরলশষসহ"
# The shortest piece of base64 that stands for the word itself at any alignment.
SHORTEST_CORE = 8


class Words:
    """Marker words of one run. All begin alike, so that one search finds every one of them."""

    def __init__(self):
        self.latin = "zq" + "".join(secrets.choice("bcdfghjkmnpqrtvwxz") for _ in range(10))
        self.bangla = "".join(secrets.choice(BANGLA_LETTERS) for _ in range(8))
        digits = "".join(secrets.choice("123456789") for _ in range(8))
        self.phone = f"17{digits}"
        self.passport = f"QX{digits[::-1]}"
        self.used: list[str] = []

    def text(self, label: str) -> str:
        """A text in both scripts for one field. `label` tells which field leaked."""
        plain = re.sub("[^a-z]", "", label.lower())
        text = f"{self.latin}{plain} {self.bangla}ক"
        self.used.append(f"{self.latin}{plain}")
        return text

    def forms(self) -> dict[str, bytes]:
        """The words as bytes, in every encoding in which a leak might hide."""
        forms = {}
        for word in (self.latin, self.bangla, self.phone, self.passport):
            for name, form in encodings(word):
                assert f"{word!r} in {name}" not in forms
                forms[f"{word!r} in {name}"] = form
        return forms


def encodings(word: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name of an encoding and the word in it."""
    plain = word.encode()
    yield "UTF-8", plain
    yield "UTF-8, capitals", word.upper().encode()
    yield "UTF-16-LE", word.encode("utf-16-le")
    yield "UTF-16-BE", word.encode("utf-16-be")
    yield "hexadecimal", plain.hex().encode()
    yield "HEXADECIMAL", plain.hex().upper().encode()
    yield "UTF-16 hexadecimal", word.encode("utf-16-le").hex().encode()
    if not word.isascii():
        yield "JSON", json.dumps(word).strip('"').encode()
        yield "JSON, capitals", "".join(f"\\u{ord(letter):04X}" for letter in word).encode()
        yield "addresses", quote(word).encode()
        yield "addresses, small", quote(word).lower().encode()
        yield "HTML", "".join(f"&#{ord(letter)};" for letter in word).encode()
        yield "Python bytes", repr(plain)[2:-1].encode()
    for form, encoded in (("", plain), (" of UTF-16", word.encode("utf-16-le"))):
        for shift in range(3):
            core = base64_core(encoded, shift)
            yield f"base64{form}, {shift}", core
            yield f"URL-safe base64{form}, {shift}", core.translate(bytes.maketrans(b"+/", b"-_"))


def base64_core(plain: bytes, shift: int) -> bytes:
    """The part of a longer text's base64 that only `plain` decides, `shift` bytes into it."""
    encoded = base64.b64encode(b"\0" * shift + plain)
    core = encoded[-(-shift * 8 // 6) : (shift + len(plain)) * 8 // 6]
    assert len(core) >= SHORTEST_CORE
    return core


def sealed_fields() -> dict[type, list[str]]:
    """Every sealed field of every installed app, by model."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        names = [f.name for f in model._meta.get_fields() if isinstance(f, SealedTextField)]
        if names:
            found[model] = names
    return found


def opened_texts() -> str:
    """Everything that is sealed in the database, opened: what the search must not find."""
    texts = []
    for model, names in sealed_fields().items():
        for row in model.objects.all():
            texts += [getattr(row, name) for name in names]
    return "\n".join(texts)


@contextmanager
def written_log(path: Path):
    """Write what the product would log at level DEBUG, through its own filter, into a file."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter("{asctime} {levelname} {name}: {message}", style="{"))
    handler.addFilter(DropRequestDetails())
    loggers = [logging.getLogger()] + [
        logger
        for logger in logging.Logger.manager.loggerDict.values()
        if isinstance(logger, logging.Logger) and (not logger.propagate or logger.level)
    ]
    levels = [(logger, logger.level) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        if not logger.propagate or logger.parent is None:
            logger.addHandler(handler)
    try:
        yield
    finally:
        for logger, level in levels:
            logger.removeHandler(handler)
            logger.setLevel(level)
        handler.close()


def findings(words: Words, places: Iterable[tuple[str, bytes]]) -> list[str]:
    """Return a line for every place that holds a word, with what stands around it."""
    found = []
    forms = words.forms()
    for place, content in places:
        for name, form in forms.items():
            at = content.find(form)
            if at >= 0:
                around = content[max(at - 40, 0) : at + len(form) + 60]
                found.append(f"{place}: {name}: {around!r}")
    return found


def stored_places() -> Iterator[tuple[str, bytes]]:
    """The database as tables, as files and as a dump; caches; and every file of the site."""
    yield from _tables()
    yield from _database_files()
    yield "dumpdata", _dump()
    for alias in caches:
        cache = caches[alias]
        yield f"cache {alias}", repr(getattr(cache, "_cache", {})).encode()
    yield from file_contents(Path(settings.VAR_DIR))


def _dump() -> bytes:
    out = StringIO()
    labels = sorted({model._meta.app_label for model in sealed_fields()})
    call_command("dumpdata", *labels, "privacy", "wagtailcore.modellogentry", stdout=out)
    return out.getvalue().encode()


def _tables() -> Iterator[tuple[str, bytes]]:
    """Every table, row by row: log labels, search and reference index and tasks among them."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows = cursor.fetchall()
            yield f"table {table}", b"\n".join(_raw(value) for row in rows for value in row)


def _raw(value) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _database_files() -> Iterator[tuple[str, bytes]]:
    """SQLite's file and its log; PostgreSQL's files and write-ahead log where we may read them."""
    yield from _postgresql_files()
    for path in database_files():
        yield str(path), file_content(path)


def server_folder() -> Path | None:
    """Return the folder of PostgreSQL's files, None where they are not ours to read."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting FROM pg_settings WHERE name = 'data_directory'")
        folder = Path(cursor.fetchone()[0])
    return folder if os.access(folder / "pg_wal", os.R_OK | os.X_OK) else None


def _postgresql_files() -> Iterator[tuple[str, bytes]]:
    folder = server_folder()
    if folder is None:
        return
    # The log comes first: what was committed is in it, and a checkpoint may delete the oldest.
    for path, content in file_contents(folder / "pg_wal"):
        yield path, _without_page_headers(content)
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        oid = cursor.fetchone()[0]
    yield from file_contents(folder / "base" / str(oid))


def _without_page_headers(log: bytes) -> bytes:
    """A file of PostgreSQL's log without what divides its pages, in the middle of a word too.

    Pages have 8 KiB; a header has 24 bytes, the first of a file 40 (xlog_internal.h).
    """
    page, header, first = 8192, 24, 40
    pages = (log[at + header : at + page] for at in range(page, len(log), page))
    return b"".join((log[first:page], *pages))
