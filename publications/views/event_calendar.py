"""Calendars of events as answers."""

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.core.open_data.answers import FIVE_MINUTES
from publications.event_calendar import CONTENT_TYPE, calendar_of, public_events


@require_safe
def events(request):
    """Send all events whose day is known."""
    return _answer(public_events(get_language()), f"okup-events-{get_language()}")


@require_safe
def event(request, slug: str):
    """Send one event. Raises Http404 where there is none, or its day is not known."""
    found = list(public_events(get_language()).filter(slug=slug)[:1])
    if not found:
        raise Http404
    return _answer(found, slug)


def _answer(pages, name: str) -> HttpResponse:
    response = HttpResponse(calendar_of(pages), CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    response["Cache-Control"] = f"public, max-age={FIVE_MINUTES}"
    response["Access-Control-Allow-Origin"] = "*"
    return response
