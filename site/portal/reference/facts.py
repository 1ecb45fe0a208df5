"""Facts in bulk: what texts hold in boxes and sentences, in the language of the page."""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.blocks import StreamValue

from portal.reference.fact_tokens import fact_keys
from portal.reference.models import Fact


def load_facts(streams: Iterable[StreamValue], locale, other_text: str = "") -> list[Fact]:
    """Put the facts that streams hold in boxes into them, and return all that a page shows.

    Boxes and tokens of all streams (and tokens of `other_text`) take one query, or none; Wagtail
    would ask once for each stream. A box gets the fact's version in the locale, with the locale
    loaded; without one it keeps the version it has. Held-back facts are returned too. Facts in
    boxes come first, in the order of the text.
    """
    streams = list(streams)
    boxes = [
        (stream, place, raw)
        for stream in streams
        for place, raw in enumerate(stream.raw_data)
        if raw["type"] == "fact" and raw["value"]
    ]
    chosen = list(dict.fromkeys(raw["value"] for _stream, _place, raw in boxes))
    raw_text = " ".join([other_text, *(str(list(stream.raw_data)) for stream in streams)])
    keys = fact_keys(raw_text)
    if not chosen and not keys:
        return []
    same_fact = Fact.objects.filter(pk__in=chosen).values("translation_key")
    rows = list(
        Fact.objects.filter(
            Q(translation_key__in=same_fact) | Q(key__in=keys, locale_id=locale.pk)
        )
        .select_related("locale")
        .order_by("pk")
    )
    in_locale = {row.translation_key: row for row in rows if row.locale_id == locale.pk}
    by_pk = {row.pk: in_locale.get(row.translation_key, row) for row in rows}
    for stream, place, raw in boxes:
        if raw["value"] in by_pk:
            stream[place] = ("fact", by_pk[raw["value"]], raw.get("id"))
    in_boxes = [by_pk[pk] for pk in chosen if pk in by_pk]
    in_sentences = [row for row in in_locale.values() if row.key in keys]
    return list(dict.fromkeys([*in_boxes, *in_sentences]))
