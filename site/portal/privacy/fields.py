"""Text that is encrypted in the database under its record's own data key.

A model that uses it needs `data_key`, a relation to DataKey (or a property that returns one),
and `uid`, a UUID that never changes: together with the model and field they are the place that
a value belongs to.
"""

import base64

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from portal.privacy.ciphers import seal, unseal
from portal.privacy.models import KEY_NAME


class FixtureBytes(bytes):
    """Ciphertext that was read from a fixture: saved as it stands, without needing its key."""


class SealedAttribute(DeferredAttribute):
    """Gives plain text to Python while the row holds only ciphertext until somebody asks."""

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, FixtureBytes):
            return value
        return unseal(
            bytes(value), instance.data_key.plain, self.field.place_of(instance)
        ).decode()

    def __set__(self, instance, value):
        # Without a setter Python would read the ciphertext from the instance and never ask here.
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.BinaryField):
    """A text sealed with AES-GCM. Empty text is stored as NULL.

    Filters and ordering are impossible by design: use a blind index for look-up. Fixtures
    (`dumpdata`) carry ciphertext.
    """

    descriptor_class = SealedAttribute

    def __init__(self, *args, **kwargs):
        kwargs["null"] = True
        kwargs["editable"] = False
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for option in ("null", "editable"):
            kwargs.pop(option, None)
        return name, path, args, kwargs

    def place_of(self, instance) -> str:
        return f"{instance._meta.label_lower}:{self.attname}:{instance.uid}"

    def pre_save(self, model_instance, add):
        value = model_instance.__dict__.get(self.attname)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return seal(
                value.encode(),
                model_instance.data_key.plain,
                KEY_NAME,
                self.place_of(model_instance),
            )
        return value

    def get_db_prep_value(self, value, connection, prepared=False):
        if value == "":
            value = None
        if isinstance(value, str):
            raise TypeError(f"{self.name} is sealed: save the object instead of updating rows.")
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_from_object(self, obj):
        # Serializers ask for this first: a dump opens nothing, so it needs no key, and rows whose
        # key was destroyed do not stop it.
        if self.attname in obj.__dict__:
            return obj.__dict__[self.attname]
        return super().value_from_object(obj)

    def value_to_string(self, obj):
        sealed = self.pre_save(obj, add=False)
        return base64.b64encode(bytes(sealed)).decode() if sealed else None

    def to_python(self, value):
        # Only fixtures come here: see clean().
        return FixtureBytes(base64.b64decode(value)) if value else None

    def clean(self, value, model_instance):
        # Nothing to convert: a text set in code stays text.
        return value
