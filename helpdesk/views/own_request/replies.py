"""Writing to the help team."""

from django import forms
from django.db import IntegrityError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helpdesk.durable import durable_transaction
from helpdesk.journey.fields import TOO_LONG, StoryField
from helpdesk.models import CaseLogEntry, Message, Notice
from helpdesk.models.log import write_log
from helpdesk.notices import announce
from helpdesk.views.own_request import overview
from helpdesk.views.own_request.access import OpenRequest
from helpdesk.views.public import render_help
from portal.core.numerals import format_number
from portal.privacy.blind_index import blind_index

MAX_REPLY = 5000
WORDS = ("body",)


class ReplyForm(forms.Form):
    """One message to the help team."""

    body = StoryField(
        label=_("Your message"),
        max_length=MAX_REPLY,
        error_messages={
            "max_length": TOO_LONG,
            "required": _("There is no message yet. Please write something."),
        },
    )


def show_form(request, opened: OpenRequest):
    """Show an empty form."""
    return _page(request, opened.with_new_key().token, ReplyForm())


def send(request, opened: OpenRequest):
    """Store the reply once, and say that it arrived."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, opened.token, form, status=422)
    _store_once(opened, form.cleaned_data["body"])
    return overview.show(request, opened, done="message")


def store_again(request, opened: OpenRequest) -> str:
    """Take in a reply whose page comes a second time. Return what arrived, if it is one."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return ""
    _store_once(opened, form.cleaned_data["body"])
    return "message"


def show_kept(request, opened: OpenRequest, words: dict):
    """Show a reply that had to wait for the code, unless it arrived all the same."""
    form = ReplyForm({"body": "".join(words["body"])})
    sent = form.is_valid() and Message.objects.filter(
        submission_hash=_submission_hash(opened, form.cleaned_data["body"])
    )
    if sent:
        return overview.show(request, opened, done="message")
    return _page(request, opened.token, form, problem="kept")


def page_when_away(request, token: str):
    """The form as it was sent, while the database is away."""
    return _page(request, token, ReplyForm(request.POST), "database", 503)


def _page(request, token: str, form: ReplyForm, problem: str = "", status: int = 200):
    return render_help(
        request,
        "helpdesk/own/reply.html",
        {
            "token": token,
            "form": form,
            "problem": problem,
            "longest": format_number(MAX_REPLY, get_language()),
        },
        status=status,
    )


def _submission_hash(opened: OpenRequest, body: str) -> str:
    """Other words on the same page are another message: nothing that was written is lost."""
    return blind_index(f"{opened.receipt.pk}:{opened.key}:{body}", "message")


def _store_once(opened: OpenRequest, body: str) -> None:
    submission_hash = _submission_hash(opened, body)
    try:
        with durable_transaction():
            Message(
                ticket=opened.ticket,
                thread=opened.holder,
                body=body,
                submission_hash=submission_hash,
            ).save(force_insert=True)
            write_log(opened.ticket, CaseLogEntry.Act.MESSAGE_RECEIVED, detail=opened.holder)
            announce(opened.ticket, Notice.Kind.NEW_MESSAGE)
    except IntegrityError:
        if not Message.objects.filter(submission_hash=submission_hash).exists():
            raise
