"""What keeps a PDF from being read by everybody, told from what the worker found in it."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.core.models import CustomDocument
from portal.core.numerals import localise_digits
from publications.files.languages import language_named
from publications.models import DocumentReading

State = DocumentReading.State
DONE = frozenset({State.READ, State.SCANNED})


def accessibility_hints(document: CustomDocument, reading: DocumentReading) -> list[str]:
    """Say what a PDF lacks for screen readers and what to do, in the active language.

    Nothing for a file that was not read, and for one that lacks nothing. The rules are
    those of PDF/UA (ISO 14289-1) that can be told without looking at the pages.
    """
    if reading.state not in DONE:
        return []
    hints = []
    if reading.state == State.SCANNED:
        hints.append(
            _(
                "It is a scan: pictures of pages without text. Nobody can search it or have it "
                "read aloud. If the text file that it was printed from still exists, save that "
                "one as PDF; otherwise run text recognition (OCR) on it."
            )
        )
    if reading.bijoy_pages:
        hints.append(
            ngettext(
                "%(number)s page is typed with Bijoy. Searches do not find its words, and screen "
                "readers read nonsense. Convert the text to Unicode and save it as PDF again.",
                "%(number)s pages are typed with Bijoy. Searches do not find their words, and "
                "screen readers read nonsense. Convert the text to Unicode and save it as PDF "
                "again.",
                reading.bijoy_pages,
            )
            % {"number": localise_digits(str(reading.bijoy_pages), get_language())}
        )
    if not reading.is_tagged:
        hints.append(
            _(
                "It has no tags: a screen reader does not know what is a heading, a list or a "
                "table. Save it from the text program as a tagged PDF (PDF/UA)."
            )
        )
    if not reading.pdf_language:
        hints.append(
            _(
                "It does not say its language: a screen reader may read it with the wrong voice. "
                "Set the language in the text program and save it as PDF again."
            )
        )
    elif _is_named_wrongly(document, reading):
        hints.append(
            _(
                "It says that its language is “%(named)s”, and the words are in another one: a "
                "screen reader takes the wrong voice. Set the language in the text program."
            )
            % {"named": reading.pdf_language}
        )
    if not reading.pdf_title:
        hints.append(
            _(
                "It has no title: the file's name is shown at the top of the window. Set the "
                "title in the properties of the document."
            )
        )
    return hints


def _is_named_wrongly(document: CustomDocument, reading: DocumentReading) -> bool:
    named = language_named(reading.pdf_language)
    return bool(document.language) and named not in document.language.split("-")
