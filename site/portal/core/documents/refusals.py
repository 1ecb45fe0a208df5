"""Why a document is not kept, and what to do about it, in words for the editor."""

from collections.abc import Callable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.numerals import format_number

MEGABYTE = 1024 * 1024
# A report of 200 pages with photographs has 10 to 30 MB.
MAX_BYTES = 50 * MEGABYTE


def size_sentence() -> str:
    """Say how large a document may be, in the active language."""
    return _("A file may have at most %(megabytes)s MB.") % {
        "megabytes": format_number(MAX_BYTES // MEGABYTE, get_language() or "bn")
    }


def _too_large() -> str:
    return " ".join(
        (
            _("This file is too large. Nothing of it was kept."),
            size_sentence(),
            _("Save it with smaller pictures, or in parts."),
        )
    )


# Codes of PDF come from portal.core.documents.pdf_problems.
SENTENCES: dict[str, Callable[[], str]] = {
    "empty": lambda: _("There is nothing in this file. Choose another file."),
    "too_large": _too_large,
    "not_what_it_says": lambda: (
        _(
            "This file is not what its name says. Open it in the program that it was made with, "
            "save it as %(kinds)s, and upload it again."
        )
        % {"kinds": KINDS_IN_WORDS}
    ),
    "two_in_one": lambda: _(
        "This file is two kinds of file in one, as harmful files are. Save it anew in the program "
        "that it was made with, and upload it again."
    ),
    "macros": lambda: _(
        "There are macros in this file: small programs that run on the reader's machine. Save it "
        "without macros, and upload it again."
    ),
    "encrypted": lambda: _(
        "This file is locked with a password or protected against copying. Nobody could search "
        "it or have it read aloud. Save it without protection, and upload it again."
    ),
    "broken": lambda: _(
        "This file is damaged or not whole. Fetch it once more from where it came from, or save "
        "it as PDF anew, and upload it again."
    ),
    "script": lambda: _(
        "There is a script in this PDF: a small program that runs on the reader's machine. Print "
        "it into a new PDF, and upload that one."
    ),
    "launch": lambda: _(
        "This PDF wants to start a program or to send something from the reader's machine. Print "
        "it into a new PDF, and upload that one."
    ),
    "embedded": lambda: _(
        "Other files or films are hidden in this PDF. Print it into a new PDF, and upload that "
        "one. Upload the other files by themselves."
    ),
    "bomb": lambda: _(
        "This file grows to an immense size when it is opened, or turns in circles, and would "
        "stop the reader's machine. Save it anew in the program that it was made with."
    ),
    "too_many_pages": lambda: _(
        "This PDF has more pages than a reader could open. Save it in parts."
    ),
    "too_much_work": lambda: _(
        "This file takes too long to open. Save it with smaller pictures or in parts, and upload "
        "it again."
    ),
}
KINDS_IN_WORDS = "PDF, DOCX, ODT, PPTX, XLSX, ZIP, CSV, TXT"


class DocumentRefusedError(ValueError):
    """A document that is not kept. `code` is a key of SENTENCES."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """The sentence for the editor, in the language that is active now."""
        return SENTENCES[self.code]()
