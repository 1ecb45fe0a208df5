"""Subscribing to e-mail updates, confirming, and leaving: without cookies and without a script."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from portal.core.models.pages import LanguageVersion
from portal.core.site_frame import in_language
from portal.privacy.origin import is_from_this_site
from portal.privacy.public_forms import URL_ENCODED, kept_nowhere
from portal.privacy.tokens import TokenError, TokenExpiredError, make_token, read_token
from publications.updates.addresses import read_address
from publications.updates.letters import UPDATES
from publications.updates.subscribing import (
    TooManyLettersError,
    UnknownSubscriptionError,
    ask_to_confirm,
    confirm,
    erase,
    read_confirmation,
    read_leaving_code,
)

FORM = "updates-form"
FORM_LIFE_SECONDS = 24 * 60 * 60
# Nobody reads the form, types an address and presses the button faster.
FASTEST_PERSON_SECONDS = 3
AN_HOUR = 60 * 60
# More than any address: the rest was no address.
MAX_TYPED = 400

_form_methods = require_http_methods(["GET", "HEAD", "POST"])


@kept_nowhere
@_form_methods
def subscribe(request: HttpRequest) -> HttpResponse:
    """Show the form, or have a letter sent that asks for confirmation.

    The answer is the same for addresses that are known and for others. What looks like a program
    is asked to press the button once more, and nobody is refused for good.
    """
    if request.method != "POST":
        return _form(request)
    # The form sends nothing else; files would be written to the disk before anybody looks.
    if request.content_type != URL_ENCODED:
        return _form(request, problem="token", status=HTTPStatus.BAD_REQUEST)
    if not is_from_this_site(request):
        return _form(request, problem="origin", status=HTTPStatus.FORBIDDEN)
    try:
        data, age = read_token(FORM, request.POST.get("token", ""), FORM_LIFE_SECONDS)
    except TokenError:
        return _form(request, problem="token", status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        address = read_address(request.POST.get("address", "")[:MAX_TYPED])
    except ValidationError as error:
        return _form(request, problem="address", error=error.messages[0], status=_NOT_YET)
    if request.POST.get("language") not in dict(settings.LANGUAGES):
        return _form(request, problem="language", status=_NOT_YET)
    looks_automated = request.POST.get("website", "").strip() or age < FASTEST_PERSON_SECONDS
    # Some password managers fill in the field that people do not see: the second time counts.
    if looks_automated and not data.get("pressed"):
        return _form(request, problem="again", status=_NOT_YET, pressed=True)
    try:
        ask_to_confirm(address, request.POST["language"])
    except TooManyLettersError:
        response = _form(request, problem="later", status=HTTPStatus.TOO_MANY_REQUESTS)
        response["Retry-After"] = str(AN_HOUR)
        return response
    return render(request, "publications/updates/asked.html", {"typed": _typed(request)})


_NOT_YET = HTTPStatus.UNPROCESSABLE_ENTITY


def _typed(request: HttpRequest) -> str:
    return request.POST.get("address", "")[:MAX_TYPED]


def _form(
    request: HttpRequest,
    problem: str = "",
    error: str = "",
    status: HTTPStatus = HTTPStatus.OK,
    *,
    pressed: bool = False,
) -> HttpResponse:
    codes = dict(settings.LANGUAGES)
    chosen = request.POST.get("language", "") if request.method == "POST" else ""
    context = {
        "token": make_token(FORM, {"pressed": pressed}),
        "problem": problem,
        "error": error,
        "typed": _typed(request) if request.method == "POST" else "",
        "chosen": chosen if chosen in codes else get_language(),
    }
    return render(request, "publications/updates/form.html", context, status=status)


@kept_nowhere
@_form_methods
def confirm_subscription(request: HttpRequest) -> HttpResponse:
    """Show the page with the button that a letter leads to, or confirm.

    Programs that check letters open every link: so opening it does nothing.
    """
    token = request.GET.get("t", "")
    state, status = "ask", HTTPStatus.OK
    language = get_language()
    try:
        uid, language = read_confirmation(token)
        if request.method == "POST":
            if is_from_this_site(request):
                confirm(uid, language)
                state = "done"
            else:
                state, status = "origin", HTTPStatus.FORBIDDEN
    except (TokenExpiredError, UnknownSubscriptionError):
        state, status = "too_late", HTTPStatus.GONE
    except TokenError:
        state, status = "broken", HTTPStatus.NOT_FOUND
    context = {"state": state, "token": token, "language": language}
    context["language_versions"] = _versions("confirm/", t=token)
    return render(request, "publications/updates/confirm.html", context, status=status)


@kept_nowhere
@_form_methods
def leave(request: HttpRequest) -> HttpResponse:
    """Show the page with the button that a letter leads to, or erase the address.

    A mail program sends the POST of RFC 8058 by itself, from wherever it is: the code in the
    address is all that it needs. Whoever left before gets the same answer.
    """
    code = request.GET.get("s", "")
    state, status = "ask", HTTPStatus.OK
    try:
        uid = read_leaving_code(code)
        if request.method == "POST":
            erase(uid)
            state = "done"
    except TokenError:
        state, status = "broken", HTTPStatus.NOT_FOUND
    context = {"state": state, "code": code, "language_versions": _versions("leave/", s=code)}
    return render(request, "publications/updates/leave.html", context, status=status)


def _versions(path: str, **query: str) -> list[LanguageVersion]:
    """This page in both languages: without what stands in the address it would be of no use."""
    return [
        LanguageVersion(
            language=code,
            url=f"{in_language(UPDATES + path, code)}?{urlencode(query)}",
            canonical=in_language(UPDATES, code),
            is_translated=True,
        )
        for code, _name in settings.LANGUAGES
    ]
