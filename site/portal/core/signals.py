"""What has to happen when content changes."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal.core.models import SiteFrame
from portal.core.site_frame import forget_site_frame


@receiver([post_save, post_delete], sender=SiteFrame)
def forget_frame_when_it_changes(**kwargs):
    forget_site_frame()


@receiver([page_published, page_unpublished, post_page_move, page_slug_changed])
def forget_frame_when_addresses_change(**kwargs):
    forget_site_frame()


@receiver(page_unpublished)
def unpublish_translations(sender, instance, **kwargs):
    """Advice that is withdrawn in the source language is withdrawn in every language.

    wagtail-localize leaves finished translations live when the source goes in code: an outdated
    English page would go on advising people.
    """
    if instance.alias_of_id or instance.locale_id != _source_locale_id(instance):
        return
    for translated in Page.objects.filter(
        translation_key=instance.translation_key, live=True
    ).exclude(pk=instance.pk):
        translated.specific.unpublish()


@receiver(post_delete)
def delete_translations(sender, instance, **kwargs):
    """A deleted source page takes its translations with it (see unpublish_translations)."""
    if not isinstance(instance, Page) or sender is Page:
        return
    if instance.locale_id != _source_locale_id(instance):
        return
    for translated in Page.objects.filter(translation_key=instance.translation_key).exclude(
        pk=instance.pk
    ):
        translated.delete()


def _source_locale_id(page: Page) -> int:
    from wagtail.models import Locale

    return Locale.get_default().pk
