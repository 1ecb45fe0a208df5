"""What has to happen when guidance grows, and when its pages are checked."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import task_approved

from guidance.models import CountryNote, GuidanceIndexPage
from guidance.workflow import is_fact_check, note_check, use_workflow
from portal.reference.translations import bring_translations_in_step, delete_translations


@receiver(post_save, sender=GuidanceIndexPage)
def check_facts_below(sender, instance, created, raw=False, **kwargs):
    """The index is made by people or by the demo content, after the migrations."""
    if created and not raw:
        use_workflow(instance)


@receiver(task_approved)
def note_fact_check(sender, instance, user=None, **kwargs):
    """“Checked” is a fact of its own: it comes from the check and not from a translation."""
    if user is not None and is_fact_check(instance):
        note_check(instance, user)


@receiver(post_save, sender=CountryNote)
def follow_a_note(sender, instance, raw=False, **kwargs):
    """A note that is withdrawn in Bangla must not stand on the English site."""
    if not raw:
        bring_translations_in_step(instance)


@receiver(post_delete, sender=CountryNote)
def follow_a_deleted_note(sender, instance, **kwargs):
    delete_translations(instance)
