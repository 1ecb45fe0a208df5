"""Files of a request: the sealed original, and a working copy without metadata."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.models.tickets import Ticket
from helpdesk.taxonomy import Subject
from portal.privacy.fields import SealedTextField
from portal.privacy.models import DataKey


class Attachment(models.Model):
    """One file. Its bytes lie encrypted in the `case_files` storage under random names.

    `content_type` is what the content shows, never what the sender said.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("being checked")
        READY = "ready", _("working copy ready")
        SEALED = "sealed", _("cannot be cleaned: only the sealed original")
        QUARANTINED = "quarantined", _("set aside by the scanner")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The key of the upload's form and the content: sent twice, stored once.
    submission_hash = models.CharField(max_length=64, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="attachments")
    sent_by = models.CharField(
        _("sent by"), max_length=8, choices=Subject.choices, default=Subject.ASKER
    )
    # A member of staff who added it. Empty: sent with the code.
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    name = SealedTextField(_("file name"))
    content_type = models.CharField(_("kind"), max_length=40)
    size = models.PositiveIntegerField(_("bytes"))
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.WAITING, db_index=True
    )
    # What the scanner called it. A code of the scanner's, no word of a person.
    finding = models.CharField(_("scanner's finding"), max_length=120, blank=True)
    original = models.CharField(max_length=80, editable=False)
    working_copy = models.CharField(max_length=80, blank=True, editable=False)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["created_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.content_type} {self.pk}"

    @property
    def data_key(self) -> DataKey:
        return self.ticket.data_key
