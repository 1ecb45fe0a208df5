"""Whole journeys as PDF, sent to whoever wants to keep or print them."""

from django.http import FileResponse, Http404
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe
from wagtail.models import Page

from guidance.journey_pdf import offered

# Short enough for a correction to arrive; after that the phone asks whether it has changed.
FIVE_MINUTES = 300


@require_safe
def journey_pdf(request, slug: str):
    """Send the PDF of a stage that everybody may read, in the language of the address.

    Raises Http404 where there is none, or none that may still be handed out.
    """
    pdf = (
        offered()
        .filter(
            stage__in=Page.objects.live().public(),
            stage__slug=slug,
            stage__locale__language_code=translation.get_language(),
        )
        .first()
    )
    if pdf is None:
        raise Http404
    etag, changed = quote_etag(pdf.content_hash), int(pdf.made_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        response = _file_response(request, pdf, slug)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    return response


def _file_response(request, pdf, slug: str) -> FileResponse:
    try:
        file = pdf.file.open("rb")
    except (OSError, ValueError):
        raise Http404 from None
    # Compressed already: packed again it would lose its length, which phones show while loading.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    name = f"okup-{slug}-{translation.get_language()}.pdf"
    response = FileResponse(file, filename=name, content_type="application/pdf")
    response["Content-Length"] = pdf.bytes
    return response
