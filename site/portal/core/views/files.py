"""Picture files for the public."""

import mimetypes
import posixpath

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

# Renditions are resized copies. Originals may carry the place where a picture was taken, and
# documents are served by Wagtail's own view: neither is ever reached from here.
PUBLIC_FOLDERS = ("images/", "media_thumbnails/")
ONE_YEAR = 31_536_000


@require_safe
def serve_rendition(request, path: str):
    """Send a rendition from the default storage, whether it is a folder or S3.

    A rendition's name changes with its picture, so it may be kept for a year.
    """
    clean = posixpath.normpath(path)
    if clean != path or not clean.startswith(PUBLIC_FOLDERS):
        raise Http404
    try:
        file = default_storage.open(clean, "rb")
    except (OSError, ValueError):  # ValueError: a name with a NUL byte
        raise Http404 from None
    content_type = mimetypes.guess_type(clean)[0] or "application/octet-stream"
    if not content_type.startswith("image/"):
        file.close()
        raise Http404
    response = FileResponse(file, content_type=content_type)
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    # A drawing (SVG) opened by itself must not run anything.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
