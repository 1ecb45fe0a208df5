"""Words between staff and the people of a request, and staff's own notes. All sealed."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.models.tickets import Ticket
from helpdesk.taxonomy import Subject
from portal.privacy.fields import SealedTextField
from portal.privacy.models import DataKey


class Message(models.Model):
    """One message of one thread.

    The asker and the worker have a thread each: what is written in one is never shown with the
    code of the other.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # From a form that may be sent twice: the second makes no second message.
    submission_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    thread = models.CharField(_("with"), max_length=8, choices=Subject.choices)
    # Empty: written by the person with the code.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    body = SealedTextField(_("message"))
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    # When the other side opened it.
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_thread_display()} {self.pk}"

    @property
    def data_key(self) -> DataKey:
        return self.ticket.data_key

    @property
    def is_from_staff(self) -> bool:
        return self.author_id is not None


class CaseNote(models.Model):
    """What staff write for staff. No code ever opens it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    body = SealedTextField(_("note"))
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["created_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return str(self.pk)

    @property
    def data_key(self) -> DataKey:
        return self.ticket.data_key
