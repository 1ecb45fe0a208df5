"""What follows for e-mail updates when a publication is published, or a subscription goes."""

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import page_published

from publications.models import PublicationPage, Subscription
from publications.updates.announcing import plan_announcement


@receiver(page_published, sender=PublicationPage)
def plan_to_tell(sender, instance, **kwargs):
    plan_announcement(instance)


@receiver(post_delete, sender=Subscription)
def destroy_key(sender, instance, **kwargs):
    """With an address goes the key that opens it."""
    instance.data_key.delete()
