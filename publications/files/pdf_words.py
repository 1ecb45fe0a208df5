"""What stands in a PDF: its words page by page, what it says of itself, a picture of page one.

Runs in a process of its own (read_process). Imports nothing of Django.
"""

import codecs
import ctypes
import re
from dataclasses import dataclass, field
from io import BytesIO

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdf.errors import PyPdfError

COVER_WIDTH = 900
MAX_COVER_HEIGHT = 1800
# A page of small print has some 6,000 letters.
MAX_PAGE_LETTERS = 40_000
MAX_LETTERS = 10_000_000
# PDFium's own marks for a word that goes on in the next line.
WORD_GOES_ON = re.compile("[\x02\ufffe]\\s*")
# A Bangla word with a Latin digit or sign in its middle: a glyph without a letter of its own.
BROKEN_BANGLA = re.compile("[\u0980-\u09ff][!-@\\[-`{-~]+[\u0980-\u09ff]")


@dataclass
class PdfWords:
    """What was found. `cover` are the points of a picture, three bytes each, row by row."""

    title: str = ""
    language: str = ""
    is_tagged: bool = False
    pages: list[str] = field(default_factory=list)
    cover_size: tuple[int, int] = (0, 0)
    cover: bytes = b""


def read_pdf(content: bytes) -> PdfWords:
    """Return what stands in a PDF. Raises pypdfium2.PdfiumError where it cannot be opened.

    A page that cannot be read has no words, a first page that cannot be drawn no picture.
    """
    document = pypdfium2.PdfDocument(content)
    found = PdfWords(
        title=document.get_metadata_value("Title"),
        language=_language(document),
        is_tagged=bool(pdfium.FPDFCatalog_IsTagged(document)),
    )
    letters = 0
    second_reader = _SecondReader(content)
    for number in range(len(document)):
        text = _words(document, number)
        if BROKEN_BANGLA.search(text):
            text = second_reader.better(text, number)
        letters += len(text)
        found.pages.append(text if letters <= MAX_LETTERS else "")
    _draw(document, found)
    return found


def rehearse() -> None:
    """Load what libraries load when they first need it: later no file can be opened."""
    for name in ("utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252", "mac-roman"):
        codecs.lookup(name)
    blank = pypdfium2.PdfDocument.new()
    blank.new_page(595, 842)
    target = BytesIO()
    blank.save(target)
    read_pdf(target.getvalue())
    _SecondReader(target.getvalue()).better("", 0)


def _language(document) -> str:
    length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < length < 200:
        return ""
    buffer = ctypes.create_string_buffer(length)
    target = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFCatalog_GetLanguage(document, target, length)
    return buffer.raw.decode("utf-16-le", "ignore").strip("\0")


def _words(document, number: int) -> str:
    try:
        page = document[number]
        text_page = page.get_textpage()
        text = text_page.get_text_bounded()
        text_page.close()
        page.close()
    except pypdfium2.PdfiumError:
        return ""
    return WORD_GOES_ON.sub("", text)[:MAX_PAGE_LETTERS]


def _draw(document, found: PdfWords) -> None:
    try:
        page = document[0]
        width, height = page.get_size()
        scale = min(COVER_WIDTH / width, MAX_COVER_HEIGHT / height)
        picture = page.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ZeroDivisionError, ValueError, MemoryError):
        return
    found.cover_size, found.cover = picture.size, picture.tobytes()


class _SecondReader:
    """pypdf, seventeen times slower, for pages on which PDFium finds no letters for some glyphs.

    Where a PDF does not say which words its glyphs are (/ActualText), both have to guess.
    """

    def __init__(self, content: bytes):
        self._content = content
        self._reader: pypdf.PdfReader | None = None

    def better(self, text: str, number: int) -> str:
        """Return the page's words from the reader that finds more whole words."""
        try:
            self._reader = self._reader or pypdf.PdfReader(BytesIO(self._content))
            other = self._reader.pages[number].extract_text()[:MAX_PAGE_LETTERS]
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return text
        count = len(BROKEN_BANGLA.findall(text))
        return other if other and len(BROKEN_BANGLA.findall(other)) < count else text
