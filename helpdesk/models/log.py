"""The case log: every look at a ticket and every act on it, chained by hashes."""

import hmac
from hashlib import sha256

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.models.tickets import Ticket
from portal.privacy.keys import hashing_key


class CaseLogEntry(models.Model):
    """One line of a ticket's log. Lines are only added; `verify_chain` finds a changed one."""

    class Act(models.TextChoices):
        RECEIVED = "received", _("Received")
        VIEWED = "viewed", _("Viewed")
        NUMBER_SHOWN = "number_shown", _("Telephone number shown")
        STATUS_CHANGED = "status_changed", _("Status changed")
        RELEASED = "released", _("Released from quarantine")
        ERASED = "erased", _("Erased")
        RECORDED = "recorded", _("Written down by staff")
        MESSAGE_SENT = "message_sent", _("Message written to the person")
        MESSAGE_RECEIVED = "message_in", _("Message received")
        NOTE_WRITTEN = "note_written", _("Note written")
        FILE_RECEIVED = "file_in", _("File received")
        FILE_OPENED = "file_opened", _("Working copy of a file opened")
        ORIGINAL_OPENED = "original_opened", _("Sealed original of a file opened")
        FILE_QUARANTINED = "file_quarantine", _("File set aside by the scanner")
        PLAN_CHANGED = "plan_changed", _("Contact plan changed")
        CONSENT_GIVEN = "consent_given", _("Consent given")
        CONSENT_WITHDRAWN = "consent_gone", _("Consent withdrawn")
        DISCLOSURE_DECIDED = "disclosure", _("Supervisor decided: danger to life")
        CODE_ISSUED = "code_issued", _("New code issued")
        CODE_USED = "code_used", _("Request opened with the code")
        CLOSING_WISHED = "close_wish", _("The person wishes to close it")
        ERASURE_WISHED = "erase_wish", _("The person wishes to have it erased")
        PERSON_SHOWN = "person_shown", _("Shown to be a person by reCAPTCHA")
        FOUND_BY_NUMBER = "found_by", _("Found by telephone or passport number")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="log")
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    act = models.CharField(_("what"), max_length=16, choices=Act.choices)
    detail = models.CharField(_("detail"), max_length=60, blank=True)
    previous_hash = models.CharField(max_length=64, editable=False)
    entry_hash = models.CharField(max_length=64, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("case log entry")
        verbose_name_plural = _("case log")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            # Two lines that follow the same one would be a fork of the chain.
            models.UniqueConstraint(
                fields=["ticket", "previous_hash"], name="helpdesk_log_no_fork"
            )
        ]

    def __str__(self):
        return f"{self.ticket} {self.get_act_display()}"

    def computed_hash(self) -> str:
        """Return the keyed hash of this line and the one before it."""
        text = "|".join(
            (
                self.previous_hash,
                str(self.ticket_id),
                self.at.isoformat(),
                str(self.actor_id or ""),
                self.act,
                self.detail,
            )
        )
        return hmac.new(hashing_key("case-log"), text.encode(), sha256).hexdigest()


def write_log(ticket: Ticket, act: str, actor=None, detail: str = "") -> CaseLogEntry:
    """Add a line to a ticket's log. `detail` carries codes, never words of a person."""
    with transaction.atomic():
        Ticket.objects.select_for_update().only("pk").get(pk=ticket.pk)
        last = ticket.log.order_by("-pk").first()
        entry = _line(ticket, act, actor, detail, previous=last.entry_hash if last else "")
        entry.save(force_insert=True)
        return entry


def first_line(ticket: Ticket, act: str, actor=None, detail: str = "") -> CaseLogEntry:
    """Return the first line of a ticket that this transaction has just made, to be stored.

    Nobody else can see the ticket yet: there is nothing to lock and no line to look up.
    """
    return _line(ticket, act, actor, detail, previous="")


def _line(ticket: Ticket, act: str, actor, detail: str, previous: str) -> CaseLogEntry:
    entry = CaseLogEntry(
        ticket=ticket,
        # In UTC and without time zone quirks, so that the hash is the same when read back.
        at=timezone.now(),
        actor=actor,
        act=act,
        detail=detail,
        previous_hash=previous,
    )
    entry.entry_hash = entry.computed_hash()
    return entry


def verify_chain(ticket: Ticket) -> bool:
    """Whether no line of the ticket's log was changed or taken out of its middle."""
    previous = ""
    for entry in ticket.log.order_by("pk"):
        if entry.previous_hash != previous or entry.entry_hash != entry.computed_hash():
            return False
        previous = entry.entry_hash
    return True
