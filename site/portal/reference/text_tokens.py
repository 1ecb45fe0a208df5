"""Tokens in texts that other rooms fill in, such as `{figure:people-reached-2019}`.

Dated facts have tokens of their own (portal.reference.fact_tokens). A room above this floor that
wants its records spoken of in sentences registers a kind; texts then refuse tokens that may not
be shown, pages fill them in, and Wagtail's reference index knows where each record is used.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

# Any token of any kind: what titles and summaries refuse, where nothing is filled in.
ANY_TOKEN = re.compile(r"\{[a-z]{2,12}:[a-z0-9:_-]{1,150}\}")


@dataclass(frozen=True)
class TokenKind:
    """A kind of token. `pattern` has the record's key as its first group.

    known: the keys among some that may be shown; one query, or none without keys.
    fill: HTML for each token (whole, as it stands in the text) in a language; one query or none.
    references: (model, primary key as text) of the records with some keys.
    """

    pattern: re.Pattern
    known: Callable[[set[str]], set[str]]
    fill: Callable[[set[str], str], dict[str, str]]
    references: Callable[[set[str]], Iterable[tuple[type, str]]]

    def keys(self, text: str) -> set[str]:
        """Return the keys of the records that a text speaks of."""
        return {found.group(1) for found in self.pattern.finditer(text or "")}


_kinds: list[TokenKind] = []


def register_token_kind(kind: TokenKind) -> None:
    """Let texts speak of another kind of record."""
    if kind not in _kinds:
        _kinds.append(kind)


def refused_tokens(texts: Iterable[str]) -> list[str]:
    """Return the keys of registered tokens in texts that may not be shown, sorted."""
    texts = list(texts)
    refused: set[str] = set()
    for kind in _kinds:
        keys = {key for text in texts for key in kind.keys(text)}
        if keys:
            refused |= keys - kind.known(keys)
    return sorted(refused)


def fill_tokens(html: str, language: str) -> str:
    """Return finished HTML with the registered tokens filled in. A query for each kind in it."""
    for kind in _kinds:
        tokens = {found.group(0) for found in kind.pattern.finditer(html)}
        if tokens:
            filled = kind.fill(tokens, language)
            html = kind.pattern.sub(
                lambda found, filled=filled: filled.get(found.group(0), "…"), html
            )
    return html


def token_references(text: str, path: str) -> Iterator[tuple]:
    """Yield the records that a text speaks of, for Wagtail's reference index."""
    for kind in _kinds:
        keys = kind.keys(text)
        if keys:
            for model, pk in kind.references(keys):
                yield model, pk, path, path
