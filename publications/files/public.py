"""What readers are told of a publication's files before they load one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import CollectionViewRestriction

from portal.core.models import CustomDocument, CustomImage
from publications.files.hints import DONE, State
from publications.models import DocumentReading, PublicationFile, PublicationPage


@dataclass(frozen=True)
class ShownFile:
    """A file as a publication's page offers it.

    `size` is in bytes, None where the file is gone. `pages` is None for what is no PDF and for
    one that was not read yet. `language` is bn, en, bn-en or empty; `language_label` says it in
    the active language, as `access_note` says what a screen reader can do with the file, where
    that is known.
    """

    title: str
    url: str
    extension: str
    kind: str
    kind_label: str
    size: int | None
    pages: int | None
    language: str
    language_label: str
    access_note: str
    cover: CustomImage | None


def closed_collections() -> tuple[str, ...]:
    """Return the paths of collections of which, and of all below, not everybody may open files.

    For `str.startswith`. One query.
    """
    return tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))


def shown_files(page: PublicationPage) -> list[ShownFile]:
    """Return the files of a publication that everybody may open, in their order.

    Three queries, however many files there are.
    """
    closed = closed_collections()
    rows = list(page.files.order_by("sort_order"))
    # By their keys: in previews the rows are not stored, and nothing is joined to them.
    documents = CustomDocument.objects.select_related("collection", "reading__cover").in_bulk(
        [row.document_id for row in rows]
    )
    return [
        _shown(row, documents[row.document_id])
        for row in rows
        if row.document_id in documents
        and not documents[row.document_id].collection.path.startswith(closed)
    ]


def cover_of(page: PublicationPage, files: list[ShownFile]) -> CustomImage | None:
    """Return the picture to show for a publication: the editor's, else its first page.

    The first page of a file that was made from the site's own page is no cover of anything.
    """
    if page.cover_id:
        return page.cover
    originals = (file.cover for file in files if file.kind == PublicationFile.Kind.ORIGINAL)
    return next((cover for cover in originals if cover is not None), None)


def reading_of(document: CustomDocument) -> DocumentReading | None:
    """Return what is known of a document; nothing for what is never read."""
    return getattr(document, "reading", None)


def _shown(row, document: CustomDocument) -> ShownFile:
    reading = reading_of(document)
    return ShownFile(
        title=document.title,
        url=document.url,
        extension=document.file_extension.upper(),
        kind=row.kind,
        kind_label=row.get_kind_display(),
        size=document.file_size,
        pages=reading.page_count if reading else None,
        language=document.language,
        language_label=str(document.get_language_display()),
        access_note=_access_note(reading),
        cover=reading.cover if reading else None,
    )


def _access_note(reading: DocumentReading | None) -> str:
    if reading is None or reading.state not in DONE:
        return ""
    if reading.state == State.SCANNED:
        return _("A scan: it cannot be searched or read aloud.")
    if reading.is_tagged:
        return _("Made for screen readers.")
    return _("Can be read aloud, but headings and tables are not marked.")
