"""What follows when a recommendation changes: its publication is found by its new words."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from django_tasks import task
from wagtail.search import index

from publications.models import PublicationPage, Recommendation


@receiver(pre_save, sender=Recommendation)
def remember_publication(sender, instance, raw=False, **kwargs):
    """One that moves to another publication changes both."""
    before = None
    if instance.pk and not raw:
        before = Recommendation.objects.filter(pk=instance.pk).values_list(
            "publication_id", flat=True
        )
    instance.publications_before = list(before) if before is not None else []


@receiver([post_save, post_delete], sender=Recommendation)
def index_its_publication(sender, instance, raw=False, **kwargs):
    """A load of many recommendations indexes the texts itself."""
    if raw:
        return
    pages = {instance.publication_id, *getattr(instance, "publications_before", [])}
    for page in pages:
        transaction.on_commit(lambda page=page: index_publication.enqueue(page))


@task()
def index_publication(page_key: int) -> None:
    """Let search find a publication, in each language, by what it says now."""
    original = PublicationPage.objects.filter(pk=page_key).only("translation_key").first()
    if original is None:
        return
    for page in PublicationPage.objects.filter(translation_key=original.translation_key):
        index.insert_or_update_object(page)
