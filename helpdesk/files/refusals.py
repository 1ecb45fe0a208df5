"""Why a file is not taken, in words for whoever sent it."""

from collections.abc import Callable

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helpdesk.files.limits import MAX_FILES, sizes_sentence
from portal.core.numerals import format_number


def _too_large() -> str:
    return _("This file is too large.") + " " + sizes_sentence(_language())


def _too_many() -> str:
    return _("You have sent %(count)s files. No more files fit. You can still write to us.") % {
        "count": format_number(MAX_FILES, _language())
    }


def _language() -> str:
    return get_language() or "bn"


SENTENCES: dict[str, Callable[[], str]] = {
    "missing": lambda: _("Choose a file first."),
    "empty": lambda: _("There is nothing in this file. Choose another file."),
    "more_than_one": lambda: _("Send one file at a time."),
    "cut_short": lambda: _("The file did not arrive whole. Please send it again."),
    "too_large": _too_large,
    "wrong_kind": lambda: _(
        "We cannot open this kind of file. You can send photos, PDF papers, voice recordings and "
        "short videos."
    ),
    "too_many": _too_many,
    "closed": lambda: _("This request does not take files any more."),
}


class FileRefusedError(ValueError):
    """A file that is not taken. `code` is a key of SENTENCES."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """The sentence for the sender, in the language that is active now."""
        return SENTENCES[self.code]()
