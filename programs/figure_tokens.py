"""Figures inside sentences: `{figure:people-reached-2019}` is the value, never a typed number.

Behind a second colon stands which part of it: `{figure:return-support-2019:female}`. Readers see
the number as their language writes it, as a link to all that is known of it.
"""

import re
from collections.abc import Iterator

from django.utils import translation
from django.utils.html import format_html

from portal.core.site_frame import in_language
from portal.reference.templatetags.reference_tags import in_unit
from portal.reference.text_tokens import TokenKind
from programs.figures import public_values

PARTS = ("total", "female", "male", "other", "target", "out_of")
FIGURE_TOKEN = re.compile(rf"\{{figure:([a-z0-9_-]{{1,120}})(?::({'|'.join(PARTS)}))?\}}")


def figure_kind() -> TokenKind:
    """Return how texts speak of indicator values."""
    return TokenKind(FIGURE_TOKEN, _known, _fill, _references)


def _known(keys: set[str]) -> set[str]:
    return set(public_values().filter(key__in=keys).values_list("key", flat=True))


def _fill(tokens: set[str], language: str) -> dict[str, str]:
    parsed = {token: FIGURE_TOKEN.fullmatch(token).groups() for token in tokens}
    keys = {key for key, _part in parsed.values()}
    values = {value.key: value for value in public_values().filter(key__in=keys)}
    filled = {}
    with translation.override(language):
        for token, (key, part) in parsed.items():
            value = values.get(key)
            amount = getattr(value, part or "total", None)
            if amount is None:
                continue
            filled[token] = format_html(
                '<a class="figure quiet" href="{}">{}</a>',
                in_language(f"/programs/figures/{key}/", language),
                in_unit(amount, value.indicator.unit),
            )
    return filled


def _references(keys: set[str]) -> Iterator[tuple[type, str]]:
    values = public_values().filter(key__in=keys)
    return ((values.model, str(pk)) for pk in values.values_list("pk", flat=True))
