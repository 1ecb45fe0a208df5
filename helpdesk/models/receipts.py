"""Receipts: what an asker holds. The code itself is never stored, only a keyed hash of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.models.tickets import Ticket


class Receipt(models.Model):
    """A code that opens what its holder may see of a ticket.

    A relative's code and the survivor's own code are different rows with a different reach.
    """

    class Holder(models.TextChoices):
        ASKER = "asker", _("The person who asked")
        WORKER = "worker", _("The worker")

    class Reach(models.TextChoices):
        OWN = "own", _("Own answers and messages")
        STATUS = "status", _("Status only")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="receipts")
    holder = models.CharField(max_length=8, choices=Holder.choices, default=Holder.ASKER)
    reach = models.CharField(max_length=8, choices=Reach.choices, default=Reach.OWN)
    code_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    written_down_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # Set when the request is closed: its outcome can be seen until then.
    expires_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("receipt")
        default_permissions = ()

    @classmethod
    def valid(cls):
        """The receipts that open something: neither revoked nor run out."""
        return cls.objects.filter(revoked_at=None).exclude(expires_at__lte=timezone.now())

    def __str__(self):
        return f"{self.get_holder_display()} ({self.get_reach_display()})"
