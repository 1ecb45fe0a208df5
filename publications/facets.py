"""How many publications each choice of a filter would find, and what the choices are called."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast

from publications.filters import (
    NAMED,
    PROGRAM_TYPE,
    READ_IN,
    PublicationFilter,
    name_rows,
    sorted_names,
)

# Marks the rows that count, among those that name.
_COUNTED = "count:"


@dataclass(frozen=True)
class Facets:
    """`total` publications fit all filters. `counts`, by filter and choice, ignore that filter.

    `names` are those of `publications.filters.names_of_choices`.
    """

    total: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in NAMED})


def facets_of(filterset: PublicationFilter, language: str) -> Facets:
    """Return the counts for a filter set that is valid, and the names. One query for all."""
    types = {f"related_pages__target__{part}": value for part, value in PROGRAM_TYPE.items()}
    programs = filterset.fitting_without("program").filter(**types)
    first, *others = [
        *name_rows(language),
        _counted(filterset.fitting_without("kind"), "kind", "kind"),
        _counted(filterset.fitting_without("topic"), "topic", "topics__key"),
        _counted(filterset.fitting_without("year"), "year", "year"),
        _counted(filterset.fitting_without("language"), "language", "original_language"),
        _counted(filterset.fitting_without("country"), "country", "countries__iso2"),
        _counted(programs, "program", "related_pages__target__slug", distinct=True),
    ]
    rows = list(first.union(*others, all=True))
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for mark, key, _name, count in rows:
        if not mark.startswith(_COUNTED) or key is None:
            continue
        name = mark.removeprefix(_COUNTED)
        if name == "language":
            for code, originals in READ_IN.items():
                counts[name][code] += count if key in originals else 0
        else:
            counts[name][key] += count
    chosen = filterset.form.cleaned_data["kind"]
    # Every publication has one kind, so the kinds say how many there are.
    kinds = counts["kind"]
    total = kinds[chosen] if chosen else sum(kinds.values())
    names = sorted_names(row for row in rows if not row[0].startswith(_COUNTED))
    return Facets(total, counts, names)


def _counted(queryset: QuerySet, name: str, by: str, distinct: bool = False) -> QuerySet:
    mark = Value(f"{_COUNTED}{name}", output_field=CharField())
    empty = Value("", output_field=CharField())
    counted = queryset.order_by().values_list(mark, Cast(F(by), CharField()), empty)
    return counted.annotate(found=Count("pk", distinct=distinct))
