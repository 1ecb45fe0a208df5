"""The demo content is held to the editors' own rules, read from its files."""

from collections.abc import Iterator

import pytest

from guidance.text_checks import (
    ERROR,
    bijoy_problems,
    digit_problems,
    figure_problems,
    language_of,
    plain_pieces,
    token_problems,
)
from home.demo.files import read
from portal.reference.fact_tokens import fact_keys

FILES = [
    "country_notes",
    "destinations",
    "guides_abroad",
    "guides_deciding",
    "guides_family",
    "guides_preparing_1",
    "guides_preparing_2",
    "guides_returned",
    "questions",
    "situations",
]
FACT_FILES = ["facts", "facts_abroad", "facts_countries", "facts_going"]
# Findings that stay, each as (file, part of the text) with the reason beside it. None so far.
ALLOWED: set[tuple[str, str]] = set()
# Held to the exact figures of what they quote: titles, sections of laws, names of papers.
NO_PROSE = ("sources", "source")


def texts(value, language="", path=()) -> Iterator[tuple[str, str, tuple]]:
    """Yield (language, text, path) for every text of a file."""
    if isinstance(value, str) and language:
        yield language, value, path
    elif isinstance(value, list):
        for item in value:
            yield from texts(item, language, path)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("type", "key", "url", "slug", "year", "related"):
                yield from texts(item, key if key in ("bn", "en") else language, (*path, key))


def is_allowed(name: str, text: str) -> bool:
    return any(name == file and part in text for file, part in ALLOWED)


@pytest.mark.parametrize("name", FILES)
def test_no_text_has_an_error(name):
    errors = []
    for language, text, path in texts(read(name)):
        for piece in plain_pieces(text):
            found = [
                *digit_problems(piece, language_of(piece, language)),
                *bijoy_problems(piece),
                *token_problems(piece, allowed=path[-1] not in ("title", "summary", "door")),
            ]
            if not set(NO_PROSE) & set(path):
                found += figure_problems(piece)
            errors += [
                f"{'.'.join(path)}: {problem.message}: {problem.excerpt}"
                for problem in found
                if problem.severity == ERROR and not is_allowed(name, piece)
            ]
    assert errors == []


@pytest.mark.parametrize("name", FILES)
def test_every_fact_in_a_sentence_exists(name):
    known = {fact["key"] for file in FACT_FILES for fact in read(file)["fact"]}
    unknown = {
        key for _language, text, _path in texts(read(name)) for key in fact_keys(text)
    } - known
    assert unknown == set()
