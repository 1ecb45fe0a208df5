"""On what the worker's identity may leave the organisation, and nothing else may.

Either the worker agreed, or a supervisor decided that a life is in danger.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.access import is_supervisor
from helpdesk.models import CaseLogEntry, Consent
from helpdesk.models.log import write_log
from helpdesk.taxonomy import Basis, Purpose, Subject
from helpdesk.views.casework import forms
from helpdesk.views.casework.acts import UNPROCESSABLE
from helpdesk.views.casework.desk_page import ACT, desk_page, find_ticket
from helpdesk.views.casework.ticket import show_ticket

Act = CaseLogEntry.Act


@desk_page(*ACT)
@transaction.atomic
def record_worker_consent(request, pk: int):
    """Note what the worker agreed to or refused by word of mouth."""
    found = find_ticket(request, pk, lock=True)
    form = forms.WorkerConsentForm(request.POST)
    if not form.is_valid():
        return show_ticket(request, found, wrong={"consent": form}, status=UNPROCESSABLE)
    agrees = form.cleaned_data["answer"] == "yes"
    for choice in form.cleaned_data["consents"]:
        consent = _row(found, choice)
        consent.given = agrees
        consent.basis = Basis.ORAL
        consent.reason = ""
        consent.withdrawn_at = None if agrees else form.cleaned_data["said_at"]
        act = Act.CONSENT_GIVEN if agrees else Act.CONSENT_WITHDRAWN
        _save(request, consent, act, form.cleaned_data["said_at"], choice)
    messages.success(request, _("The worker's answer is recorded."))
    return redirect("helpdesk_ticket", pk=found.pk)


@desk_page(*ACT)
@transaction.atomic
def decide_disclosure(request, pk: int):
    """Note a supervisor's decision that danger to life allows to tell somebody."""
    found = find_ticket(request, pk, lock=True)
    if not is_supervisor(request.user):
        raise PermissionDenied
    form = forms.DangerForm(request.POST)
    if not form.is_valid():
        return show_ticket(request, found, wrong={"danger": form}, status=UNPROCESSABLE)
    for recipient in form.cleaned_data["recipients"]:
        consent = _row(found, f"{Purpose.REFER}:{recipient}")
        reason = form.cleaned_data["reason"]
        if consent.basis == Basis.DANGER_TO_LIFE and consent.holds and consent.reason == reason:
            # The same decision, sent twice.
            continue
        consent.given = True
        consent.basis = Basis.DANGER_TO_LIFE
        consent.reason = reason
        consent.withdrawn_at = None
        _save(request, consent, Act.DISCLOSURE_DECIDED, timezone.now(), recipient)
    messages.success(request, _("The decision is recorded."))
    return redirect("helpdesk_ticket", pk=found.pk)


def _row(found, choice: str) -> Consent:
    """Return the worker's row of `purpose` or `purpose:recipient`, a new one if there is none."""
    purpose, _colon, recipient = choice.partition(":")
    where = {"subject": Subject.WORKER, "purpose": purpose, "recipient": recipient}
    row = found.consents.filter(**where).first()
    return row or Consent(ticket=found, given=False, **where)


def _save(request, consent: Consent, act: str, decided_at, detail: str) -> None:
    """Save a row and log it. A row that says the same already is the same form sent twice."""
    said_before = (
        consent.pk is not None
        and Consent.objects.filter(
            pk=consent.pk,
            given=consent.given,
            basis=consent.basis,
            decided_at=decided_at,
            withdrawn_at=consent.withdrawn_at,
            recorded_by=request.user,
        ).exists()
    )
    if said_before:
        return
    consent.recorded_by = request.user
    consent.decided_at = decided_at
    consent.save()
    write_log(consent.ticket, act, actor=request.user, detail=f"{Subject.WORKER}:{detail}")
