"""The worker's part: a PDF is read once for each version of its file, and its words are found.

A row of DocumentReading says how far it is. Whatever happens to a worker, the row is taken up
again: by a task that every reading leaves for later, or by `manage.py read_documents`.
"""

import logging
import re
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.search import index as search_index

from portal.core.bijoy import looks_like_bijoy
from portal.core.documents.names import tame_file_name
from portal.core.documents.recognition import pdf_problem
from portal.core.limited_process import ProcessFailedError, ProcessTooSlowError
from portal.core.models import CustomDocument
from publications.files.covers import delete_cover, new_cover
from publications.files.languages import language_named, language_of
from publications.files.opening import OpenedPdf, open_pdf
from publications.files.problems import GAVE_UP, GONE, OUT_OF_REACH
from publications.models import DocumentPage, DocumentReading, PublicationPage

logger = logging.getLogger(__name__)

State = DocumentReading.State
# A worker that was killed leaves a row behind that nobody works on. Reading takes less than this.
STUCK_AFTER = timedelta(minutes=15)
MAX_ATTEMPTS = 4
# A scan may carry a stamp or a line of its scanner.
LETTERS_OF_A_SCAN = 10
ROWS_AT_ONCE = 200
# What programs write where nobody gave a title.
NO_TITLE = re.compile(
    r"(untitled|microsoft word|microsoft powerpoint|presentation\d*$|document\d*$"
    r"|.*\.(docx?|pptx?|odt|indd|qxp|pdf|xlsx?)$)",
    re.IGNORECASE,
)


class NotNowError(Exception):
    """What is needed is away: the reading waits."""


def is_pdf(document: CustomDocument) -> bool:
    """Whether a document is read at all."""
    return document.file_extension.lower() == "pdf"


def is_private(document: CustomDocument) -> bool:
    """Whether not everybody may open a document: nothing of its content is shown either."""
    return document.collection.get_view_restrictions().exists()


def note_document(key: int, again: bool = False) -> int | None:
    """Note that a document (primary key) is to be read. Returns the reading that now waits.

    Returns None where there is nothing to do: its file was read already, or is no PDF. `again`
    reads it in any case.
    """
    document = CustomDocument.objects.select_related("collection").filter(pk=key).first()
    if document is None:
        return None
    reading = DocumentReading.objects.filter(document_id=key).first()
    if not is_pdf(document):
        if reading is not None:
            reading.delete()
        return None
    try:
        document.get_file_size()
        file_hash = document.get_file_hash()
    except OSError:
        # The worker says what is wrong.
        file_hash = ""
    if reading is None:
        reading = DocumentReading(document=document)
    elif reading.file_hash == file_hash and not again and not _has_changed_hands(reading):
        return None
    reading.file_hash = file_hash
    reading.state, reading.problem, reading.attempts = State.WAITING, "", 0
    reading.asked_at = timezone.now()
    if is_private(document):
        _forget(reading)
    reading.save()
    return reading.pk


def _has_changed_hands(reading: DocumentReading) -> bool:
    """Whether what is known of a document is not what everybody may know, or the other way round.

    A document moves into a private collection and out of it again.
    """
    is_shown = reading.cover_id is not None or reading.pages.exists()
    return is_shown == is_private(reading.document)


def _forget(reading: DocumentReading) -> None:
    delete_cover(reading.cover)
    reading.cover = None
    if reading.pk:
        reading.pages.all().delete()


def abandoned():
    """Return the readings that a killed worker left behind."""
    return DocumentReading.objects.filter(_is_abandoned()).order_by("pk")


def waiting():
    """Return readings that nobody works on: those that wait, and those of a killed worker."""
    is_waiting = Q(state=State.WAITING) | _is_abandoned()
    return DocumentReading.objects.filter(is_waiting).order_by("pk")


def _is_abandoned() -> Q:
    return Q(state=State.READING, asked_at__lt=timezone.now() - STUCK_AFTER)


def read(key: int) -> str:
    """Read the document of a reading (primary key) if it waits, and return its state.

    Raises NotNowError where storage, memory or database are away; then it waits on, or has failed
    when that was so too often.
    """
    claimed = waiting().filter(pk=key)
    now = timezone.now()
    if not claimed.update(state=State.READING, attempts=F("attempts") + 1, asked_at=now):
        state = DocumentReading.objects.filter(pk=key).values_list("state", flat=True).first()
        return state or ""
    reading = DocumentReading.objects.select_related("document__collection", "cover").get(pk=key)
    if reading.attempts > MAX_ATTEMPTS:
        return _settle(reading, State.FAILED, GAVE_UP)
    try:
        return _read(reading)
    except FileNotFoundError:
        return _settle(reading, State.FAILED, GONE)
    except (OSError, OperationalError) as error:
        if reading.attempts >= MAX_ATTEMPTS:
            return _settle(reading, State.FAILED, OUT_OF_REACH)
        DocumentReading.objects.filter(pk=key, state=State.READING).update(state=State.WAITING)
        raise NotNowError(str(error)) from error


def _read(reading: DocumentReading) -> str:
    document = reading.document
    with document.file.storage.open(document.file.name, "rb") as file:
        if not file.size:
            return _settle(reading, State.FAILED, "empty")
        problem = pdf_problem(file)
        if problem:
            return _settle(reading, State.FAILED, problem)
        file.seek(0)
        try:
            found = open_pdf(file)
        except ProcessTooSlowError:
            return _settle(reading, State.FAILED, "too_much_work")
        except ProcessFailedError:
            return _settle(reading, State.FAILED, "broken")
    return _store(reading, found)


def _settle(reading: DocumentReading, state: str, problem: str = "") -> str:
    with transaction.atomic():
        if not _is_still_ours(reading):
            return State.WAITING
        _forget(reading)
        reading.state, reading.problem, reading.read_at = state, problem, timezone.now()
        reading.page_count = None
        reading.pdf_title = reading.pdf_language = ""
        reading.is_tagged = False
        reading.bijoy_pages = 0
        reading.save()
    _index_anew(reading.document_id)
    return state


def _is_still_ours(reading: DocumentReading) -> bool:
    """Lock the row; say whether the file is still the one that was read."""
    now = DocumentReading.objects.select_for_update().filter(pk=reading.pk).first()
    return now is not None and (now.state, now.file_hash, now.attempts) == (
        State.READING,
        reading.file_hash,
        reading.attempts,
    )


def _store(reading: DocumentReading, found: OpenedPdf) -> str:
    document = reading.document
    shows_words = not is_private(document)
    letters = sum(len(page) for page in found.pages)
    is_scan = letters < LETTERS_OF_A_SCAN * len(found.pages)
    picture = None
    if shows_words and found.cover is not None:
        target = BytesIO()
        found.cover.save(target, "PNG", optimize=True)
        picture = ContentFile(target.getvalue(), f"cover-{document.pk}.png")
    with transaction.atomic():
        if not _is_still_ours(reading):
            return State.WAITING
        _forget(reading)
        if shows_words:
            DocumentPage.objects.bulk_create(
                (
                    DocumentPage(reading=reading, number=number, text=text)
                    for number, text in enumerate(found.pages, 1)
                ),
                batch_size=ROWS_AT_ONCE,
            )
        reading.state = State.SCANNED if is_scan else State.READ
        reading.problem = ""
        reading.page_count = len(found.pages)
        reading.pdf_title, reading.pdf_language = found.title, found.language
        reading.is_tagged = found.is_tagged
        reading.bijoy_pages = sum(map(looks_like_bijoy, found.pages))
        reading.cover = new_cover(document, picture) if picture else None
        reading.read_at = timezone.now()
        reading.save()
        _fill_in(document, found)
    _index_anew(document.pk)
    return reading.state


def _fill_in(document: CustomDocument, found: OpenedPdf) -> None:
    """Give a document the title and language of its file where its editor gave none."""
    changed = []
    if found.title and not NO_TITLE.match(found.title) and _is_file_name(document):
        document.title = found.title
        changed.append("title")
    if not document.language:
        document.language = language_of(found.pages) or language_named(found.language)
        changed.append("language")
    if changed:
        document.save(update_fields=changed)


def _is_file_name(document: CustomDocument) -> bool:
    """Whether the title is only what the upload made of the file's name."""
    title = tame_file_name(document.title.removesuffix(f".{document.file_extension}"))
    stem = document.filename.rpartition(".")[0]
    # The storage may have made the name one of its own.
    return re.fullmatch(rf"{re.escape(title)}(_[A-Za-z0-9]{{7}})?", stem) is not None


def _index_anew(document_id: int) -> None:
    """Let searches find the publications of a document by what it says."""
    for page in PublicationPage.objects.live().filter(files__document=document_id).distinct():
        search_index.insert_or_update_object(page)
