"""Files sent whole, or in the part that is asked for (RFC 9110, 14).

Players ask for parts, and so does who goes on with a download that broke off.
"""

import re

from django.http import FileResponse, HttpResponse
from whitenoise.responders import SlicedFile

# One range, as every player asks for. Several at once are answered with the whole file.
ONE_RANGE = re.compile(r"bytes=([0-9]{1,15})?-([0-9]{1,15})?")


def send_file(request, file, content_type: str, etag: str = "") -> HttpResponse | FileResponse:
    """Answer with an open file (a Django File), which is closed afterwards.

    `etag` names this version of the file, in quotes: a part is sent to who has begun with this
    very version. Without it who asks for that gets the whole file.
    """
    # Compressed, the bytes would not be those that were asked for.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    size = file.size
    response = FileResponse(file, content_type=content_type)
    response["Content-Length"] = size
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    version = request.headers.get("If-Range")
    if asked and request.method == "GET" and version in (None, etag or None):
        span = _span(*asked.groups(), size)
        if span is None:
            file.close()
            response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        else:
            start, end = span
            part = SlicedFile(file, start, end)
            response = FileResponse(part, status=206, content_type=content_type)
            response["Content-Length"] = end - start + 1
            response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Accept-Ranges"] = "bytes"
    return response


def _span(first: str | None, last: str | None, size: int) -> tuple[int, int] | None:
    """Return the first and last byte that are meant, None where there are none."""
    if first is None:
        # The last so many bytes.
        length = min(int(last or 0), size)
        return (size - length, size - 1) if length else None
    start = int(first)
    end = size - 1 if last is None else min(int(last), size - 1)
    return (start, end) if start <= end else None
