"""A new code for who lost theirs, and a first one for the worker.

Staff check the code word and two facts, or three facts where there is no code word, before a
code is made. It is shown once; the holder's older codes then open nothing.
"""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.closing import RECEIPT_DAYS_AFTER_CLOSING
from helpdesk.journey.fields import CHOOSE_ONE
from helpdesk.models import CaseLogEntry, Receipt
from helpdesk.models.log import write_log
from helpdesk.receipt_codes import derive_code, group_code, hash_code
from helpdesk.safety_plan import SafetyPlan
from helpdesk.taxonomy import Status, Subject
from helpdesk.views.casework.desk_page import FORM, desk_page, find_ticket, render_desk
from helpdesk.views.casework.forms import AT_LEAST_ONE
from helpdesk.views.casework.once import hash_of, new_token, read_key
from helpdesk.views.casework.ticket import asker_is_worker, country_name, plan_words
from portal.core.numerals import to_bangla_digits
from portal.privacy.tokens import TokenError

# A double click, or an answer that got lost, shows the same code again for this long.
SHOWN_AGAIN_FOR = timedelta(minutes=5)
FACTS = (
    ("name", gettext_lazy("the name")),
    ("district", gettext_lazy("the home district")),
    ("country", gettext_lazy("the country")),
    ("problem", gettext_lazy("what happened")),
    ("day", gettext_lazy("the day of the request")),
    ("asker", gettext_lazy("who asked for help")),
)
FACTS_WITH_CODE_WORD = 2
FACTS_WITHOUT = 3


class CodeForm(forms.Form):
    """What was checked before a code is made for one holder."""

    holder = forms.ChoiceField(
        label=gettext_lazy("Whose code?"),
        choices=Subject,
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    worker_speaks = forms.BooleanField(
        label=gettext_lazy("The worker is on the line or here, and nobody else hears the code."),
        required=False,
    )
    code_word_right = forms.BooleanField(
        label=gettext_lazy("The code word was right."), required=False
    )
    facts = forms.MultipleChoiceField(
        label=gettext_lazy("Which facts did the person know without help?"),
        choices=FACTS,
        widget=forms.CheckboxSelectMultiple,
        error_messages=AT_LEAST_ONE,
    )

    def __init__(self, *args, ticket, has_code_word: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.ticket = ticket
        self.has_code_word = has_code_word
        unknown = _unknown_facts(ticket)
        self.fields["facts"].choices = [fact for fact in FACTS if fact[0] not in unknown]
        if asker_is_worker(ticket):
            self.fields["holder"].choices = [(Subject.WORKER, Subject.WORKER.label)]
            self.fields["holder"].initial = Subject.WORKER
        if not has_code_word:
            del self.fields["code_word_right"]

    def clean(self):
        data = super().clean()
        holder = data.get("holder")
        # One fact sent twice is one fact.
        facts = data["facts"] = list(dict.fromkeys(data.get("facts", [])))
        # The code word is known to who made the plan: a worker for whom somebody else asked
        # cannot know it, and the worker's thread is then protected by three facts.
        owns_plan = asker_is_worker(self.ticket) or holder == Subject.ASKER
        asks_word = self.has_code_word and owns_plan
        if holder == Subject.WORKER and not data.get("worker_speaks"):
            self.add_error("worker_speaks", _("A code of the worker is told to the worker alone."))
        if asks_word and not data.get("code_word_right"):
            self.add_error(
                "code_word_right", _("Without the right code word no new code is made.")
            )
        needed = FACTS_WITH_CODE_WORD if asks_word else FACTS_WITHOUT
        if facts and len(facts) < needed:
            self.add_error(
                "facts",
                _("Two facts must be right.") if asks_word else _("Three facts must be right."),
            )
        return data


def _unknown_facts(ticket) -> set[str]:
    """What the request does not hold, so that no answer to it can be checked."""
    known = {
        "name": ticket.asker_name or ticket.worker_name,
        "district": ticket.district_id,
        "country": ticket.country,
    }
    return {fact for fact, value in known.items() if not value}


@desk_page(*FORM)
def issue_code(request, pk: int):
    """Check who is asking, then show a new code, once."""
    if request.method == "POST":
        with transaction.atomic():
            return _issue(request, find_ticket(request, pk, lock=True))
    found = find_ticket(request, pk)
    if not _can_have_code(found):
        return _refuse(request, found)
    plan = SafetyPlan.from_json(found.safety_plan)
    form = CodeForm(ticket=found, has_code_word=bool(plan.code_word))
    return _form_page(request, found, plan, form, new_token(request, found))


def _issue(request, found):
    if not _can_have_code(found):
        return _refuse(request, found)
    plan = SafetyPlan.from_json(found.safety_plan)
    form = CodeForm(request.POST, ticket=found, has_code_word=bool(plan.code_word))
    try:
        key = read_key(request, found)
    except TokenError:
        messages.error(request, _("This page was open too long. Please send it again."))
        token = new_token(request, found)
        return _form_page(request, found, plan, form, token, status=422)
    if not form.is_valid():
        token = request.POST["token"]
        return _form_page(request, found, plan, form, token, status=422)
    holder = form.cleaned_data["holder"]
    code = derive_code(hash_of(key, "code", holder))
    receipt = Receipt.objects.filter(code_hash=hash_code(code)).first()
    if receipt is None:
        receipt = _make_receipt(request, found, holder, code, form.cleaned_data)
    is_recent = timezone.now() - receipt.created_at < SHOWN_AGAIN_FOR
    return render_desk(
        request,
        "helpdesk/admin/code_issued.html",
        _("New code"),
        {
            **(code_words(code) if is_recent and receipt.revoked_at is None else {}),
            "holder": receipt.holder,
        },
        ticket=found,
    )


def _make_receipt(request, found, holder: str, code: str, checked: dict) -> Receipt:
    now = timezone.now()
    found.receipts.filter(holder=holder, revoked_at=None).update(revoked_at=now)
    receipt = Receipt.objects.create(
        ticket=found,
        holder=holder,
        code_hash=hash_code(code),
        expires_at=_end(found),
    )
    facts = checked["facts"]
    if checked.get("code_word_right"):
        facts = ["word", *facts]
    write_log(
        found,
        CaseLogEntry.Act.CODE_ISSUED,
        actor=request.user,
        detail=f"{holder}:{','.join(facts)}",
    )
    return receipt


def code_words(code: str) -> dict:
    """Return a code in both scripts, to be read out group by group."""
    groups = group_code(code)
    return {"code": groups, "code_bn": to_bangla_digits(groups)}


def _end(found):
    """When a code of this ticket runs out: a year after it was closed, else never."""
    if found.closed_at is None:
        return None
    return found.closed_at + timedelta(days=RECEIPT_DAYS_AFTER_CLOSING)


def _can_have_code(found) -> bool:
    """Whether a code would still open anything."""
    end = _end(found) if found.status == Status.CLOSED else None
    return not found.is_erased and (end is None or end > timezone.now())


def _refuse(request, found):
    messages.error(request, _("A code would open nothing any more: no new one is made."))
    return redirect("helpdesk_ticket", pk=found.pk)


def _form_page(request, found, plan: SafetyPlan, form: CodeForm, token: str, status=200):
    """Show the facts to check. They are personal: every showing is logged."""
    write_log(found, CaseLogEntry.Act.VIEWED, actor=request.user)
    return render_desk(
        request,
        "helpdesk/admin/code.html",
        _("New code"),
        {
            "form": form,
            "token": token,
            "plan": plan_words(plan),
            "asker_is_worker": asker_is_worker(found),
            "country": country_name(found.country),
            "asker_name": found.asker_name,
            "worker_name": found.worker_name,
        },
        ticket=found,
        status=status,
    )
