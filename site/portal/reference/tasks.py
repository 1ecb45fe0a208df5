"""What the worker does when reference data changes."""

from django.contrib.contenttypes.models import ContentType
from django_tasks import task
from wagtail.models import ReferenceIndex
from wagtail.search import index

from portal.reference.models import Fact


@task()
def index_texts_with_fact(translation_key: str) -> None:
    """Let search find texts by what a fact says now: an old value must not lead to them."""
    facts = Fact.objects.filter(translation_key=translation_key).values_list("pk", flat=True)
    uses = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Fact),
        to_object_id__in=[str(pk) for pk in facts],
    )
    for content_type_id, object_id in set(uses.values_list("content_type_id", "object_id")):
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        text = model.objects.filter(pk=object_id).first()
        # A page has to be indexed with the fields of its own type.
        text = getattr(text, "specific", text)
        if isinstance(text, index.Indexed):
            index.insert_or_update_object(text)
