"""Showing that one is a person, for whoever's request looks automated and wishes to.

The one page that loads something from another host: reCAPTCHA of Google, only where its keys are
set, only after a page that says so, and only on the person's tap. It is never the only door:
whatever comes of it, the request is stored and waits for staff.
"""

import http.client
import json
import logging
import re
from contextlib import closing
from urllib.parse import urlencode

from csp.decorators import csp_update
from django.conf import settings
from django.db import DatabaseError, transaction
from django.http import Http404
from django.utils.translation import get_language
from django_recaptcha import client
from django_recaptcha.widgets import ReCaptchaV2Checkbox

from helpdesk.models import CaseLogEntry, Ticket
from helpdesk.models.log import write_log
from helpdesk.notices import announce_release
from helpdesk.views.public import help_page, render_help
from portal.core.content_security import RECAPTCHA_SOURCES
from portal.privacy.tokens import TokenError, make_token, read_token

logger = logging.getLogger(__name__)

PURPOSE = "help-person"
TOKEN_LIFE = 24 * 60 * 60
RETRY_AFTER_SECONDS = 30
MAX_ANSWER_BYTES = 20_000
# What the widget writes into the form. Anything else is not passed on to Google.
WIDGET_ANSWER = re.compile(r"[A-Za-z0-9_\-.]{20,8000}")


class RecaptchaAwayError(Exception):
    """Google could not be asked, or its answer could not be read."""


class TickBox(ReCaptchaV2Checkbox):
    """Google's tick box without the inline script that our content security policy forbids."""

    template_name = "helpdesk/person/tick_box.html"

    def __init__(self, language: str):
        # Compact: the usual one is wider than a small phone.
        attrs = {
            "data-sitekey": settings.RECAPTCHA_PUBLIC_KEY,
            "data-size": "compact",
            "data-callback": False,
        }
        super().__init__(api_params={"hl": language}, attrs=attrs)


def person_token(ticket: Ticket) -> str:
    """Return the token with which the receipt offers this page. Empty: it is not offered."""
    if not settings.RECAPTCHA_ENABLED or not ticket.quarantined:
        return ""
    return make_token(PURPOSE, {"ticket": ticket.pk})


@help_page
def person_check(request):
    """Say what Google would learn; on a tap show its tick box; take its answer."""
    if not settings.RECAPTCHA_ENABLED:
        raise Http404
    if request.method != "POST":
        return _it_waits(request)
    try:
        return _answer(request, request.POST.get("token", ""))
    except TokenError:
        return _it_waits(request, reason="old", status=422)
    except DatabaseError as error:
        logger.error("A person could not be checked: %s", type(error).__name__)
        response = _it_waits(request, reason="database", status=503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


def _answer(request, token: str):
    data, _age = read_token(PURPOSE, token, TOKEN_LIFE)
    ticket = Ticket.objects.filter(pk=data["ticket"]).first()
    act = request.POST.get("act", "")
    if ticket is None or act == "no":
        return _it_waits(request)
    if not ticket.quarantined:
        return _passed(request)
    if act == "ask":
        return _tick_box(request, token)
    if act != "answer":
        return render_help(request, "helpdesk/person/explain.html", {"token": token})
    try:
        is_person = _google_says_yes(request.POST.get(TickBox.recaptcha_response_name, ""))
    except RecaptchaAwayError:
        return _it_waits(request, reason="away")
    if not is_person:
        return _it_waits(request, reason="failed")
    _release(ticket.pk)
    return _passed(request)


@csp_update(RECAPTCHA_SOURCES)
def _tick_box(request, token: str):
    language = get_language()
    return render_help(
        request,
        "helpdesk/person/ask_google.html",
        {"token": token, "tick_box": TickBox(language).render("google", None)},
    )


def _it_waits(request, reason: str = "", status: int = 200):
    """The page after everything but success: nothing is lost, and whom to call meanwhile."""
    return render_help(request, "helpdesk/person/waits.html", {"reason": reason}, status)


def _passed(request):
    return render_help(request, "helpdesk/person/passed.html")


def _google_says_yes(widget_answer: str) -> bool:
    """Ask Google whether the tick box was passed.

    Sends the widget's own answer and our key: neither the person's address nor a word. Raises
    RecaptchaAwayError.
    """
    if not WIDGET_ANSWER.fullmatch(widget_answer):
        return False
    form = urlencode({"secret": settings.RECAPTCHA_PRIVATE_KEY, "response": widget_answer})
    try:
        with closing(client.recaptcha_request(form.encode())) as answer:
            verdict = json.loads(answer.read(MAX_ANSWER_BYTES))
    except (OSError, http.client.HTTPException, ValueError) as error:
        logger.warning("Google could not be asked: %s", type(error).__name__)
        raise RecaptchaAwayError from None
    return isinstance(verdict, dict) and verdict.get("success") is True


@transaction.atomic
def _release(pk: int) -> None:
    ticket = Ticket.objects.select_for_update().get(pk=pk)
    if ticket.quarantined:
        ticket.quarantined = False
        ticket.save(update_fields=["quarantined"])
        write_log(ticket, CaseLogEntry.Act.PERSON_SHOWN)
        announce_release(ticket)
