"""How much may be sent, and the sentences that say so before anybody chooses a file."""

from django.utils import translation
from django.utils.translation import gettext as _

from helpdesk.files.kinds import Family
from portal.core.numerals import format_number

MEGABYTE = 1024 * 1024
# A telephone's photo has 2 to 6 MB; a minute of its video, as messengers send it, about 10 MB.
LARGEST = {
    Family.PICTURE: 10 * MEGABYTE,
    Family.PDF: 10 * MEGABYTE,
    Family.AUDIO: 10 * MEGABYTE,
    Family.VIDEO: 20 * MEGABYTE,
}
MAX_BYTES = max(LARGEST.values())
# For one ticket and one sender: the asker's files do not use up the worker's, nor the staff's.
MAX_FILES = 20
# For `<input type="file" accept="…">`: a hint for the telephone's chooser, no check.
ACCEPT = "image/*,audio/*,video/*,application/pdf"


def sizes_sentence(language: str) -> str:
    """Say how large a file may be, in the language and with its digits."""
    with translation.override(language):
        return _(
            "Photos, PDF papers and voice recordings: at most %(megabytes)s MB each. "
            "Video: at most %(video_megabytes)s MB."
        ) % {
            "megabytes": format_number(LARGEST[Family.PICTURE] // MEGABYTE, language),
            "video_megabytes": format_number(LARGEST[Family.VIDEO] // MEGABYTE, language),
        }


def limits_sentence(language: str) -> str:
    """Say what may be sent, how large and how many, in the language and with its digits."""
    with translation.override(language):
        kinds = _("You can send photos, PDF papers, voice recordings and short videos.")
        count = _("Send one file at a time, at most %(count)s files in all.") % {
            "count": format_number(MAX_FILES, language)
        }
        return f"{kinds} {sizes_sentence(language)} {count}"
