"""Which language of a page is older than the other, told by words and not by clocks.

A page that is published again with the same words has not become newer, so what counts is
recorded when pages are published:

- While translators work on the English page with wagtail-localize, it is older if a text of the
  live Bangla page has no English translation, or if it was made from other words than those
  that are live now (a sentence taken out needs no translation, and is gone in Bangla alone).
- Where an editor has taken the English page out of translation, nobody can compare the words.
  Then whichever page changes makes the other one older, until that one changes too.
"""

import hashlib
import json
from datetime import date

from django.conf import settings
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from portal.core.models import BasePage, TextAge

# Place in the page, and text.
Words = set[tuple[str, str]]


@receiver(page_published)
def note_text_age(sender, instance, **kwargs):
    """Record whether a page that was published, or its other language, is behind."""
    if not isinstance(instance, BasePage) or instance.alias_of_id:
        return
    other = (
        Page.objects.live()
        .filter(translation_key=instance.translation_key, alias_of=None)
        .exclude(pk=instance.pk)
        .select_related("locale")
        .first()
    )
    if other is None:
        _record(instance, _words(instance), behind_since=None)
        return
    is_source = instance.locale.language_code == settings.LANGUAGE_CODE
    source, translated = (instance, other) if is_source else (other, instance)
    translation = (
        Translation.objects.filter(
            source__object_id=instance.translation_key, target_locale_id=translated.locale_id
        )
        .select_related("source")
        .first()
    )
    if translation is None or not translation.enabled:
        _compare_by_change(instance, other)
    else:
        _compare_by_translation(source, translated, translation, is_source)


def _compare_by_translation(
    source: Page, translated: Page, translation: Translation, source_is_published: bool
) -> None:
    words = _words(source.specific)
    known = TextAge.objects.filter(page=translated).first()
    if source_is_published:
        made_from = known.made_from if known else ""
    else:
        made_from = _hash(_words_of_segments(translation))
    behind = bool(made_from and made_from != _hash(words)) or bool(
        words - _translated_words(source, translated.locale_id)
    )
    since = None
    if behind:
        changed_on = timezone.localdate() if source_is_published else _published_on(source)
        since = known.behind_since if known and known.behind_since else changed_on
    _record(source, words, behind_since=None)
    # A translation's own words are only asked for once it is taken out of translation.
    _record(translated, _words(translated.specific), behind_since=since, made_from=made_from)


def _compare_by_change(page: Page, other: Page) -> None:
    words = _words(page)
    known = TextAge.objects.filter(page=page).first()
    if known is not None and known.words == _hash(words):
        return
    caught_up = known is not None and known.behind_since is not None
    _record(page, words, behind_since=None)
    if known is None or caught_up:
        return
    theirs = TextAge.objects.filter(page=other).first()
    if theirs is None:
        _record(other, _words(other.specific), behind_since=timezone.localdate())
    elif theirs.behind_since is None:
        TextAge.objects.filter(page=other).update(behind_since=timezone.localdate())


def _published_on(page: Page) -> date:
    return timezone.localtime(page.last_published_at or timezone.now()).date()


def _words(page: Page) -> Words:
    return {
        (segment.path, segment.string.data)
        for segment in extract_segments(page)
        if isinstance(segment, StringSegmentValue)
    }


def _words_of_segments(translation: Translation) -> Words:
    """The words of the source that the translation is made from; they may not be live any more."""
    segments = translation.source.stringsegment_set
    return set(segments.values_list("context__path", "string__data"))


def _translated_words(source: Page, locale_id: int) -> Words:
    rows = StringTranslation.objects.filter(
        context__object_id=source.translation_key, locale_id=locale_id, has_error=False
    )
    return set(rows.values_list("context__path", "translation_of__data"))


def _hash(words: Words) -> str:
    return hashlib.sha256(json.dumps(sorted(words)).encode()).hexdigest()


def _record(page: Page, words: Words, **values) -> None:
    TextAge.objects.update_or_create(page_id=page.pk, defaults={"words": _hash(words), **values})
