"""The public index as a search backend of Wagtail's, so that everything that is saved reaches it.

Wagtail tells all its backends of what is saved, by the worker, and of what is deleted; its own
backend stays for the admin's searches. This one is written to and never asked: what visitors
search is portal.search.finding.
"""

from modelsearch.backends.base import BaseIndex, BaseSearchBackend

from portal.search.index_writer import remove_entries, remove_everything, write_objects
from portal.search.views_found import write_views


class PublicIndex(BaseIndex):
    """Entries, postings and vocabulary of what visitors can find."""

    def reset(self):
        remove_everything()

    def add_items(self, model, items):
        write_objects(model, items)

    def delete_item(self, item):
        remove_entries(type(item), item.pk)


class _Rebuilder:
    def __init__(self, index):
        self.index = index

    def start(self):
        self.index.reset()
        return self.index

    def finish(self):
        write_views()


class SearchBackend(BaseSearchBackend):
    """See the module."""

    index_class = PublicIndex
    rebuilder_class = _Rebuilder
