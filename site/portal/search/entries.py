"""What the index takes from an object: title, summary, text, and which word weighs how much.

A page is found on the public site by its `search_fields` while it is live, under its
`search_kind`; other objects by what their room says of them (`entries_of`). The weight of a field
is its `boost`: 1 as a rule, 2 for summaries and the like; titles count `TITLE_BOOST`. Fields
named in `search_words_only` are searched and never shown in an excerpt.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.html import strip_tags
from django.utils.text import normalize_newlines
from wagtail.models import Page
from wagtail.search.index import SearchField

from portal.search.words import forms_with_weights, words_of

TITLE_BOOST = 6.0
MAX_EXCERPT_SOURCE = 12_000
# How soon one word more of the same kind stops counting (the k of BM25).
SATURATION = 2.5
# A text of this many words counts each of them once; in a longer one they count less.
USUAL_LENGTH = 250
LENGTH_MATTERS = 0.5
FULL_WEIGHT = 1000
# A fact or figure inside a sentence (portal.reference.text_tokens): an excerpt never shows it.
_TOKEN = re.compile(r"\{[a-z]{2,12}:[a-z0-9:_-]+\}")


@dataclass(frozen=True)
class Found:
    """An object as readers of one language may find it. `fields` are (text, boost) for words.

    `page_id` and `suffix` make its address (see `Entry`).
    """

    language: str
    kind: str
    title: str
    page_id: int | None = None
    suffix: str = ""
    summary: str = ""
    text: str = ""
    fields: list[tuple[str, float]] = field(default_factory=list)

    def weights(self) -> dict[str, int]:
        """Return each word and form with its weight in the entry, 1 to 1,000."""
        counts: dict[str, float] = {}
        for text, boost in [(self.title, TITLE_BOOST), *self.fields]:
            words = words_of(text)
            length = 1 - LENGTH_MATTERS + LENGTH_MATTERS * max(len(words) / USUAL_LENGTH, 0.6)
            for form, times in forms_with_weights(Counter(words)).items():
                counts[form] = counts.get(form, 0.0) + boost * times / length
        return {
            form: max(round(FULL_WEIGHT * count / (count + SATURATION)), 1)
            for form, count in counts.items()
        }

    def surface_words(self) -> set[str]:
        """Return the words as texts have them, without their other forms."""
        texts = [self.title, *(text for text, _boost in self.fields)]
        return {word for text in texts for word in words_of(text)}


Finder = Callable[[object], Iterable[Found]]
_finders: dict[type, Finder] = {}


def entries_of(model: type) -> Callable[[Finder], Finder]:
    """Let a function say what can be found of an object of a model that is no page.

    It returns nothing for what is not to be seen. The model needs Wagtail's `search_fields`, so
    that Wagtail tells the index of changes.
    """

    def register(finder: Finder) -> Finder:
        _finders[model] = finder
        return finder

    return register


def found_of(instance) -> list[Found]:
    """Return what of an object can be found now, in each language. Empty for what is hidden."""
    if isinstance(instance, Page):
        # An English page that repeats the Bangla one's words is found as the Bangla one.
        is_seen = (
            getattr(instance, "search_kind", None)
            and instance.live
            and not instance.is_shown_in_other_language
        )
        return [_found_page(instance)] if is_seen else []
    finder = _finders.get(type(instance))
    return list(finder(instance)) if finder else []


def plain_text(html: str) -> str:
    """Return rich or plain text on one line, without tags and without dated facts."""
    text = _TOKEN.sub("…", strip_tags(html.replace("<", " <")))
    return " ".join(normalize_newlines(text).replace("&amp;", "&").split())


def _found_page(page) -> Found:
    shown: list[str] = []
    fields: list[tuple[str, float]] = []
    for name, text, boost in _texts(page):
        if name == "title":
            continue
        fields.append((text, boost))
        if name != "summary" and name not in getattr(page, "search_words_only", ()):
            shown.append(text)
    return Found(
        language=page.locale.language_code,
        kind=page.search_kind,
        title=page.title,
        page_id=page.pk,
        summary=getattr(page, "summary", ""),
        text=" ".join(shown)[:MAX_EXCERPT_SOURCE],
        fields=fields,
    )


def _texts(instance) -> Iterator[tuple[str, str, float]]:
    for each in instance.get_search_fields():
        if not isinstance(each, SearchField):
            continue
        value = each.get_value(instance)
        parts = value if isinstance(value, list) else [value]
        text = " ".join(plain_text(str(part)) for part in parts if part)
        if text:
            yield each.field_name, text, float(each.boost or 1)
