"""Gives an item its English version in such a way that translators see it as up to date."""

from collections import defaultdict

from django.db import models
from wagtail.models import DraftStateMixin, Locale
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

TOOL_NAME = "seed"


class UnequalLanguages(ValueError):
    """The two languages of an item do not have the same texts in the same places."""


def translate(bangla: models.Model, english: models.Model, locale: Locale) -> models.Model:
    """Store English texts as finished translations of a stored Bangla item, and publish them.

    `english` is an unsaved object of the same model with the same block ids and child
    identities; only its texts are read. Returns the stored English version.

    Raises UnequalLanguages when a text is missing in one of the languages.
    """
    texts = _texts(bangla, english)
    source, _created = TranslationSource.update_or_create_from_instance(bangla)
    translation, _created = Translation.objects.get_or_create(source=source, target_locale=locale)
    catalogue = source.export_po()
    for entry in catalogue:
        entry.msgstr = texts[entry.msgctxt, entry.msgid]
    warnings = translation.import_po(
        catalogue, delete=False, translation_type="manual", tool_name=TOOL_NAME
    )
    if warnings:
        raise UnequalLanguages(f"{bangla}: {warnings}")
    can_be_draft = isinstance(bangla, DraftStateMixin)
    translation.save_target(publish=not can_be_draft)
    if can_be_draft:
        # wagtail-localize publishes when the transaction ends, from a copy made before the pages
        # below were added. Publishing now keeps the tree right inside a longer transaction too.
        translation.get_target_instance().latest_revision.publish()
    return translation.get_target_instance()


def _texts(bangla: models.Model, english: models.Model) -> dict[tuple[str, str], str]:
    """Map every place and Bangla text of an item to its English text."""
    texts: dict[tuple[str, str], str] = {}
    here, there = _texts_by_place(bangla), _texts_by_place(english)
    for place in here.keys() | there.keys():
        if len(here[place]) != len(there[place]):
            raise UnequalLanguages(
                f"{bangla}: {place} has {len(here[place])} texts in Bangla "
                f"and {len(there[place])} in English"
            )
        for ours, theirs in zip(here[place], there[place], strict=True):
            if texts.setdefault((place, ours), theirs) != theirs:
                raise UnequalLanguages(f"{bangla}: {place} translates {ours!r} in two ways")
    return texts


def _texts_by_place(instance: models.Model) -> dict[str, list[str]]:
    places = defaultdict(list)
    for segment in extract_segments(instance):
        if isinstance(segment, StringSegmentValue):
            places[segment.path].append(segment.string.data)
    return places
