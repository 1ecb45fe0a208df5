"""Recordings of guides, sent to whoever listens."""

from django.http import Http404
from django.views.decorators.http import require_safe
from wagtail.models import Page

from guidance.models import GuideRecording
from portal.core.views.sound import send_sound

# Long enough to listen again and to jump about in it, short enough for a correction to arrive.
ONE_HOUR = 3600


@require_safe
def listen(request, pk: int):
    """Send the recording of a guide that everybody may read. Raises Http404 for any other."""
    row = (
        GuideRecording.objects.filter(pk=pk, guide__in=Page.objects.live().public())
        .select_related("recording")
        .first()
    )
    if row is None:
        raise Http404
    response = send_sound(request, row.recording.file)
    response["Cache-Control"] = f"public, max-age={ONE_HOUR}"
    return response
