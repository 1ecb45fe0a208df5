"""The public index as a search backend of Wagtail's, so that everything that is saved reaches it.

Wagtail tells all its backends of what is saved, by the worker, and of what is deleted; its own
backend stays for the admin's searches. This one is written to and never asked: what visitors
search is portal.search.finding.
"""

from django.contrib.contenttypes.models import ContentType
from modelsearch.backends.base import BaseIndex, BaseSearchBackend

from portal.search.index_writer import (
    remove_entries,
    remove_everything,
    remove_others,
    write_objects,
)
from portal.search.views_found import write_views


class PublicIndex(BaseIndex):
    """Entries, postings and vocabulary of what visitors can find."""

    def __init__(self, backend):
        super().__init__(backend)
        # (content type, key) of the objects that were written.
        self.written: set[tuple[int, str]] = set()

    def reset(self):
        remove_everything()

    def add_items(self, model, items):
        items = list(items)
        write_objects(model, items)
        content_type = ContentType.objects.get_for_model(model).pk
        self.written.update((content_type, str(item.pk)) for item in items)

    def delete_item(self, item):
        remove_entries(type(item), item.pk)


class _Rebuilder:
    """Writes over what is there: visitors find things all the while."""

    def __init__(self, index):
        self.index = index

    def start(self):
        return self.index

    def finish(self):
        """Take out what is left of objects that are no more."""
        remove_others(self.index.written)
        write_views()


class SearchBackend(BaseSearchBackend):
    """See the module."""

    index_class = PublicIndex
    rebuilder_class = _Rebuilder
