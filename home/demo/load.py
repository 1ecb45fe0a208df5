"""Loads everything in the order in which one thing refers to another."""

from collections.abc import Callable

from wagtail_localize.synctree import synchronize_tree

from home.demo import (
    editions,
    guidance,
    lookups,
    pages,
    programs,
    providers,
    publications,
    reference,
    search,
)
from home.demo.indexing import indexed_at_the_end
from home.demo.loading import Count, Loader


def load_demo(overwrite: bool, report: Callable[[str, Count], None]) -> list[Count]:
    """Load the demo content in both languages and return the counts of every kind.

    With `overwrite`, what people have changed since the last load is replaced as well.
    """
    with indexed_at_the_end():
        loader = Loader(overwrite, report)
        _load_reference(loader)
        _load_pages(loader)
        if any(count.new or count.updated for count in loader.counts):
            synchronize_tree(loader.bangla, loader.english)
    return loader.counts


def _load_reference(loader: Loader) -> None:
    loader.rows("Organisations", reference.organisations())
    loader.rows("Providers", providers.providers())
    loader.snippets("Topics", reference.topics())
    loader.snippets("Countries", reference.countries())
    loader.snippets("Facts", reference.facts())
    loader.snippets("Words", lookups.glossary())
    loader.snippets("Emergency numbers", reference.emergency_numbers())
    loader.snippets("Emergency advice", reference.emergency_advice())
    loader.snippets("Header and footer", reference.site_frame())


def _load_pages(loader: Loader) -> None:
    kinds = [
        ("Home page", pages.home()),
        ("Guidance index", guidance.index()),
        ("Stages", guidance.stages()),
        ("Guides", guidance.guides()),
        ("Situations", guidance.situations()),
        *[(content.bn["title"], [content]) for content in lookups.pages()],
        ("Destinations", lookups.destinations()),
        ("Questions", lookups.questions()),
        ("Programme index", programs.index()),
        *[(content.en["title"], [content]) for content in programs.below_index()],
        ("Programmes", programs.programs()),
        ("Publication index", publications.index()),
        ("Publications", publications.publications()),
        ("Directory", pages.directory()),
        ("About", pages.about()),
        ("Contact", pages.contact()),
        ("Standard pages", pages.standard_pages()),
    ]
    # Pages refer to pages in all directions: each has its place before any has its text.
    for _name, contents in kinds:
        loader.place(contents)
    for name, contents in kinds:
        loader.write(name, contents)
    loader.snippets("Notes on countries", lookups.country_notes())
    publications.rename_recommendations()
    loader.rows("Recommendations", publications.recommendations())
    loader.rows("Indicators", programs.indicators())
    loader.rows("Indicator values", programs.values())
    # Texts of publications speak of the values.
    editions.load_editions(loader)
    loader.taught("Words that mean the same", search.synonym_groups())
    loader.taught("Best answers", search.best_bets(loader.page_at_path))
