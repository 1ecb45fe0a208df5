"""The feeds as answers."""

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.core.open_data.answers import FIVE_MINUTES, refusal
from publications.feeds import ENTRIES, FORMS, ORDER, feed_text
from publications.harvested import chosen_publications


@require_safe
def feed(request, form: str):
    """Send a feed, or 304 where the reader has it already. Raises Http404 for other forms."""
    if form not in FORMS:
        raise Http404
    language = get_language()
    chosen = chosen_publications(
        request.GET, language, translated=True, limit=ENTRIES, order=ORDER
    )
    if chosen.refused:
        return refusal(chosen.refused, as_json=False)
    etag = f'W/"{form}-{language}-{chosen.state[:32]}"'
    changed = int(chosen.updated.timestamp()) if chosen.updated else None
    response = get_conditional_response(request, etag=etag, last_modified=changed)
    if response is None:
        text, content_type = feed_text(form, chosen, request.path)
        response = HttpResponse(text, content_type)
    response["ETag"] = etag
    if changed:
        response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    response["Access-Control-Allow-Origin"] = "*"
    return response
