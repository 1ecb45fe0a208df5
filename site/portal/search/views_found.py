"""Parts of the site that are no pages and can be found all the same, such as the help form."""

from dataclasses import dataclass

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import translation

from portal.search.entries import Found
from portal.search.index_writer import write_entries
from portal.search.models import Entry, IndexState


@dataclass(frozen=True)
class FoundView:
    """A view as visitors find it. Texts are lazy, and read in each language."""

    key: str
    kind: str
    path: str
    title: object
    summary: object
    words: object = ""


_views: dict[str, FoundView] = {}


def register_view(view: FoundView) -> None:
    """Let a view be found. Called while the apps get ready."""
    _views[view.key] = view


def write_views_after_migrations(using: str, **_signal) -> None:
    """Write the views into a database that has just been migrated, as far as the index."""
    connection = connections[using]
    if (
        using == DEFAULT_DB_ALIAS
        and IndexState._meta.db_table in connection.introspection.table_names()
    ):
        write_views()


def write_views() -> None:
    """Bring the entries of all registered views up to date."""
    found = {}
    for key, view in _views.items():
        found[key] = []
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                found[key].append(_in_language(view, language))
    write_entries(Entry, found)


def _in_language(view: FoundView, language: str) -> Found:
    title, summary, words = str(view.title), str(view.summary), str(view.words)
    return Found(
        language=language,
        kind=view.kind,
        title=title,
        suffix=view.path,
        summary=summary,
        fields=[(summary, 2.0), (words, 2.0)],
    )
