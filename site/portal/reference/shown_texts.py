"""Texts as readers see them: tokens of facts filled in, words of the glossary explained.

Works on finished HTML, so that any text of a page may speak of facts and every word is explained
where it first stands. Explanations need no script: a word is a link to its note, which the
stylesheet lifts to the foot of the screen while it is the address's target.
"""

import re
from dataclasses import dataclass, field

from django.template.loader import render_to_string
from django.utils.html import escape

from portal.reference.fact_tokens import FACT_TOKEN, fact_keys, facts_by_key
from portal.reference.models import Fact
from portal.reference.text_tokens import fill_tokens
from portal.reference.words import Word, glossary, word_finder

_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)
# Nothing is explained inside these: links cannot nest, headings and buttons are landmarks.
_LEFT_ALONE = frozenset(
    [
        "a",
        "button",
        "h1",
        "h2",
        "h3",
        "h4",
        "label",
        "option",
        "script",
        "select",
        "style",
        "summary",
        "svg",
        "textarea",
        "title",
    ]
)


@dataclass
class Shown:
    """A finished text, with the facts and words that it shows, each once and in order.

    `facts` are those of sentences that stand in no box of the text.
    """

    html: str
    facts: list[Fact] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    # Keys that stand in the text and may not be shown: for editors.
    missing: list[str] = field(default_factory=list)


def shown(html: str, locale, known: dict[str, Fact] | None = None) -> Shown:
    """Return HTML with its facts filled in and its words marked, for a page in a locale.

    `known` are facts by key that were read already, in the locale; others take one query. A fact
    that is unknown, withdrawn or held back leaves a caution instead of a value.
    """
    keys = fact_keys(html)
    facts = dict(known or {})
    facts |= facts_by_key([key for key in keys if key not in facts], locale.pk)
    result = Shown(html=html)
    for key in keys:
        fact = facts.get(key)
        if fact is not None and fact.is_shown:
            result.facts.append(fact)
        else:
            result.missing.append(key)
    visible = {fact.key: fact for fact in result.facts}
    for fact in list(result.facts):
        # A fact that stands in a box as well is said there: the sentence leads to the box.
        box = f'data-fact="{escape(fact.key)}"'
        if box in html:
            html = html.replace(box, f'id="fact-{escape(fact.key)}"', 1)
            result.facts.remove(fact)
    html = FACT_TOKEN.sub(lambda token: _fact_html(visible.get(token.group(1))), html)
    html = fill_tokens(html, locale.language_code)
    result.html = _explain(html, word_finder(glossary(locale.language_code)), result)
    return result


def _fact_html(fact: Fact | None) -> str:
    return render_to_string("reference/fact_in_text.html", {"fact": fact}).strip()


def _explain(html: str, finder, result: Shown) -> str:
    """Mark the first place of every word, outside of what is left alone."""
    parts = _TAG.split(html)
    seen: set[str] = set()
    inside: list[str] = []
    for place, part in enumerate(parts):
        if part.startswith("<"):
            _follow(part, inside)
        elif part.strip() and not inside:
            parts[place] = _marked(part, finder, seen, result)
    return "".join(parts)


def _follow(tag: str, inside: list[str]) -> None:
    """Keep track of which elements are open that are left alone."""
    found = _NAME.match(tag)
    if not found or found.group(1).lower() not in _LEFT_ALONE or tag.endswith("/>"):
        return
    name = found.group(1).lower()
    if not tag.startswith("</"):
        inside.append(name)
    elif name in inside:
        del inside[len(inside) - 1 - inside[::-1].index(name) :]


def _marked(text: str, finder, seen: set[str], result: Shown) -> str:
    pieces, here = [], 0
    for start, end, word in finder.find(text):
        if word.key in seen:
            continue
        seen.add(word.key)
        result.words.append(word)
        key = escape(word.key)
        pieces += [
            text[here:start],
            f'<a class="word" id="w-{key}" href="#word-{key}">{text[start:end]}</a>',
        ]
        here = end
    return "".join([*pieces, text[here:]])
