"""One address, many acts: finds the open request and hands over to the act's own module."""

import logging

from django.db import DatabaseError, InterfaceError

from helpdesk.files.upload_handlers import OneFileInMemory
from helpdesk.views.own_request import (
    consents,
    contact_plan,
    ending,
    files,
    overview,
    replies,
)
from helpdesk.views.own_request.access import (
    OpenRequest,
    PageToken,
    opening_receipts,
    read_page_token,
    was_sent_before,
)
from helpdesk.views.own_request.opening import (
    Opened,
    code_page,
    open_after_waiting,
    open_with_code,
    page_when_database_is_away,
)
from helpdesk.views.public import help_page, render_help
from portal.privacy.ciphers import CannotOpenError
from portal.privacy.keys import UnknownKeyError
from portal.privacy.tokens import TokenError

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = 30
OPENING = {"": open_with_code, "open": open_with_code, "wait": open_after_waiting}
# A button's `act` may carry more behind a colon: `withdraw:refer:mission`.
ACTS = {
    "home": overview.show,
    "reply": replies.show_form,
    "send-reply": replies.send,
    "files": files.show_form,
    "send-file": files.send,
    "plan": contact_plan.show_form,
    "save-plan": contact_plan.save,
    "consents": consents.show,
    "withdraw": consents.withdraw,
    "give": consents.give,
    "ending": ending.show,
    "close": ending.close,
    "erase": ending.wish_erasure,
}
# What the pages bring that may not be lost, by act.
WORDS = {"send-reply": replies.WORDS, "save-plan": contact_plan.WORDS}
# Stored once however often it is sent, so it is taken in even when the page may show nothing.
STORED_ONCE = {"send-reply": replies.store_again, "send-file": files.store_again}
LONGEST_KEPT = 40_000


@help_page
def come_back(request):
    """Ask for the code, and do with the open request what the person's button says."""
    if request.method != "POST":
        return code_page(request)
    # Before anything reads the form: no upload may touch the disk.
    request.upload_handlers = [OneFileInMemory(request)]
    try:
        return _answer(request)
    except CannotOpenError:
        # Erased at this very moment.
        return code_page(request, "unknown", 404)
    except (DatabaseError, InterfaceError, OSError, UnknownKeyError) as error:
        # The exception's text may quote what was typed: only its kind is logged.
        logger.error("A request could not be opened or changed: %s", type(error).__name__)
        try:
            response = _page_when_away(request)
        except TokenError:
            # The connection broke before the form was read whole.
            return code_page(request, "token", 422)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response


def _answer(request):
    act = _act(request)
    if act in OPENING:
        opened = OPENING[act](request)
        return _show_opened(request, opened) if isinstance(opened, Opened) else opened
    token = request.POST.get("token", "")
    try:
        page = read_page_token(token)
    except TokenError:
        return code_page(request, "token", 422)
    if page.is_too_old:
        return code_page(request, "too_long", 422, kept=_words_to_keep(request, page))
    receipt = opening_receipts().filter(pk=page.receipt_id).first()
    if receipt is None:
        return code_page(request, "unknown", 404)
    opened = OpenRequest.of(receipt, page.key)
    if opened.sees_status_only:
        act = "home"
    if was_sent_before(token):
        return _answer_once_more(request, act, opened, page)
    return ACTS.get(act, overview.show)(request, opened)


def _act(request) -> str:
    return request.POST.get("act", "").partition(":")[0]


def _show_opened(request, opened: Opened):
    """Show the request, or the page with the words that had waited for the code."""
    kept = opened.kept
    if kept and not opened.request.sees_status_only:
        page = OpenRequest.of(opened.request.receipt, kept["key"])
        if kept["act"] == "send-reply":
            return replies.show_kept(request, page, kept["words"])
        return contact_plan.show_kept(request, page, kept["words"])
    return overview.show(request, opened.request)


def _words_to_keep(request, page: PageToken) -> dict | None:
    """What was typed on a page that stood open too long, for the page after the code."""
    act = _act(request)
    words = {
        name: [value[:LONGEST_KEPT] for value in request.POST.getlist(name)[:20]]
        for name in WORDS.get(act, ())
        if any(request.POST.getlist(name))
    }
    if not words or sum(len(value) for values in words.values() for value in values) > (
        LONGEST_KEPT
    ):
        return None
    return {"receipt": page.receipt_id, "key": page.key, "act": act, "words": words}


def _answer_once_more(request, act: str, opened: OpenRequest, page: PageToken):
    """The browser's Back button sent a page again: nothing is shown, and nothing is lost."""
    if act in STORED_ONCE:
        arrived = STORED_ONCE[act](request, opened)
        if arrived:
            return code_page(request, arrived=arrived)
    return code_page(request, "again", 422, kept=_words_to_keep(request, page))


def _page_when_away(request):
    """The page that was sent, with its words, to be sent once more. Asks no database.

    It keeps its token: a new one at every attempt would keep it open for as long as the database
    is away. `_answer` has turned away what is too old before it asks the database.
    """
    act = _act(request)
    if act in OPENING:
        return page_when_database_is_away(request)
    token = request.POST.get("token", "")
    read_page_token(token)
    if act == "send-reply":
        return replies.page_when_away(request, token)
    if act == "save-plan":
        return contact_plan.page_when_away(request, token)
    return render_help(
        request,
        "helpdesk/own/away.html",
        {
            "token": token,
            "is_file": act == "send-file",
            "again": [
                (name, value)
                for name in ("act", "sure", "given")
                for value in request.POST.getlist(name)[:20]
            ],
        },
        status=503,
    )
