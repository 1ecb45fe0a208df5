"""What the worker does when reference data changes."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django_tasks import task
from wagtail.models import ReferenceIndex
from wagtail.search import index

from portal.reference.models import Fact


@task()
def index_texts_with_fact(translation_key: str) -> None:
    """Let search find texts by what a fact says now: an old value must not lead to them."""
    for model, key in texts_with_facts([translation_key]):
        text = model.objects.filter(pk=key).first()
        # A page has to be indexed with the fields of its own type.
        text = getattr(text, "specific", text)
        if isinstance(text, index.Indexed):
            index.insert_or_update_object(text)


def texts_with_facts(translation_keys: Iterable) -> set[tuple[type[models.Model], str]]:
    """Return models and primary keys of all that speaks of facts. Two queries."""
    facts = Fact.objects.filter(translation_key__in=translation_keys).values_list("pk", flat=True)
    uses = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Fact),
        to_object_id__in=[str(pk) for pk in facts],
    )
    return {
        (ContentType.objects.get_for_id(content_type_id).model_class(), object_id)
        for content_type_id, object_id in uses.values_list("content_type_id", "object_id")
    }
