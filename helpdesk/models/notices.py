"""Notices to staff that wait to be sent: written with what they tell of, sent by the worker."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from helpdesk.models.tickets import Ticket


class Notice(models.Model):
    """An e-mail to one member of staff about one ticket: a reference and a link, nothing else.

    Stored in the transaction of what happened, so that neither can exist without the other.
    """

    class Kind(models.TextChoices):
        NEW_TICKET = "new_ticket", _("New request")
        NEW_MESSAGE = "new_message", _("New message")
        NEW_FILE = "new_file", _("New file")
        WISH = "wish", _("The person wishes something")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), db_index=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, db_index=True)
    # Who has it already, so that a retry writes to nobody twice.
    delivered_to = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.ticket} {self.get_kind_display()}"
