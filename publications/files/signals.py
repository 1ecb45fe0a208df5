"""Keeps what is known of files in step with the files."""

from functools import partial

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from modelsearch.tasks import insert_or_update_object_task
from wagtail.signals import page_published

from portal.core.models import CustomDocument
from publications.files.covers import delete_cover
from publications.files.tasks import documents_have_changed
from publications.models import DocumentReading, PublicationPage


@receiver(post_save, sender=CustomDocument)
def follow_document(sender, instance, update_fields=None, raw=False, **kwargs):
    """A new file is read; one that was only given another title is not."""
    if raw or (update_fields is not None and not {"file", "collection"} & set(update_fields)):
        return
    transaction.on_commit(partial(documents_have_changed, [instance.pk]), robust=True)


@receiver(page_published, sender=PublicationPage)
def index_with_files(sender, instance, **kwargs):
    """Have a publication indexed once its rows are stored.

    Wagtail does it when the page itself is, before its files, people and organisations are.
    """
    insert_or_update_object_task.enqueue(
        PublicationPage._meta.app_label, PublicationPage._meta.model_name, str(instance.pk)
    )


@receiver(post_delete, sender=DocumentReading)
def delete_cover_of_reading(sender, instance, **kwargs):
    """A cover goes with the file that it was made from."""
    if instance.cover_id is not None:
        delete_cover(instance.cover)
