"""What every public page of the help desk has in common."""

import functools

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from helpdesk.files.upload_handlers import NoFiles
from portal.privacy.origin import is_from_this_site


def help_page(view):
    """Make a view of the public help pages.

    It sets no cookie and reads none, is kept nowhere, answers only GET, HEAD and POST, and
    accepts a POST from this site's own pages alone. The sealed token in the form stands in for
    Django's CSRF cookie: each view checks its own.
    """

    view = require_http_methods(["GET", "HEAD", "POST"])(view)

    @csrf_exempt
    @sensitive_post_parameters()
    @sensitive_variables()
    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        # Our forms send nothing else. A sender who names another one would decide what decodes
        # the answers, and some codecs fail or leave halves of letters.
        request.encoding = "utf-8"
        # No page but the one for files takes any: Django's own handler writes them to the disk.
        request.upload_handlers = [NoFiles(request)]
        if request.method == "POST" and not is_from_this_site(request):
            response = render_help(request, "helpdesk/not_from_here.html", status=403)
        else:
            response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        # By this the script knows our answer from a proxy's, which it must not show.
        response["X-Page"] = "help"
        return response

    return wrapper


def is_body_only(request) -> bool:
    """Whether the script of these pages asks: it puts only the body in place of the old one."""
    return request.headers.get("X-Page-Part") == "body"


def render_help(request, template: str, context: dict | None = None, status: int = 200):
    """Render a help page; `quick_exit_url` is where "leave quickly" leads.

    What the script asks for comes without stylesheet and script: they are there already.
    """
    return render(
        request,
        template,
        {
            "quick_exit_url": settings.QUICK_EXIT_URL,
            "language": get_language(),
            "is_body_only": is_body_only(request),
            **(context or {}),
        },
        status=status,
    )
