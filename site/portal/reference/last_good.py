"""Emergency numbers that are there when the database is not.

Publishing a number writes a small file for both languages. Error pages and the help pages read
that file, and the database only when there is no sound file, so a person in danger sees numbers
whatever else is broken. The file is replaced in one step: a reader sees the old list or the new
one, never half of one.
"""

import json
import logging
import os
import tempfile
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import Error as AnyDatabaseError

from portal.reference.models import EmergencyAdvice, EmergencyNumber, Fact
from portal.reference.values import display_value

logger = logging.getLogger(__name__)
FILE_NAME = "emergency-numbers.json"


@dataclass(frozen=True)
class Line:
    """A number as it is shown: `displayed` in the reader's digits, `dial` for `tel:`."""

    place: str
    label: str
    note: str
    displayed: str
    dial: str
    check_first: bool


@dataclass
class PlaceNumbers:
    """The numbers to call from one place, and what to know before calling."""

    lines: list[Line] = field(default_factory=list)
    advice: str = ""


def _path() -> Path:
    return Path(settings.LAST_GOOD_DIR) / FILE_NAME


def write_last_good() -> bool:
    """Write the live numbers of both languages. Returns whether the file was written.

    An empty list never replaces a good one. Raises OSError when the disk is full or read-only,
    and what the database raises.
    """
    languages = _live_numbers()
    if not languages[settings.LANGUAGE_CODE]["lines"]:
        return False
    _replace_file(languages)
    return True


def _replace_file(languages: dict[str, dict]) -> None:
    content = json.dumps(languages, ensure_ascii=False, indent=1)
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=FILE_NAME)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _live_numbers() -> dict[str, dict]:
    """Return what the file holds, from the database: lines and advice by language."""
    numbers = list(EmergencyNumber.objects.select_related("fact__locale", "locale"))
    facts = {
        fact.translation_key: fact
        for fact in Fact.objects.filter(locale__language_code=settings.LANGUAGE_CODE).filter(
            translation_key__in={number.fact.translation_key for number in numbers}
        )
    }
    advice = list(EmergencyAdvice.objects.select_related("locale").order_by("pk"))
    return {
        code: {
            "lines": [
                asdict(_line(source, words, facts, code))
                for source, words in _in_language(numbers, code)
                if facts.get(source.fact.translation_key, source.fact).is_shown
            ],
            "advice": {source.place: words.text for source, words in _in_language(advice, code)},
        }
        for code, _name in settings.LANGUAGES
    }


def _in_language(rows: list, language: str) -> list[tuple]:
    """Return (source, words) for all that is live: the source decides, words are translated.

    What is live in the source language but not in this one keeps the source's words: a number
    is never missing because nobody has translated it. Rows without a source are their own.
    """
    by_key: dict = {}
    for row in rows:
        by_key.setdefault(row.translation_key, {})[row.locale.language_code] = row
    found = []
    for versions in by_key.values():
        source = versions.get(settings.LANGUAGE_CODE, versions.get(language))
        if source is None or not source.live:
            continue
        words = versions.get(language, source)
        found.append((source, words if words.live else source))
    return found


def _line(source: EmergencyNumber, words: EmergencyNumber, facts: dict, language: str) -> Line:
    # The number itself, its dates and its rule are those of the source-language fact.
    fact = facts.get(source.fact.translation_key, source.fact)
    return Line(
        place=source.place,
        label=words.label,
        note=words.note,
        displayed=display_value(fact.value, fact.unit, fact.kind, language),
        dial=fact.tel,
        check_first=fact.needs_checking,
    )


def emergency_places(language: str) -> dict[str, PlaceNumbers]:
    """Return the numbers of a language by place (`bd`, `abroad`), without any query.

    Only where the file is missing, damaged or empty is the database asked; the file is then
    written again. Empty lists when nothing was ever published, or nothing can be read.
    """
    try:
        path = _path()
        places = _places_of_language(_read(path, path.stat().st_mtime_ns), language)
        if any(place.lines for place in places.values()):
            return places
    except FileNotFoundError:
        pass
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        # Whatever a damaged file holds: error pages are built from it and must not fail.
        _log("The file of emergency numbers cannot be read", error)
    return _places_from_database(language)


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> dict:
    """Read the file once for each time it was written."""
    return json.loads(path.read_text(encoding="utf-8"))


def _log(message: str, error: Exception) -> None:
    # No traceback: on an error page it would show the address that a person asked for.
    logger.error("%s: %s", message, type(error).__name__)


def _places_from_database(language: str) -> dict[str, PlaceNumbers]:
    try:
        languages = _live_numbers()
    except AnyDatabaseError as error:
        _log("Neither file nor database gives the emergency numbers", error)
        return _places([], {})
    if languages[settings.LANGUAGE_CODE]["lines"]:
        try:
            _replace_file(languages)
        except OSError as error:
            _log("The file of emergency numbers cannot be written", error)
    return _places_of_language(languages, language)


def _places_of_language(languages: dict, language: str) -> dict[str, PlaceNumbers]:
    content = languages.get(language, {})
    if not content.get("lines"):
        content = languages[settings.LANGUAGE_CODE]
    return _places(content["lines"], content["advice"])


def _places(rows: list[dict], advice: dict[str, str]) -> dict[str, PlaceNumbers]:
    places = {"bd": PlaceNumbers(), "abroad": PlaceNumbers()}
    for row in rows:
        places[row["place"]].lines.append(Line(**row))
    for place, text in advice.items():
        places[place].advice = text
    return places
