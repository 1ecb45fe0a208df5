"""What the database holds of one model, in both languages."""

from collections.abc import Iterable

from django.db import models
from wagtail.models import DraftStateMixin, Locale

from home.demo.content import Content


class Stored:
    """All stored objects of one translatable model, read at once with the named relations."""

    def __init__(
        self,
        model: type[models.Model],
        bangla: Locale,
        english: Locale,
        relations: Iterable[str] = (),
    ):
        objects = model.objects.order_by("pk").prefetch_related(*relations)
        if issubclass(model, DraftStateMixin):
            objects = objects.select_related("latest_revision").defer("latest_revision__content")
        self._bangla: dict = {}
        self._english: dict = {}
        for stored in objects:
            if stored.locale_id == bangla.pk:
                self._bangla[stored.translation_key] = stored
            elif stored.locale_id == english.pk and not getattr(stored, "alias_of_id", None):
                self._english[stored.translation_key] = stored
        self.by_pk = {stored.pk: stored for stored in self._bangla.values()}

    def bangla(self, content: Content) -> models.Model | None:
        """The stored source of an item."""
        found = self._bangla.get(content.translation_key)
        if found is None and content.natural is not None:
            found = next(
                (
                    stored
                    for stored in self._bangla.values()
                    if all(getattr(stored, name) == content.bn[name] for name in content.natural)
                ),
                None,
            )
        return found

    def english(self, bangla: models.Model) -> models.Model | None:
        """The stored translation of an item; an alias is none."""
        return self._english.get(bangla.translation_key)
