"""Why a file could not be read, and what to do about it, in words for the editor."""

from django.utils.translation import gettext as _

from portal.core.documents.refusals import SENTENCES as REFUSALS

# Codes of DocumentReading.problem beside those of portal.core.documents.refusals, which say why
# a file that came in by another way than the upload form is not read.
GONE = "gone"
OUT_OF_REACH = "out_of_reach"
GAVE_UP = "gave_up"
SENTENCES = {
    GONE: lambda: _("The file is gone from the storage. Upload it again."),
    OUT_OF_REACH: lambda: _(
        "The storage did not answer, several times. Try again later; if it stays so, tell whoever "
        "runs the website."
    ),
    GAVE_UP: lambda: _(
        "The worker was stopped each time while it read this file. Save the PDF with smaller "
        "pictures or in parts, and upload it again."
    ),
}


def problem_in_words(code: str) -> str:
    """Return the sentence for a problem in the active language; nothing for no problem."""
    sentence = SENTENCES.get(code) or REFUSALS.get(code)
    return sentence() if sentence else ""
