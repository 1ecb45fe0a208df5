"""A request for help. Every personal word in it is sealed under the ticket's own data key."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.problems import Problem, Subproblem
from helpdesk.taxonomy import (
    Basis,
    HowWent,
    Knows,
    Origin,
    Outcome,
    Place,
    Purpose,
    Recipient,
    Relation,
    Route,
    Status,
    Subject,
    Urgency,
)
from portal.privacy.fields import SealedTextField
from portal.privacy.models import DataKey

# No 0/O, 1/I/L: a reference is read out over the telephone.
REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """Return a random short reference for staff, such as `H-7K3M-9QXW`."""
    letters = "".join(secrets.choice(REFERENCE_LETTERS) for _position in range(8))
    return f"H-{letters[:4]}-{letters[4:]}"


class Ticket(models.Model):
    """One request, by one asker, about one worker.

    Codes stand in the clear, so that staff can sort and count; names, numbers, the story and the
    safety plan are sealed. `reference` is for staff and opens nothing; the asker holds a Receipt.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    data_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="ticket")
    reference = models.CharField(
        _("reference"), max_length=12, unique=True, default=new_reference, editable=False
    )
    # Two sendings of the same form have the same key: the second makes no second ticket.
    submission_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Keyed hash of all answers: the same form with other words is a request of its own.
    content_hash = models.CharField(max_length=64, default="", editable=False)
    follows = models.ForeignKey(
        "self",
        verbose_name=_("sent after"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        editable=False,
    )
    origin = models.CharField(
        _("came by"), max_length=8, choices=Origin.choices, default=Origin.WEB
    )
    # Who wrote it down while the person spoke. Empty for the website.
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written down by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=2)
    created_at = models.DateTimeField(_("received"), auto_now_add=True, db_index=True)
    status = models.CharField(
        _("status"), max_length=12, choices=Status.choices, default=Status.NEW, db_index=True
    )
    quarantined = models.BooleanField(
        _("looks automated"), default=False, help_text=_("Nothing is lost: staff release it.")
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), choices=Urgency.choices, default=Urgency.THREE_DAYS, db_index=True
    )
    restricted = models.BooleanField(_("restricted"), default=False)
    relation = models.CharField(_("who asks"), max_length=20, choices=Relation.choices)
    is_minor = models.BooleanField(_("asker is under 18"), default=False)
    worker_knows = models.CharField(
        _("worker knows"), max_length=8, choices=Knows.choices, blank=True
    )
    place = models.CharField(
        _("where the worker is"), max_length=16, choices=Place.choices, blank=True
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    district = models.ForeignKey(
        "reference.District",
        verbose_name=_("home district"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    upazila = models.ForeignKey(
        "reference.Upazila",
        verbose_name=_("home upazila"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # What was typed and is no upazila's name of that district.
    home_typed = SealedTextField(_("home, as it was typed"))
    how_went = models.CharField(
        _("how the worker went"), max_length=16, choices=HowWent.choices, blank=True
    )
    avoid_local = models.BooleanField(_("not the local office or forum members"), default=False)
    route = models.CharField(
        _("who works on it"), max_length=8, choices=Route.choices, default=Route.CENTRAL
    )
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    asker_name = SealedTextField(_("name"))
    worker_name = SealedTextField(_("the worker's name"))
    passport = SealedTextField(_("passport number"))
    passport_index = models.CharField(
        max_length=64, blank=True, default="", db_index=True, editable=False
    )
    phone = SealedTextField(_("telephone"))
    phone_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    safety_plan = SealedTextField(_("safety plan"))
    # Whom not to tell, and why.
    withhold = SealedTextField(_("not to be told"))
    narrative = SealedTextField(_("in their own words"))

    # Personal words never enter Wagtail's reference index.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        ordering = ["urgency", "created_at"]
        default_permissions = ()
        permissions = [
            ("work_on_tickets", "Can see and work on requests for help"),
            ("work_on_restricted_tickets", "Can see restricted requests for help"),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_erased(self) -> bool:
        return self.data_key.destroyed_at is not None


class TicketProblem(models.Model):
    """One of the things that happened."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="problems")
    code = models.CharField(_("what happened"), max_length=16, choices=Problem.choices)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["ticket", "code"], name="helpdesk_problem_once")
        ]

    def __str__(self):
        return self.get_code_display()


class TicketSubproblem(models.Model):
    """One of the finer things that happened."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="subproblems")
    code = models.CharField(_("what happened"), max_length=4, choices=Subproblem.choices)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["ticket", "code"], name="helpdesk_subproblem_once")
        ]

    def __str__(self):
        return self.get_code_display()


class Consent(models.Model):
    """What somebody agreed to or refused, for one purpose and one recipient, and when.

    `subject` says whose consent it is: an asker consents for themselves only. The worker's
    identity leaves the organisation by a consent whose subject is the worker, or by a
    supervisor's decision for danger to life, which is a row with that basis and a reason.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="consents")
    subject = models.CharField(
        _("whose"), max_length=8, choices=Subject.choices, default=Subject.ASKER
    )
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    recipient = models.CharField(
        _("to whom"), max_length=12, choices=Recipient.choices, blank=True, default=""
    )
    given = models.BooleanField(_("given"))
    basis = models.CharField(_("basis"), max_length=16, choices=Basis.choices, default=Basis.FORM)
    reason = SealedTextField(_("reason"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        ordering = ["subject", "purpose", "recipient"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "subject", "purpose", "recipient"],
                name="helpdesk_consent_once",
            )
        ]

    def __str__(self):
        return self.get_purpose_display()

    @property
    def data_key(self) -> DataKey:
        return self.ticket.data_key

    @property
    def holds(self) -> bool:
        """Whether the consent stands today."""
        return self.given and self.withdrawn_at is None
