"""What follows from a change of pages and of what stands beside them."""

from functools import partial

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal.core.models import CustomDocument
from portal.reference.models import Country, Organisation, Topic
from publications.files.tasks import documents_have_changed
from publications.models import PublicationFile, PublicationPage
from publications.oai.harvest_records import note_change

# What Wagtail writes to a page when a draft is saved.
_OF_DRAFTS = {
    "latest_revision",
    "latest_revision_created_at",
    "draft_title",
    "has_unpublished_changes",
}


def _keys_of(pages) -> list:
    return list(pages.order_by().values_list("translation_key", flat=True).distinct())


@receiver([page_published, page_unpublished, page_slug_changed])
@receiver([post_save, post_delete], sender=PublicationPage)
def note_changed_page(sender, instance, update_fields=None, **kwargs):
    """A page that was published, withdrawn, renamed or deleted is a changed record.

    A draft beside what was published is not.
    """
    is_draft = bool(update_fields) and instance.live_revision_id and {*update_fields} <= _OF_DRAFTS
    if sender is PublicationPage and not is_draft:
        note_change([instance.translation_key])


@receiver(post_page_move)
def note_moved_pages(sender, instance, **kwargs):
    """A page that moved, or below which publications stand, has given them other addresses."""
    moved = PublicationPage.objects.filter(path__startswith=instance.path)
    note_change(_keys_of(moved))


@receiver(m2m_changed, sender=PublicationPage.topics.through)
@receiver(m2m_changed, sender=PublicationPage.countries.through)
def note_changed_topics(sender, instance, action, **kwargs):
    """Topics and countries of a page were chosen anew."""
    if action.startswith("post_") and isinstance(instance, PublicationPage):
        note_change([instance.translation_key])


@receiver([post_save, post_delete], sender=PageViewRestriction)
def note_restricted_pages(sender, instance, **kwargs):
    """What is no longer for everybody is a deleted record, with what repeats its words."""
    path = instance.page.path
    below = Q(path__startswith=path) | Q(alias_of__path__startswith=path)
    note_change(_keys_of(PublicationPage.objects.filter(below)))


@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=Country)
def note_renamed_subject(sender, instance, **kwargs):
    """Records name topics and countries; pages of both languages refer to the Bangla ones."""
    relation = "topics" if sender is Topic else "countries"
    same = {f"{relation}__translation_key": instance.translation_key}
    note_change(_keys_of(PublicationPage.objects.filter(**same)))


@receiver(post_save, sender=Organisation)
def note_renamed_organisation(sender, instance, created, **kwargs):
    """Records name authors, publishers and funders."""
    if not created:
        pages = PublicationPage.objects.filter(organisations__organisation=instance)
        note_change(_keys_of(pages))


@receiver(post_save, sender=CustomDocument)
def note_changed_file(sender, instance, created, **kwargs):
    """Records give the addresses of files."""
    if not created:
        note_change(_keys_of(PublicationPage.objects.filter(files__document=instance)))


@receiver(post_delete, sender=PublicationFile)
def note_lost_file(sender, instance, **kwargs):
    """A file goes with its document, too, and then nobody publishes the page anew."""
    note_change(_keys_of(PublicationPage.objects.filter(pk=instance.page_id)))


@receiver([post_save, post_delete], sender=CollectionViewRestriction)
def follow_restriction(sender, instance, raw=False, **kwargs):
    """What only some may open is found by no word, shows no cover, and is named in no record."""
    if raw:
        return
    # Fresh: a new collection moves those that stand behind it in the alphabet.
    _follow_files_below(
        Collection.objects.values_list("path", flat=True).get(pk=instance.collection_id)
    )


@receiver(post_save, sender=Collection)
def follow_moved_collection(sender, instance, created, raw=False, **kwargs):
    """A collection that moves below a closed one, or out of it, takes its files along.

    Moving says nothing; but Wagtail saves a collection before it moves it.
    """
    if not (created or raw):
        transaction.on_commit(partial(_look_below, instance.pk, instance.path), robust=True)


def _look_below(collection: int, path_before: str) -> None:
    path = Collection.objects.filter(pk=collection).values_list("path", flat=True).first()
    if path not in (None, path_before):
        _follow_files_below(path)


def _follow_files_below(path: str) -> None:
    documents = CustomDocument.objects.filter(collection__path__startswith=path)
    keys = list(documents.values_list("pk", flat=True))
    transaction.on_commit(partial(documents_have_changed, keys), robust=True)
    note_change(_keys_of(PublicationPage.objects.filter(files__document__in=documents)))
