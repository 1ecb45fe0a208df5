"""Keeps what is known of files in step with the files."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import CollectionViewRestriction

from portal.core.models import CustomDocument
from publications.files.covers import delete_cover
from publications.files.tasks import documents_have_changed
from publications.models import DocumentReading


@receiver(post_save, sender=CustomDocument)
def follow_document(sender, instance, update_fields=None, raw=False, **kwargs):
    """A new file is read; one that was only given another title is not."""
    if raw or (update_fields is not None and not {"file", "collection"} & set(update_fields)):
        return
    transaction.on_commit(partial(documents_have_changed, [instance.pk]), robust=True)


@receiver([post_save, post_delete], sender=CollectionViewRestriction)
def follow_restriction(sender, instance, raw=False, **kwargs):
    """What only some may open is not found by its words any more, and shows no cover."""
    if raw:
        return
    path = instance.collection.path
    keys = list(
        CustomDocument.objects.filter(collection__path__startswith=path).values_list(
            "pk", flat=True
        )
    )
    transaction.on_commit(partial(documents_have_changed, keys), robust=True)


@receiver(post_delete, sender=DocumentReading)
def delete_cover_of_reading(sender, instance, **kwargs):
    """A cover goes with the file that it was made from."""
    if instance.cover_id is not None:
        delete_cover(instance.cover)
