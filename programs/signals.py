"""What follows from a change of records."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from programs.models import StoryConsent


@receiver(post_save, sender=StoryConsent)
def take_stories_down(sender, instance, **kwargs):
    """A consent that was withdrawn or shortened takes its story down at once."""
    from programs.story_consents import take_down_without_consent

    take_down_without_consent()


@receiver(post_delete, sender=StoryConsent)
def forget_who_agreed(sender, instance, **kwargs):
    """With a consent goes the key of what it sealed, and its story from the site."""
    from programs.story_consents import take_down_without_consent

    instance.data_key.delete()
    take_down_without_consent()
