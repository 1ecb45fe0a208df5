"""The words of a publication's file, so that searches find what only the PDF says.

Taken out when the publication is indexed, which the worker does, and kept until the file changes.
"""

import logging

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from publications.models import FileText

logger = logging.getLogger(__name__)

MAX_PAGES = 400
MAX_LETTERS = 400_000
# What a broken file makes the library stumble over.
BROKEN = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError)


def file_text(document) -> str:
    """Return the text of a PDF, empty for other files and those that cannot be read."""
    if document.file_extension != "pdf":
        return ""
    file_hash = document.get_file_hash()
    kept = FileText.objects.filter(document=document).first()
    if kept and kept.file_hash == file_hash:
        return kept.text
    text = _text_of(document)
    FileText.objects.update_or_create(
        document=document, defaults={"file_hash": file_hash, "text": text}
    )
    return text


def _text_of(document) -> str:
    texts: list[str] = []
    letters = 0
    try:
        with document.open_file() as file:
            for page in PdfReader(file).pages[:MAX_PAGES]:
                texts.append(page.extract_text().replace("\x00", ""))
                letters += len(texts[-1])
                if letters > MAX_LETTERS:
                    break
    except BROKEN as error:
        logger.warning("No text was found in document %s: %s", document.pk, type(error).__name__)
    return " ".join(texts)[:MAX_LETTERS]
