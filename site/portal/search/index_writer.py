"""Writes entries into the index: postings and vocabulary follow, nothing is built anew.

One row is locked while it writes, so that two workers cannot count a word apart.
"""

from collections import Counter
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F

from portal.search.entries import Found, found_of
from portal.search.models import Entry, IndexState, Posting, Word, WordTrigram
from portal.search.phonetics import skeleton, soft_key, sound_key

BATCH = 500


def trigrams(soft: str) -> set[str]:
    """Return the neighbouring threes of a soft key, its ends marked."""
    marked = f"_{soft}_"
    return {marked[place : place + 3] for place in range(len(marked) - 2)} if soft else set()


def write_objects(model, instances: Iterable) -> None:
    """Bring the entries of some objects of one model up to date; what is hidden loses its own."""
    write_entries(model, {str(each.pk): found_of(each) for each in instances})


def write_entries(model, found: dict[str, list[Found]]) -> None:
    """Replace the entries of objects of one model, by their keys, with what was found of each."""
    content_type = ContentType.objects.get_for_model(model)
    with transaction.atomic():
        state = _lock()
        stored = Entry.objects.filter(content_type=content_type, object_id__in=found)
        known = {(entry.object_id, entry.language): entry for entry in stored}
        wanted = {(key, each.language): each for key, entries in found.items() for each in entries}
        _remove([entry for place, entry in known.items() if place not in wanted])
        entries = []
        for place, each in wanted.items():
            entry = known.get(place) or Entry(content_type=content_type, object_id=place[0])
            entry.language, entry.kind = each.language, each.kind
            entry.page_id, entry.suffix = each.page_id, each.suffix
            entry.title, entry.summary, entry.text = each.title[:400], each.summary, each.text
            entries.append(entry)
        new = [entry for entry in entries if entry.pk is None]
        Entry.objects.bulk_create(new, batch_size=BATCH)
        Entry.objects.bulk_update(
            [entry for entry in entries if entry not in new],
            ["kind", "page", "suffix", "title", "summary", "text"],
            batch_size=BATCH,
        )
        _write_words(list(zip(entries, wanted.values(), strict=True)))
        state.entry_count = Entry.objects.count()
        state.save()


def remove_entries(model, object_id) -> None:
    """Take what is deleted or hidden out of the index."""
    content_type = ContentType.objects.get_for_model(model)
    with transaction.atomic():
        state = _lock()
        _remove(list(Entry.objects.filter(content_type=content_type, object_id=str(object_id))))
        state.entry_count = Entry.objects.count()
        state.save()


def remove_others(written: set[tuple[int, str]]) -> None:
    """Take out the entries of all objects but these (content type, key)."""
    with transaction.atomic():
        state = _lock()
        _remove(
            [
                entry
                for entry in Entry.objects.defer("text", "summary")
                if (entry.content_type_id, entry.object_id) not in written
            ]
        )
        state.entry_count = Entry.objects.count()
        state.save()


def remove_everything() -> None:
    """Empty the index."""
    with transaction.atomic():
        state = _lock()
        for model in (Posting, WordTrigram, Word, Entry):
            model.objects.all()._raw_delete(Posting.objects.db)
        state.entry_count = 0
        state.save()


def _lock() -> IndexState:
    IndexState.objects.get_or_create(pk=1)
    return IndexState.objects.select_for_update().get(pk=1)


def _remove(entries: list[Entry]) -> None:
    if not entries:
        return
    keys = [entry.pk for entry in entries]
    words = list(Posting.objects.filter(entry__in=keys).values_list("word_id", flat=True))
    Posting.objects.filter(entry__in=keys)._raw_delete(Posting.objects.db)
    Entry.objects.filter(pk__in=keys)._raw_delete(Entry.objects.db)
    _count_down(words)


def _write_words(entries: list[tuple[Entry, Found]]) -> None:
    weights = {entry.pk: each.weights() for entry, each in entries}
    surface: dict[str, set[str]] = {}
    texts: dict[str, set[str]] = {}
    for entry, each in entries:
        surface.setdefault(each.language, set()).update(each.surface_words())
        texts.setdefault(each.language, set()).update(weights[entry.pk])
    keys = {
        language: _words(language, found, surface[language]) for language, found in texts.items()
    }
    before: dict[int, dict[int, int]] = {}
    for entry_id, word_id, weight in Posting.objects.filter(entry__in=weights).values_list(
        "entry_id", "word_id", "weight"
    ):
        before.setdefault(entry_id, {})[word_id] = weight
    gone, new, changed = [], [], []
    for entry, each in entries:
        now = {keys[each.language][text]: weight for text, weight in weights[entry.pk].items()}
        old = before.get(entry.pk, {})
        gone += [(entry.pk, word) for word in old if word not in now]
        for word, weight in now.items():
            posting = Posting(entry_id=entry.pk, word_id=word, weight=weight)
            if word not in old:
                new.append(posting)
            elif old[word] != weight:
                changed.append(posting)
    for entry_id in {entry for entry, _word in gone}:
        lost = [word for entry, word in gone if entry == entry_id]
        Posting.objects.filter(entry=entry_id, word__in=lost)._raw_delete(Posting.objects.db)
    Posting.objects.bulk_create(
        changed,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["entry", "word"],
        update_fields=["weight"],
    )
    Posting.objects.bulk_create(new, batch_size=BATCH)
    _count([posting.word_id for posting in new], 1)
    _count_down(word for _entry, word in gone)


def _words(language: str, texts: set[str], surface: set[str]) -> dict[str, int]:
    """Return the key of each word, making those that are new."""
    known = {}
    for some in _batches(sorted(texts)):
        known.update(
            {word.text: word for word in Word.objects.filter(language=language, text__in=some)}
        )
    new = []
    for text in sorted(texts - known.keys()):
        sound = sound_key(text)
        new.append(
            Word(
                language=language,
                text=text,
                sound=sound,
                soft=soft_key(sound),
                skeleton=skeleton(sound),
                is_surface=text in surface,
            )
        )
    Word.objects.bulk_create(new, batch_size=BATCH)
    risen = [word for text, word in known.items() if text in surface and not word.is_surface]
    for some in _batches([word.pk for word in risen]):
        Word.objects.filter(pk__in=some).update(is_surface=True)
    spelt = [word for word in (*new, *risen) if word.text in surface]
    WordTrigram.objects.bulk_create(
        [WordTrigram(trigram=each, word=word) for word in spelt for each in trigrams(word.soft)],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    return {word.text: word.pk for word in (*known.values(), *new)}


def _count_down(words: Iterable[int]) -> None:
    """Count words once less for each time they are named, and forget those that nobody uses."""
    words = list(words)
    _count(words, -1)
    for some in _batches(list(dict.fromkeys(words))):
        Word.objects.filter(pk__in=some, entry_count=0).delete()


def _count(words: Iterable[int], by: int) -> None:
    same: dict[int, list[int]] = {}
    for word, times in Counter(words).items():
        same.setdefault(times, []).append(word)
    for times, keys in same.items():
        for some in _batches(keys):
            Word.objects.filter(pk__in=some).update(entry_count=F("entry_count") + by * times)


def _batches(items: list) -> Iterable[list]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
