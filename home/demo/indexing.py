"""Brings search index and reference index up to date once, at the end of a load."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction
from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from portal.reference.models import Fact
from portal.reference.signals import index_texts_after_commit
from portal.reference.tasks import texts_with_facts


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """Index everything that is saved inside, once each, when the block ends.

    Otherwise every save would leave two tasks for the worker, hundreds of them for pages that
    are saved again a moment later; and a machine without a worker would find nothing.
    """
    saved: dict[type[models.Model], set] = defaultdict(set)

    searchable = [
        model for model in get_indexed_models() if getattr(model, "search_auto_update", True)
    ]

    def remember(sender, instance, raw=False, **kwargs):
        if not raw and (sender in searchable or ReferenceIndex.is_indexed(sender)):
            saved[sender].add(instance.pk)

    post_save.connect(remember, weak=False)
    post_save.disconnect(index_texts_after_commit, sender=Fact)
    for model in searchable:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        post_save.disconnect(remember)
        post_save.connect(index_texts_after_commit, sender=Fact)
        for model in searchable:
            post_save.connect(post_save_signal_handler, sender=model)
        for model, key in _texts_of_facts(saved.get(Fact, set())):
            saved[model].add(model._meta.pk.to_python(key))
        for model, keys in saved.items():
            _index(model, keys, model in searchable)


def _texts_of_facts(keys: set) -> set:
    """What speaks of facts (by primary key) and may not have been saved itself."""
    if not keys:
        return set()
    facts = Fact.objects.filter(pk__in=keys).values_list("translation_key", flat=True)
    return texts_with_facts(set(facts))


def _index(model: type[models.Model], keys: set, is_searchable: bool) -> None:
    if ReferenceIndex.is_indexed(model):
        with transaction.atomic():
            for instance in model.objects.filter(pk__in=keys):
                ReferenceIndex.create_or_update_for_object(instance)
    if is_searchable:
        instances = list(model.get_indexed_objects().filter(pk__in=keys))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, instances)
