"""Adding a photo, a paper or a voice note, one at a time."""

from django.utils.translation import get_language

from helpdesk.files import limits
from helpdesk.files.receive import FileRefusedError, receive_file
from helpdesk.views.own_request.access import OpenRequest
from helpdesk.views.own_request.overview import count_files
from helpdesk.views.public import render_help


def show_form(request, opened: OpenRequest):
    """Show what may be sent, and a field for one file."""
    return _page(request, opened.with_new_key())


def send(request, opened: OpenRequest):
    """Store one file, say how many have arrived, and offer the next."""
    refusal = _receive(request, opened)
    if refusal:
        return _page(request, opened, refusal=refusal, status=422)
    return _page(request, opened.with_new_key(), has_arrived=True)


def store_again(request, opened: OpenRequest) -> str:
    """Take in a file whose page comes a second time: sent twice, it is stored once."""
    return "" if _receive(request, opened) else "file"


def _receive(request, opened: OpenRequest) -> str:
    """Store the file of the form. Return why it was refused, or nothing."""
    handler = request.upload_handlers[0]
    try:
        receive_file(opened.ticket, handler.take(), key=opened.key, sent_by=opened.holder)
    except FileRefusedError as refusal:
        return refusal.message
    return ""


def _page(request, opened, *, refusal: str = "", has_arrived: bool = False, status: int = 200):
    return render_help(
        request,
        "helpdesk/own/files.html",
        {
            "token": opened.token,
            "limits": limits.limits_sentence(get_language()),
            "accept": limits.ACCEPT,
            "refusal": refusal,
            "has_arrived": has_arrived,
            "file_count": count_files(opened),
        },
        status=status,
    )
