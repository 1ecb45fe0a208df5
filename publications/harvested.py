"""The publications that an address asks for, read in batches for files of any length."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Sum
from django.http import QueryDict

from portal.core.models import CustomDocument
from portal.core.open_data.asking import read_filters
from portal.core.translation_state import only_translated
from portal.reference.models import Country, Organisation, Topic
from publications.citations.record import Citation, citations_of, with_translation_state
from publications.files.public import closed_collections
from publications.filters import PublicationFilter
from publications.listing import NEWEST
from publications.models import PublicationFile
from publications.public import public_publications

BATCH = 200
# The first is small: whoever waits sees the file begin.
FIRST_BATCH = 20


@dataclass(frozen=True)
class Chosen:
    """Keys of publications of a language, the newest first, and the filters that chose them.

    Where something was not understood, `refused` says so and nothing is chosen. `state` changes
    whenever what is chosen, or what its pages say, does.
    """

    language: str
    keys: list[int]
    asked: dict[str, str]
    refused: list[str]
    updated: datetime | None
    state: str


def chosen_publications(
    query: QueryDict,
    language: str,
    *,
    translated: bool = False,
    limit: int | None = None,
    order=NEWEST,
) -> Chosen:
    """Return which publications everybody may see fit the filters of an address.

    With `translated`, only those whose words are in the language.
    """
    pages = public_publications().filter(locale__language_code=language)
    if translated:
        pages = only_translated(pages)
    filterset, asked, refused = read_filters(PublicationFilter, query, pages)
    if refused:
        return Chosen(language, [], asked, refused, None, "")
    keys, digest, updated = [], hashlib.sha256(_names_beside().encode()), None
    for key, changed in filterset.qs.order_by(*order).values_list("pk", "last_published_at")[
        :limit
    ]:
        keys.append(key)
        digest.update(f"{key} {changed}".encode())
        updated = max(filter(None, (updated, changed)), default=None)
    return Chosen(language, keys, asked, [], updated, digest.hexdigest())


def _names_beside() -> str:
    """Return what stands in files beside the pages' own words: names, and the files' versions."""
    documents = CustomDocument.objects.filter(pk__in=PublicationFile.objects.values("document"))
    for path in closed_collections():
        documents = documents.exclude(collection__path__startswith=path)
    return repr(
        [
            list(Organisation.objects.order_by("pk").values_list("pk", "name_bn", "name_en")),
            list(Topic.objects.order_by("pk").values_list("pk", "key", "name")),
            list(Country.objects.order_by("pk").values_list("pk", "iso2", "name")),
            documents.aggregate(count=Count("pk"), last=Max("pk"), size=Sum("file_size")),
        ]
    )


def citations_in_batches(chosen: Chosen) -> Iterator[list[Citation]]:
    """Yield the records of chosen publications, in order, a batch in memory at a time.

    What has been hidden in the meantime is left out.
    """
    start, size = 0, FIRST_BATCH
    while keys := chosen.keys[start : start + size]:
        pages = {
            page.pk: page
            for page in with_translation_state(public_publications().filter(pk__in=keys))
        }
        yield citations_of([pages[key] for key in keys if key in pages])
        start, size = start + size, BATCH
