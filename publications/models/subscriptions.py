"""Who is told of new publications by e-mail, and what they are told of."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.privacy.fields import SealedTextField
from portal.privacy.models import DataKey


class Subscription(models.Model):
    """An e-mail address, sealed under a key of its own; confirmed by whoever reads its mail.

    `address_index` is a blind index: the address is found again without being readable.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    data_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+")
    address = SealedTextField()
    address_index = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # When a letter that asks for confirmation was last sent: nobody is written to again and again.
    last_asked_at = models.DateTimeField(null=True, blank=True)
    # How many announcements in a row its mail server would not take.
    refusals = models.PositiveSmallIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("subscription")
        default_permissions = ()

    def __str__(self):
        return str(self.uid)


class Announcement(models.Model):
    """A publication in one language of which subscribers are to be told, once.

    `last_subscription` is the highest primary key that was written to: after a fault the worker
    goes on behind it. `postponed` are the keys below it whose mail server asked for a later try,
    and `attempts` how often they were tried. `letters` were taken by mail servers. `due_at` is
    also the claim of a worker: while it sends, it lies ahead.
    """

    page = models.OneToOneField(
        "publications.PublicationPage", on_delete=models.CASCADE, related_name="announcement"
    )
    due_at = models.DateTimeField()
    last_subscription = models.BigIntegerField(default=0)
    postponed = models.JSONField(default=list, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("announcement")
        default_permissions = ()

    def __str__(self):
        return str(self.page)
