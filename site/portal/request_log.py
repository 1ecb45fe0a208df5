"""What gunicorn writes about requests: enough to see load and failures, nothing about people."""

import re
import sys
import time
from urllib.parse import quote, unquote

from gunicorn.glogging import Logger

from portal.privacy.reports import is_private_path

# A proxy may ask for a whole address instead of a path.
ORIGIN = re.compile(r"^https?://[^/?]*", re.IGNORECASE)
HEALTH_PATHS = ("/healthz", "/readyz")
MOST_LETTERS = 300


def shown_path(path: str) -> str:
    """Return what a log may show of a decoded path without its query.

    Every help page is `/help/`: neither the page, nor the language, nor a code in the address.
    Other paths are percent-encoded again, so that no request can write a line of its own, and cut,
    so that none can fill the disk.
    """
    if is_private_path(path):
        return "/help/"
    return quote(path[:MOST_LETTERS], safe="/:@!$&'()*+,;=~", errors="replace")


class RequestLog(Logger):
    """Gunicorn's logger without addresses, queries, referrers and user agents.

    One line a request: time, method, path, status, bytes, milliseconds. Help pages have neither
    time nor bytes, which could be matched with what a mobile operator or a router remembers.
    Health checks that succeed are not logged.
    """

    def access(self, resp, req, environ, request_time):
        if not self.access_log_enabled:
            return
        status = str(resp.status).split(None, 1)[0]
        path = environ.get("PATH_INFO", "-")
        if path in HEALTH_PATHS and status == "200":
            return
        words = [environ.get("REQUEST_METHOD", "-"), shown_path(path), status]
        milliseconds = f"{request_time.total_seconds() * 1000:.0f} ms"
        if is_private_path(path):
            words.append(milliseconds)
        else:
            now = time.strftime("%Y-%m-%dT%H:%M:%S%z")
            words = [now, *words, f"{getattr(resp, 'sent', 0) or 0} B", milliseconds]
        self.access_log.info("%s", " ".join(words))

    def warning(self, msg, *args, **kwargs):
        # Gunicorn's sentence names the address, and quotes the request line or a header.
        if str(msg).startswith("Invalid request from ip="):
            msg, args = "A request that is not valid HTTP was refused", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg, *args, **kwargs):
        # Gunicorn's sentence ends with the address that was asked for, query included.
        if args and str(msg).startswith("Error handling request"):
            *method, uri = args
            path = unquote(ORIGIN.sub("", str(uri)).partition("?")[0])
            msg, args = "Error handling request %s", (" ".join([*method, shown_path(path)]),)
            if is_private_path(path):
                # What was raised may quote what was typed: only its kind is told.
                kind = sys.exc_info()[0]
                self.error("%s: %s", msg % args, kind.__name__ if kind else "unknown")
                return
        super().exception(msg, *args, **kwargs)
