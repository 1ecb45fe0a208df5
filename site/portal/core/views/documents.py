"""Documents for readers: as what they are, and never as a page."""

from urllib.parse import quote

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import etag, require_safe
from wagtail import hooks
from wagtail.documents.models import document_served

from portal.core.documents.content_types import content_type_of
from portal.core.models import CustomDocument
from portal.core.views.byte_ranges import send_file

OPENED_IN_PLACE = "application/pdf"
# A document that turned out to be a page after all would be one that can do nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_safe
def serve_document(request, document_id: str, filename: str):
    """Send a document, if its collection is open to whoever asks.

    The stored name is part of the address, as in Wagtail's own view.
    """
    document = get_object_or_404(CustomDocument, pk=document_id)
    if document.filename != filename:
        raise Http404
    for hook in hooks.get_hooks("before_serve_document"):
        answer = hook(document, request)
        if isinstance(answer, HttpResponse):
            return answer
    document_served.send(sender=CustomDocument, instance=document, request=request)
    response = _send(request, document)
    if document.collection.get_view_restrictions().exists():
        # A store before the site would give it to whoever asks next.
        add_never_cache_headers(response)
    return response


def _hash_of(request, document) -> str | None:
    return f'"{document.file_hash}"' if document.file_hash else None


@etag(_hash_of)
def _send(request, document) -> HttpResponse | FileResponse:
    try:
        file = document.file.storage.open(document.file.name, "rb")
    except (OSError, ValueError):
        raise Http404 from None
    content_type = content_type_of(document.filename)
    response = send_file(request, file, content_type, _hash_of(request, document) or "")
    response["Content-Disposition"] = _disposition(document.filename, content_type)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _disposition(filename: str, content_type: str) -> str:
    """Return the header of RFC 6266: a name in ASCII, and the true one as RFC 8187 writes it."""
    kind = "inline" if content_type == OPENED_IN_PLACE else "attachment"
    if filename.isascii():
        return f'{kind}; filename="{filename}"'
    ending = filename.rpartition(".")[2]
    plain = f"document.{ending}" if ending.isascii() and ending.isalnum() else "document"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
