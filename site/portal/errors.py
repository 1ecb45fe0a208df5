"""Error pages in the language of the address. None of them needs a database.

They stand on the top floor because they show the emergency numbers of portal.reference: whatever
is broken, a person in danger sees whom to call.
"""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template import loader
from django.urls import reverse
from django.utils import translation

from portal.core.middleware import language_of_path
from portal.privacy.reports import is_private_path

RETRY_AFTER_SECONDS = 60


def _page(request, status: int, template: str | None = None) -> HttpResponse:
    context = {"status": status, "request": request}
    with translation.override(language_of_path(request.path_info)):
        if is_private_path(request.path_info):
            # Whoever asks for help leaves in a hurry from a page that broke, too.
            context["quick_exit_url"] = settings.QUICK_EXIT_URL
            context["left_url"] = reverse("help_left")
        body = loader.get_template(template or f"errors/{status}.html").render(context)
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request, exception=None):
    """400: the request cannot be understood, or is too large."""
    return _page(request, 400)


def permission_denied(request, exception=None):
    """403: not allowed."""
    return _page(request, 403)


def csrf_failure(request, reason=""):
    """403: a form of the admin was sent without its token."""
    return _page(request, 403)


def page_not_found(request, exception=None):
    """404: no such page."""
    return _page(request, 404)


def server_error(request):
    """500, or 503 with Retry-After when it is the database that is away."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        response = _page(request, 503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    return _page(request, 500)
