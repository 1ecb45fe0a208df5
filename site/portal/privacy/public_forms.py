"""Public forms whose pages set no cookie and are kept nowhere."""

import functools

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

URL_ENCODED = "application/x-www-form-urlencoded"


def kept_nowhere(view):
    """Make a view of a public form without Django's CSRF cookie, which no store may keep.

    The view itself checks where a form comes from (`portal.privacy.origin`) and its sealed token
    or code. What was typed stays out of error reports.
    """

    @csrf_exempt
    @sensitive_post_parameters()
    @sensitive_variables()
    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        # A sender who names another encoding would decide what decodes the answer.
        request.encoding = "utf-8"
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return wrapper
