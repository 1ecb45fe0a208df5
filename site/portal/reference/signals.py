"""What has to happen when editors publish, withdraw or delete facts and emergency numbers."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from portal.reference.last_good import write_last_good
from portal.reference.models import EmergencyAdvice, EmergencyNumber, Fact, GlossaryTerm
from portal.reference.tasks import index_texts_with_fact
from portal.reference.translations import bring_translations_in_step, delete_translations
from portal.reference.words import forget_glossary


@receiver(post_save, sender=EmergencyNumber)
@receiver(post_save, sender=EmergencyAdvice)
@receiver(post_save, sender=Fact)
@receiver(post_save, sender=GlossaryTerm)
def follow_a_change(sender, instance, raw=False, **kwargs):
    """Translations first: without a transaction the file is written at once."""
    if raw:
        return
    bring_translations_in_step(instance)
    _forget_after_commit(instance)


@receiver(post_delete, sender=EmergencyNumber)
@receiver(post_delete, sender=EmergencyAdvice)
@receiver(post_delete, sender=Fact)
@receiver(post_delete, sender=GlossaryTerm)
def follow_a_deletion(sender, instance, **kwargs):
    delete_translations(instance)
    _forget_after_commit(instance)


def _forget_after_commit(instance) -> None:
    is_line = isinstance(instance, EmergencyNumber | EmergencyAdvice)
    if is_line or (isinstance(instance, Fact) and instance.kind == Fact.Kind.HOTLINE):
        transaction.on_commit(write_last_good)
    if isinstance(instance, GlossaryTerm):
        transaction.on_commit(forget_glossary)


@receiver([post_save, post_delete], sender=Fact)
def index_texts_after_commit(sender, instance, raw=False, **kwargs):
    """A load of many facts disconnects this and indexes the texts itself."""
    if not raw:
        key = str(instance.translation_key)
        transaction.on_commit(lambda: index_texts_with_fact.enqueue(key))
