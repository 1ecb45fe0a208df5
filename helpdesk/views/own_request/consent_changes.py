"""Giving and withdrawing one consent. Every change is logged."""

from django.utils import timezone

from helpdesk.models import CaseLogEntry, Consent
from helpdesk.models.log import write_log
from helpdesk.taxonomy import Basis, Purpose
from helpdesk.views.own_request.access import OpenRequest

REASONS_OF_OTHERS = frozenset({Basis.DANGER_TO_LIFE})


def stands(consent: Consent | None) -> bool:
    """Whether the person agreed, and still does. A supervisor's decision is no consent."""
    return consent is not None and consent.holds and consent.basis not in REASONS_OF_OTHERS


def set_consent(opened: OpenRequest, purpose: Purpose, recipient: str, *, given: bool) -> bool:
    """Give or withdraw a consent of the holder; they decide for nobody else.

    Returns whether that changed anything. Call it in a transaction.
    """
    consent = (
        opened.ticket.consents.select_for_update()
        .filter(subject=opened.holder, purpose=purpose, recipient=recipient)
        .first()
    )
    if stands(consent) == given:
        return False
    now = timezone.now()
    if given:
        _give(opened, consent, purpose, recipient, now)
    else:
        consent.withdrawn_at = now
        consent.save(update_fields=["withdrawn_at"])
    act = CaseLogEntry.Act.CONSENT_GIVEN if given else CaseLogEntry.Act.CONSENT_WITHDRAWN
    write_log(opened.ticket, act, detail=f"{purpose}:{recipient}")
    return True


def _give(opened: OpenRequest, consent: Consent | None, purpose, recipient, now) -> None:
    if consent is None:
        consent = Consent(
            ticket=opened.ticket, subject=opened.holder, purpose=purpose, recipient=recipient
        )
    consent.given, consent.withdrawn_at, consent.decided_at = True, None, now
    consent.basis, consent.recorded_by = Basis.FORM, None
    consent.save()
