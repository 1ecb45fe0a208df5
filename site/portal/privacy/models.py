"""Data keys: one for each sealed record, wrapped by a master key."""

import os
import uuid
from functools import cached_property

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.privacy.ciphers import CannotOpenError, key_name_of, seal, unseal
from portal.privacy.keys import KEY_BYTES, key_ring

KEY_NAME = "data"


class DataKey(models.Model):
    """The key of one record and all that belongs to it.

    Rotation wraps it again under a new master key without touching the record's values; erasure
    destroys it. A backup made before holds the wrapped key until the backup is deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wrapped = models.BinaryField(null=True, editable=False)
    master_key = models.CharField(max_length=16, editable=False, db_index=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    destroyed_at = models.DateTimeField(null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("data key")
        verbose_name_plural = _("data keys")

    def __str__(self):
        return str(self.id)

    @classmethod
    def generate(cls) -> "DataKey":
        """Return a new, unsaved data key."""
        data_key = cls()
        data_key._wrap(os.urandom(KEY_BYTES))
        return data_key

    @property
    def place(self) -> str:
        return f"privacy.datakey:wrapped:{self.id}"

    @cached_property
    def plain(self) -> bytes:
        """The key itself. Raises CannotOpenError once it is destroyed."""
        if self.wrapped is None:
            raise CannotOpenError("This record was erased: its key is destroyed.")
        wrapped = bytes(self.wrapped)
        return unseal(wrapped, key_ring().key(key_name_of(wrapped)), self.place)

    def _wrap(self, plain: bytes) -> None:
        ring = key_ring()
        self.wrapped = seal(plain, ring.key(ring.current), ring.current, self.place)
        self.master_key = ring.current

    def rewrap(self) -> None:
        """Wrap the key under the current master key and save it."""
        self._wrap(self.plain)
        self.save(update_fields=["wrapped", "master_key"])

    def destroy(self) -> None:
        """Make everything sealed with this key unreadable for ever, and save that."""
        self.wrapped = None
        self.destroyed_at = timezone.now()
        self.__dict__.pop("plain", None)
        self.save(update_fields=["wrapped", "destroyed_at"])
