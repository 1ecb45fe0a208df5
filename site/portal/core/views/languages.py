"""Addresses of languages."""

import re

from django.http import HttpResponsePermanentRedirect
from django.utils.encoding import escape_uri_path


def redirect_to_bangla(request, rest: str | None = None):
    """Send /bn/… to /…: Bangla has no prefix.

    Slashes and backslashes at the start become one slash first, because `//evil.example` would
    be another site.
    """
    target = re.sub(r"^[/\\]+", "/", rest or "/")
    target = escape_uri_path(target)
    if request.META.get("QUERY_STRING"):
        target += f"?{request.META['QUERY_STRING']}"
    return HttpResponsePermanentRedirect(target)
