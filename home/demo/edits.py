"""Finds out what people have changed or withdrawn since the last load."""

from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.models import DraftStateMixin, ModelLogEntry, RevisionMixin
from wagtail_localize.models import StringTranslation, Translation


class Edits:
    """What the load must leave alone, because a person had the last word on it."""

    def __init__(self):
        self._logged: dict[int, dict[str, int | None]] = {}

    def has_last_word(self, instance: models.Model) -> bool:
        """Whether a person, and not a load, made the newest version of a stored object.

        An object that was published once and is not live any more was withdrawn by a person.
        """
        is_draft = isinstance(instance, DraftStateMixin) and not instance.live
        if is_draft and instance.first_published_at:
            return True
        if getattr(instance, "translation_key", None) in self._translated_by_people:
            return True
        if isinstance(instance, RevisionMixin):
            revision = instance.latest_revision
            return revision is not None and revision.user_id is not None
        return self._last_logged(instance) is not None

    @cached_property
    def _translated_by_people(self) -> set:
        edited = StringTranslation.objects.filter(last_translated_by__isnull=False)
        detached = Translation.objects.filter(enabled=False)
        return {
            *edited.values_list("context__object_id", flat=True),
            *detached.values_list("source__object_id", flat=True),
        }

    def _last_logged(self, instance: models.Model) -> int | None:
        """Key of the user behind the newest log entry of an object without revisions."""
        content_type = ContentType.objects.get_for_model(instance)
        if content_type.pk not in self._logged:
            entries = ModelLogEntry.objects.filter(content_type=content_type)
            self._logged[content_type.pk] = dict(
                entries.order_by("timestamp", "pk").values_list("object_id", "user_id")
            )
        return self._logged[content_type.pk].get(str(instance.pk))
