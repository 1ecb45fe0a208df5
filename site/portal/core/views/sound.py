"""Recordings sent as they are, whole or in the parts that players ask for."""

import mimetypes
import re

from django.http import FileResponse, Http404, HttpResponse
from whitenoise.responders import SlicedFile

# One range, as every player asks for. Several at once are answered with the whole file.
ONE_RANGE = re.compile(r"bytes=([0-9]{1,15})?-([0-9]{1,15})?")


def send_sound(request, stored) -> HttpResponse | FileResponse:
    """Answer with a stored recording (the value of a FileField).

    Answers a range of bytes: without it iPhones play nothing. Raises Http404 where the file is
    gone or no sound by its name.
    """
    try:
        file = stored.open("rb")
    except (OSError, ValueError):
        raise Http404 from None
    content_type = mimetypes.guess_type(stored.name)[0] or ""
    if not content_type.startswith("audio/"):
        file.close()
        raise Http404
    # Compressed, the bytes would not be those that were asked for.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    response = _answer(request, file, content_type)
    response["Accept-Ranges"] = "bytes"
    return response


def _answer(request, file, content_type: str):
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    # If-Range asks whether the file is still the same one: nothing here says so.
    if not asked or request.method != "GET" or "If-Range" in request.headers:
        return FileResponse(file, content_type=content_type)
    size = file.size
    span = _span(*asked.groups(), size)
    if span is None:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = span
    part = SlicedFile(file, start, end)
    response = FileResponse(part, status=206, content_type=content_type)
    response["Content-Length"] = end - start + 1
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
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
