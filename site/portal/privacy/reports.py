"""Keeps what people typed out of logs and error reports."""

import logging
import re
import traceback

from django.views.debug import SafeExceptionReporterFilter

# Also what only redirects or fails, such as /bn//help/… or /Help/…: it may hold a code as well.
PRIVATE_PATH = re.compile(r"/*(?:(?:en|bn)/+)*help(?![a-z])", re.IGNORECASE)


def is_private_path(path: str) -> bool:
    """Whether requests for a path are never described in a log."""
    return PRIVATE_PATH.match(path) is not None


SECONDS_A_DAY = 86_400


class NoPersonalWordsFilter(SafeExceptionReporterFilter):
    """Error reports never show form data, cookies or local variables of a request."""

    def is_active(self, request):
        return True

    def get_post_parameters(self, request):
        return dict.fromkeys(request.POST, self.cleansed_substitute) if request else {}

    def get_traceback_frame_variables(self, request, tb_frame):
        if request is not None and is_private_path(request.path):
            return [("(hidden)", self.cleansed_substitute)]
        return super().get_traceback_frame_variables(request, tb_frame)


class DropRequestDetails(logging.Filter):
    """Leaves of a failed help page only what kind of error it was and where in the code.

    The text of an exception, and of its traceback, may quote what a person typed.
    """

    def filter(self, record):
        if record.name == "django.template" and record.levelno < logging.WARNING:
            # At DEBUG Django lists whatever a page was given when a variable is missing in it.
            return False
        # The development server's own records carry a socket instead, which has no path.
        path = getattr(getattr(record, "request", None), "path", "")
        if is_private_path(path):
            if record.levelno < logging.ERROR:
                # A forgotten tick is nobody's business.
                return False
            # The day is enough to look into it: a time could be matched with a telephone's.
            record.created -= record.created % SECONDS_A_DAY
            record.msecs = 0
            record.msg, record.args = (
                "A help page failed (%s)%s",
                (
                    getattr(record, "status_code", ""),
                    _where(record.exc_info),
                ),
            )
            record.exc_info = record.exc_text = None
        return True


def _where(exc_info) -> str:
    if not exc_info or exc_info[1] is None:
        return ""
    frames = traceback.extract_tb(exc_info[2])
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f": {exc_info[0].__name__}{place}"
