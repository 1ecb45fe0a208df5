"""What one page or snippet should be in both languages, and how stored objects compare with it."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import StreamField

from home.demo.files import LANGUAGES

NAMESPACE = uuid.UUID("5b0e8d5e-7f5d-5c0b-9a8e-0d3f5a1c2b47")


def stable_uuid(*parts: object) -> uuid.UUID:
    """Return the same UUID for the same parts, on every machine and at every load.

    Translations hang on the ids of blocks and children: fresh ids would drop them.
    """
    return uuid.uuid5(NAMESPACE, "/".join(str(part) for part in parts))


@dataclass(frozen=True)
class Reference:
    """The primary key of another item, known only once that item is stored.

    `translated` asks for the item in the language that is being written; pages are always
    referred to by their Bangla version.
    """

    key: str
    translated: bool = False


@dataclass(frozen=True)
class Child:
    """A row of a child relation. `key` gives a translatable row its lasting identity."""

    bn: dict[str, Any]
    en: dict[str, Any]
    key: str = ""


@dataclass(frozen=True)
class Content:
    """One page or snippet in both languages.

    Keys of `bn` and `en` are field names (`fact_id` for a foreign key, raw lists for stream
    fields, lists of references for many-to-many fields). `natural` names the fields by which an
    item is recognised that somebody else has made; without any field, the first one is taken.
    """

    model: type[models.Model]
    key: str
    bn: dict[str, Any]
    en: dict[str, Any]
    children: dict[str, list[Child]] = field(default_factory=dict)
    natural: tuple[str, ...] | None = None

    @property
    def translation_key(self) -> uuid.UUID:
        """The lasting identity of the item, the same in both languages."""
        return stable_uuid(self.key)

    @property
    def parent_key(self) -> str:
        """Key of the page above this one: `page/guidance/` for `page/guidance/abroad/`."""
        return self.key.rstrip("/").rpartition("/")[0] + "/"

    def fields(self, language: str) -> dict[str, Any]:
        """The fields in `bn` or `en`."""
        return self.bn if language == "bn" else self.en

    def rows(self, language: str) -> dict[str, list[dict[str, Any]]]:
        """The child rows in `bn` or `en`, each with its place and, if it has one, its identity."""
        return {
            relation: [
                {
                    **(row.bn if language == "bn" else row.en),
                    "sort_order": place,
                    **({"translation_key": stable_uuid(self.key, row.key)} if row.key else {}),
                }
                for place, row in enumerate(rows)
            ]
            for relation, rows in self.children.items()
        }


def both(table: dict, *names: str) -> tuple[dict, dict]:
    """Return the named texts of a table's `bn` and `en`, stripped."""
    return tuple(
        {name: table[language].get(name, "").strip() for name in names} for language in LANGUAGES
    )


def resolve(value: Any, keys: dict[tuple[str, str], int], language: str) -> Any:
    """Replace every reference inside a value by the primary key it stands for.

    Raises KeyError for a reference to something that was not loaded.
    """
    if isinstance(value, Reference):
        if value.translated and (value.key, language) in keys:
            return keys[value.key, language]
        return keys[value.key, "bn"]
    if isinstance(value, dict):
        return {name: resolve(part, keys, language) for name, part in value.items()}
    if isinstance(value, list):
        return [resolve(part, keys, language) for part in value]
    return value


def is_as_wanted(instance: models.Model, fields: dict, rows: dict) -> bool:
    """Whether an object already holds these resolved fields and child rows."""
    return all(_holds(instance, name, value) for name, value in fields.items()) and all(
        _holds_rows(_children(instance, relation), wanted) for relation, wanted in rows.items()
    )


def _holds_rows(children: list[models.Model], wanted: list[dict]) -> bool:
    return len(children) == len(wanted) and all(
        getattr(child, name) == value
        for child, row in zip(children, wanted, strict=True)
        for name, value in row.items()
    )


def _holds(instance: models.Model, name: str, wanted: Any) -> bool:
    model_field = instance._meta.get_field(name)
    if isinstance(model_field, StreamField):
        return model_field.get_prep_value(getattr(instance, name)) == wanted
    if isinstance(model_field, ParentalManyToManyField):
        return {related.pk for related in getattr(instance, name).all()} == set(wanted)
    return getattr(instance, name) == wanted


def _children(instance: models.Model, relation: str) -> list[models.Model]:
    return sorted(getattr(instance, relation).all(), key=lambda child: child.sort_order or 0)


def fill(instance: models.Model, fields: dict, rows: dict) -> None:
    """Set resolved fields and child rows on an object, without saving it."""
    for name, value in fields.items():
        model_field = instance._meta.get_field(name)
        if isinstance(model_field, ParentalManyToManyField):
            value = list(model_field.related_model.objects.filter(pk__in=value))
        setattr(instance, name, value)
    for relation, wanted in rows.items():
        setattr(instance, relation, _filled_children(instance, relation, wanted))


def _filled_children(instance: models.Model, relation: str, rows: list[dict]) -> list:
    child_model = instance._meta.get_field(relation).related_model
    existing = _children(instance, relation) if instance.pk else []
    by_identity = {getattr(child, "translation_key", None): child for child in existing}
    children = []
    for place, row in enumerate(rows):
        if "translation_key" in row:
            child = by_identity.get(row["translation_key"])
        else:
            child = existing[place] if place < len(existing) else None
        child = child or child_model()
        for name, value in row.items():
            setattr(child, name, value)
        if hasattr(child, "locale_id"):
            child.locale_id = instance.locale_id
        children.append(child)
    return children
