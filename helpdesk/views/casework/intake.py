"""A request that somebody makes by telephone, message or visit, written down by staff.

The questions are those of the website, on one page, with what to say beside them.
"""

import logging

from django import forms
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from helpdesk.access import visible_tickets
from helpdesk.duty import next_reading
from helpdesk.first_response import FIRST_RESPONSE
from helpdesk.journey import forms as questions
from helpdesk.journey.fields import CHOOSE_ONE, LineField
from helpdesk.models import Receipt
from helpdesk.number_index import normalise_passport
from helpdesk.problems import SUBPROBLEMS
from helpdesk.receipt_codes import hash_code
from helpdesk.submissions import submit
from helpdesk.taxonomy import Origin
from helpdesk.views.casework.codes import SHOWN_AGAIN_FOR, code_words
from helpdesk.views.casework.desk_page import FORM, desk_page, render_desk
from helpdesk.views.casework.forms import MomentField
from helpdesk.views.casework.once import new_token, read_key
from portal.privacy.tokens import TokenError

logger = logging.getLogger(__name__)
RETRY_AFTER_SECONDS = 30
# What only the page itself needs, and the ticket does not store as an answer.
OF_THE_CALL = ("origin", "spoken", "agreed", "agreed_at")


class StaffIntakeForm(
    questions.WhoForm,
    questions.WhereForm,
    questions.WhatForm,
    questions.DetailsForm,
    questions.ContactForm,
    questions.ConsentForm,
    questions.WordsForm,
):
    """All questions of the website, and what only staff can know or ask."""

    origin = forms.ChoiceField(
        label=gettext_lazy("How did the person reach us?"),
        choices=[choice for choice in Origin.choices if choice[0] != Origin.WEB],
        widget=forms.RadioSelect,
        initial=Origin.PHONE,
        error_messages=CHOOSE_ONE,
    )
    spoken = forms.ChoiceField(
        label=gettext_lazy("Language of the talk"),
        choices=settings.LANGUAGES,
        initial=settings.LANGUAGE_CODE,
        error_messages=CHOOSE_ONE,
    )
    worker_name = LineField(label=gettext_lazy("Name of the worker"))
    passport = LineField(label=gettext_lazy("Passport number of the worker"), max_length=40)
    agreed = forms.BooleanField(
        label=gettext_lazy("The person agreed by word of mouth that we keep this."),
        error_messages={
            "required": gettext_lazy("We may keep only what the person agreed to. Please ask.")
        },
    )
    agreed_at = MomentField(label=gettext_lazy("Agreed on"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, choices in (("country", self.countries), ("district", self.districts)):
            self.fields[name].widget = forms.Select(choices=[("", "–"), *choices])

    def clean_passport(self):
        return normalise_passport(self.cleaned_data["passport"])

    def clean(self):
        data = super().clean()
        # All finer choices stand on this page: one that is ticked brings its big one with it,
        # or it would fall away, and with it urgency and who may see the request.
        finer = set(data.get("subproblems", ()))
        if "problems" in data:
            missing = (big for big, codes in SUBPROBLEMS.items() if finer.intersection(codes))
            data["problems"] = list(dict.fromkeys([*data["problems"], *map(str, missing)]))
        return data

    def _region(self) -> str:
        # The country stands on the same page here, not on an earlier one.
        return self.cleaned_data.get("country") or "BD"

    def answers(self) -> dict:
        """What the request holds, without what only describes the call."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in OF_THE_CALL
        }


@desk_page(*FORM)
def record_request(request):
    """Show the page, or store the request. Whatever goes wrong, what was typed comes back."""
    language = get_language()
    if request.method != "POST":
        form = StaffIntakeForm(language=language)
        return _form_page(request, form, new_token(request))
    form = StaffIntakeForm(request.POST, language=language)
    token = request.POST.get("token", "")
    try:
        key = read_key(request)
    except TokenError:
        return _form_page(request, form, new_token(request), problem="token", status=422)
    if not form.is_valid():
        return _form_page(request, form, token, status=422)
    data = form.cleaned_data
    try:
        submission = submit(
            form.answers(),
            key=key,
            language=data["spoken"],
            origin=data["origin"],
            recorded_by=request.user,
            oral_consent_at=data["agreed_at"],
        )
    except (DatabaseError, InterfaceError) as error:
        # The exception's text may quote what was typed: only its kind is logged.
        logger.error("A request for help could not be stored: %s", type(error).__name__)
        response = _form_page(request, form, token, problem="database", status=503)
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response
    return _recorded_page(request, submission)


def _form_page(request, form, token: str, problem: str = "", status: int = 200):
    return render_desk(
        request,
        "helpdesk/admin/intake.html",
        _("Write down a request"),
        {"form": form, "token": token, "problem": problem, "script": FIRST_RESPONSE},
        status=status,
    )


def _recorded_page(request, submission):
    """The reference and, for a few minutes, the code to read out."""
    ticket, code = submission.ticket, submission.code
    receipt = Receipt.valid().filter(code_hash=hash_code(code)).first()
    is_recent = timezone.now() - ticket.created_at < SHOWN_AGAIN_FOR
    return render_desk(
        request,
        "helpdesk/admin/recorded.html",
        _("Request written down"),
        {
            **(code_words(code) if receipt is not None and is_recent else {}),
            "recorded": ticket,
            "reading": next_reading(),
            # Whoever wrote down a restricted request may not be among those who may open it.
            "may_open": visible_tickets(request.user).filter(pk=ticket.pk).exists(),
        },
    )
