"""Recordings of the form's questions."""

from django.http import Http404

from helpdesk.models import QuestionRecording
from helpdesk.views.public import help_page
from portal.core.views.sound import send_sound


@help_page
def listen(request, pk: int):
    """Send a recording. It is kept nowhere: what was listened to is nobody's business."""
    row = QuestionRecording.objects.filter(pk=pk).select_related("recording").first()
    if row is None:
        raise Http404
    return send_sound(request, row.recording.file)
