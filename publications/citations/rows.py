"""What stands beside publications, read for all of them at once, as plain rows.

Hundreds of pages are read together for files and harvesters: models of every row would take most
of the time. Pages whose relations are in memory (a preview) are read from there.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from posixpath import basename
from typing import NamedTuple

from django.urls import reverse
from django.utils.encoding import escape_uri_path

from portal.reference.models import Country, Topic
from publications.files.public import closed_collections
from publications.models import (
    PublicationFile,
    PublicationOrganisation,
    PublicationPage,
    PublicationPerson,
)


class PersonRow(NamedTuple):
    """A person as stored."""

    role: str
    family_name: str
    given_name: str
    name_bn: str


class OrganisationRow(NamedTuple):
    """An organisation's part, its names and disclaimers by language."""

    role: str
    names: dict[str, str]
    disclaimers: dict[str, str]


class FileRow(NamedTuple):
    """A file: path of its address, kind, language, bytes and pages as far as known."""

    path: str
    kind: str
    language: str
    size: int | None
    pages: int | None


@dataclass
class Beside:
    """What stands beside one page, in its order.

    Topics and countries are (code, name) by language, in the order of their codes.
    """

    people: list[PersonRow] = field(default_factory=list)
    organisations: list[OrganisationRow] = field(default_factory=list)
    files: list[FileRow] = field(default_factory=list)
    topics: list[dict[str, tuple[str, str]]] = field(default_factory=list)
    countries: list[dict[str, tuple[str, str]]] = field(default_factory=list)


def related_rows(pages: Iterable[PublicationPage]) -> dict[int | None, Beside]:
    """Return what stands beside each page, by its key. Eight queries at most.

    Files that only some may open are left out.
    """
    found: dict[int | None, Beside] = defaultdict(Beside)
    stored = []
    chosen: dict[str, list[tuple]] = {"topics": [], "countries": []}
    for page in pages:
        if page.pk and not vars(page).get("_cluster_related_objects"):
            stored.append(page.pk)
        else:
            _read_from_memory(page, found[page.pk], chosen)
    if stored:
        _read_rows(stored, found, chosen)
    _name(Topic, "key", "topics", chosen, found)
    _name(Country, "iso2", "countries", chosen, found)
    return found


def _read_rows(keys: list[int], found, chosen) -> None:
    people = PublicationPerson.objects.filter(page_id__in=keys).order_by("sort_order", "pk")
    for page, *row in people.values_list(
        "page_id", "role", "family_name", "given_name", "name_bn"
    ):
        found[page].people.append(PersonRow(*row))
    parts = PublicationOrganisation.objects.filter(page_id__in=keys).order_by("sort_order", "pk")
    for page, role, bn, en, said_bn, said_en in parts.values_list(
        "page_id",
        "role",
        "organisation__name_bn",
        "organisation__name_en",
        "disclaimer_bn",
        "disclaimer_en",
    ):
        found[page].organisations.append(
            OrganisationRow(role, {"bn": bn, "en": en}, {"bn": said_bn, "en": said_en})
        )
    files = PublicationFile.objects.filter(page_id__in=keys).order_by("sort_order", "pk")
    documents, closed = _path_of_documents(), closed_collections()
    for page, document, collection, name, *row in files.values_list(
        "page_id",
        "document_id",
        "document__collection__path",
        "document__file",
        "kind",
        "document__language",
        "document__file_size",
        "document__reading__page_count",
    ):
        if collection.startswith(closed):
            continue
        # Not by pathlib, which keeps every name for good (it interns them).
        path = _document_path(documents, document, basename(name))
        found[page].files.append(FileRow(path, *row))
    for name in chosen:
        through = getattr(PublicationPage, name).through
        record = "topic_id" if name == "topics" else "country_id"
        rows = through.objects.filter(publicationpage_id__in=keys)
        chosen[name] += rows.values_list("publicationpage_id", record)


def _read_from_memory(page: PublicationPage, beside: Beside, chosen) -> None:
    beside.people += [
        PersonRow(row.role, row.family_name, row.given_name, row.name_bn)
        for row in page.people.all()
    ]
    beside.organisations += [
        OrganisationRow(
            row.role,
            {"bn": row.organisation.name_bn, "en": row.organisation.name_en},
            {"bn": row.disclaimer_bn, "en": row.disclaimer_en},
        )
        for row in page.organisations.all()
    ]
    documents, closed = _path_of_documents(), closed_collections()
    for row in page.files.all():
        document = row.document
        if document.collection.path.startswith(closed):
            continue
        reading = getattr(document, "reading", None)
        path = _document_path(documents, document.pk, document.filename)
        pages = reading.page_count if reading else None
        beside.files.append(FileRow(path, row.kind, document.language, document.file_size, pages))
    for name in chosen:
        chosen[name] += [(page.pk, each.pk) for each in getattr(page, name).all()]


def _path_of_documents() -> str:
    return reverse("wagtaildocs_serve", args=[0, "-"]).removesuffix("0/-")


def _document_path(start: str, key: int, name: str) -> str:
    # `reverse` for each file would take most of the time of a page of records.
    return f"{start}{key}/{escape_uri_path(name)}"


def _name(model, code: str, relation: str, chosen, found) -> None:
    """Give each page the codes and names of what was chosen for it, in every language.

    Pages of both languages refer to the Bangla records. The whole tables are short.
    """
    if not chosen[relation]:
        return
    fields = ("pk", "translation_key", "locale__language_code", code, "name")
    rows = list(model.objects.values_list(*fields))
    names: dict[object, dict[str, tuple[str, str]]] = defaultdict(dict)
    for _pk, key, language, each, name in rows:
        names[key][language] = (each, name)
    by_record = {pk: (each, names[key]) for pk, key, _language, each, _name in rows}
    for page, record in sorted(chosen[relation], key=lambda row: by_record[row[1]][0]):
        getattr(found[page], relation).append(by_record[record][1])
