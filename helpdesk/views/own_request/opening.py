"""From the typed code to the open request."""

from dataclasses import dataclass

from helpdesk import guessing
from helpdesk.durable import durable_transaction
from helpdesk.models import CaseLogEntry
from helpdesk.models.log import write_log
from helpdesk.receipt_codes import CheckDigitError, CodeLengthError, hash_code, parse_code
from helpdesk.views.own_request.access import (
    OPEN_FOR,
    OpenRequest,
    opening_receipts,
    was_sent_before,
)
from helpdesk.views.public import render_help
from portal.privacy.tokens import TokenError, TokenExpiredError, make_token, read_token

CODE_PURPOSE = "help-code"
WAIT_PURPOSE = "help-wait"
LONGEST_ECHO = 80


@dataclass(frozen=True)
class Opened:
    """A request that a code has just opened, and the words that waited for it, if any."""

    request: OpenRequest
    kept: dict | None


def code_page(request, problem: str = "", status: int = 200, *, kept=None, typed="", arrived=""):
    """Ask for the code.

    `kept` are words of a page that stood open too long, sealed into this one and shown to nobody
    before the code of the same request. `arrived` names what was stored all the same: message
    or file.
    """
    return render_help(
        request,
        "helpdesk/own/code.html",
        {
            "token": make_token(CODE_PURPOSE, {"kept": kept} if kept else {}),
            "problem": problem,
            "typed": typed[:LONGEST_ECHO],
            "arrived": arrived,
            "has_kept_words": bool(kept),
        },
        status=status,
    )


def open_with_code(request):
    """Take a typed code in. Return Opened, or a page that says why not.

    The length and the check digit tell nothing about any request and ask no database. Unknown,
    revoked, expired and erased codes get one answer, by the same steps.
    """
    token, typed = request.POST.get("token", ""), request.POST.get("code", "")
    try:
        kept = _read(CODE_PURPOSE, token).get("kept")
    except TokenExpiredError:
        return code_page(request, "too_old", 422)
    except TokenError:
        return code_page(request, "token", 422)
    try:
        code_hash = hash_code(parse_code(typed))
    except CodeLengthError:
        return code_page(request, "length", 422, kept=kept, typed=typed)
    except CheckDigitError:
        return code_page(request, "check", 422, kept=kept, typed=typed)
    seconds = guessing.seconds_to_wait(code_hash)
    if seconds:
        waiting = {"code": code_hash, "until": guessing.now() + seconds, "kept": kept}
        return _wait_page(request, make_token(WAIT_PURPOSE, waiting), seconds)
    return _look_up(request, token, code_hash, kept)


def open_after_waiting(request):
    """Give the answer that a page of waiting has put off, or the same page when it is early."""
    token = request.POST.get("token", "")
    try:
        waiting = _read(WAIT_PURPOSE, token)
    except TokenExpiredError:
        return code_page(request, "too_old", 422)
    except TokenError:
        return code_page(request, "token", 422)
    # Whole seconds, rounded up: the page must not promise too little.
    seconds = int(-(-(waiting["until"] - guessing.now()) // 1))
    if seconds > 0:
        return _wait_page(request, token, seconds)
    return _look_up(request, token, waiting["code"], waiting["kept"])


def page_when_database_is_away(request):
    """The page that the code was typed on, or the page of waiting, to be sent once more."""
    token = request.POST.get("token", "")
    if request.POST.get("act") == "wait":
        return _wait_page(request, token, 0, problem="database", status=503)
    kept = _read(CODE_PURPOSE, token).get("kept")
    return code_page(request, "database", 503, kept=kept, typed=request.POST.get("code", ""))


def _read(purpose: str, token: str) -> dict:
    data, _age = read_token(purpose, token, int(OPEN_FOR.total_seconds()))
    return data


def _wait_page(request, token: str, seconds: int, problem: str = "", status: int = 200):
    return render_help(
        request,
        "helpdesk/own/wait.html",
        {"token": token, "seconds": seconds, "problem": problem},
        status=status,
    )


def _look_up(request, token: str, code_hash: str, kept: dict | None):
    receipt = opening_receipts().filter(code_hash=code_hash).first()
    if receipt is None:
        guessing.count_unknown_code()
        return code_page(request, "unknown", 404, kept=kept)
    with durable_transaction():
        if was_sent_before(token):
            return code_page(request, "again", 422, kept=kept)
        write_log(receipt.ticket, CaseLogEntry.Act.CODE_USED, detail=receipt.holder)
    if kept and kept["receipt"] != receipt.pk:
        kept = None
    return Opened(OpenRequest.of(receipt), kept)
