"""Recordings sent as they are, whole or in the parts that players ask for."""

import mimetypes

from django.http import FileResponse, Http404, HttpResponse

from portal.core.views.byte_ranges import send_file


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
    return send_file(request, file, content_type)
