"""What is the same in both languages stays the same: translations follow what is live in Bangla.

wagtail-localize copies synchronised fields when a translation is made or updated, and leaves a
live translation alone when its source changes or goes. A changed or withdrawn number must not
stand on the English site until somebody translates again.
"""

from django.db import models, transaction
from django.db.models import ProtectedError
from wagtail.models import Locale, Revision
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField


def synchronised_fields(model: type[models.Model]) -> list[models.Field]:
    """Return the fields of a translatable model that are the same in every language."""
    return [
        model._meta.get_field(field.field_name)
        for field in model.translatable_fields
        if isinstance(field, SynchronizedField)
    ]


def bring_translations_in_step(instance: models.Model) -> None:
    """Give the translations of a stored object what is live in its source language.

    `instance` may be the source or one of its translations: a translation that is published from
    an old revision is corrected too. Only the database counts, because an instance in memory may
    hold a draft. Translations of a source that is not live are unpublished.
    """
    model = type(instance)
    with transaction.atomic():
        rows = list(model.objects.filter(translation_key=instance.translation_key))
        source_locale_id = Locale.get_default().pk
        source = next((row for row in rows if row.locale_id == source_locale_id), None)
        if source is None:
            return
        for row in rows:
            if row.pk == source.pk:
                continue
            if source.live:
                _copy_synchronised(source, row)
            elif row.live:
                row.unpublish()


def _copy_synchronised(source: models.Model, translated: models.Model) -> None:
    fields = synchronised_fields(type(source))
    values = {field.attname: getattr(source, field.attname) for field in fields}
    if any(getattr(translated, name) != value for name, value in values.items()):
        # By query: a save would send the signals that brought us here.
        type(source).objects.filter(pk=translated.pk).update(**values)
        translated.refresh_from_db()
        if isinstance(translated, index.Indexed):
            index.insert_or_update_object(translated)
    # The next person who opens the translation continues from its latest revision.
    revision = translated.latest_revision
    if revision is not None:
        stored = source.serializable_data()
        content = revision.content | {field.name: stored[field.name] for field in fields}
        if content != revision.content:
            Revision.objects.filter(pk=revision.pk).update(content=content)


def delete_translations(source: models.Model) -> None:
    """Delete the translations of a deleted source; one that is still in use is unpublished."""
    if source.locale_id != Locale.get_default().pk:
        return
    for translated in type(source).objects.filter(translation_key=source.translation_key):
        if translated.pk == source.pk:
            continue
        try:
            translated.delete()
        except ProtectedError:
            translated.unpublish()
