"""Dated facts inside sentences: `{fact:passport-fee}` stands for the value, never a typed figure.

A token is written by editors in any text of a guide and means the same in both languages. It is
replaced when a page is shown (`portal.reference.templatetags.reference_tags`), so that changing
a fact changes every sentence that speaks of it.
"""

import re
from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from portal.reference.text_tokens import ANY_TOKEN, refused_tokens, token_references

FACT_TOKEN = re.compile(r"\{fact:([a-z0-9-]{1,60})\}")


def fact_keys(text: str) -> list[str]:
    """Return the keys of the facts that a text speaks of, each once, in order."""
    return list(dict.fromkeys(FACT_TOKEN.findall(text or "")))


def facts_by_key(keys: Iterable[str], locale_id: int) -> dict:
    """Return facts in a locale by key, with their locale loaded; unknown keys are left out.

    One query, or none without keys.
    """
    from portal.reference.models import Fact

    keys = set(keys)
    if not keys:
        return {}
    facts = Fact.objects.filter(key__in=keys, locale_id=locale_id).select_related("locale")
    return {fact.key: fact for fact in facts}


def refused_facts(texts: Iterable[str]) -> list[str]:
    """Return the keys in texts that may not be embedded: unknown or held back.

    One query for each kind of token in them, or none without tokens.
    """
    from portal.reference.models import Fact

    texts = list(texts)
    others = refused_tokens(texts)
    keys = {key for text in texts for key in fact_keys(text)}
    if not keys:
        return others
    allowed = set(
        Fact.objects.filter(key__in=keys)
        .exclude(publish_rule=Fact.Publish.NO)
        .values_list("key", flat=True)
    )
    return sorted({*(keys - allowed), *others})


def check_facts(text: str) -> None:
    """Refuse a text that embeds an unknown fact or one that is held back.

    Raises ValidationError, in the editor's language.
    """
    refused = refused_facts([text])
    if refused:
        raise ValidationError(refusal(refused))


def refuse_facts(text: str) -> None:
    """Refuse any token: titles, summaries and headings also stand where nothing fills them in.

    Raises ValidationError, in the editor's language.
    """
    if ANY_TOKEN.search(text or ""):
        raise ValidationError(_("A fact cannot stand here. Put it into the text below."))


def refusal(keys: list[str]) -> str:
    """What an editor is told about facts that may not be embedded."""
    return _("These facts are unknown or held back and cannot be shown: %(keys)s") % {
        "keys": ", ".join(keys)
    }


def fact_references(text: str, path: str) -> Iterator[tuple]:
    """Yield the facts of a text for Wagtail's reference index, which lists where each is used."""
    from portal.reference.models import Fact

    keys = fact_keys(text)
    if keys:
        for pk in Fact.objects.filter(key__in=keys).values_list("pk", flat=True):
            yield Fact, str(pk), path, path
    yield from token_references(text, path)


class FactTextField(models.TextField):
    """Plain text that may hold tokens of dated facts. Held-back and unknown ones are refused."""

    default_validators = [check_facts]

    def deconstruct(self):
        """Migrations know it as a text: the difference is in the checks alone."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def extract_references(self, value):
        """Yield the facts that the text speaks of."""
        yield from fact_references(value, "")
