"""How many publications each choice of a filter would find, and what the choices are called."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from publications.filters import (
    NAMED,
    PROGRAM_TYPE,
    READ_IN,
    PublicationFilter,
    name_rows,
    sorted_names,
)

# Marks the rows that count, among those that name.
_COUNTED = "#"
# Filters by columns of the publication itself: the filter's name and the column's.
OWN = {"kind": "kind", "year": "year", "language": "original_language"}


@dataclass(frozen=True)
class Facets:
    """`total` publications fit all filters. `counts`, by filter and choice, ignore that filter.

    `names` are those of `publications.filters.names_of_choices`.
    """

    total: int = 0
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in NAMED})


def facets_of(filterset: PublicationFilter, language: str) -> Facets:
    """Return the counts for a filter set that is valid, and the names. One query for all.

    Kind, year and language are columns of one table: they are counted together, by all three, and
    put together here. Each filter by itself would read every publication once more.
    """
    types = {f"related_pages__target__{part}": value for part, value in PROGRAM_TYPE.items()}
    programs = filterset.fitting_without("program").filter(**types)
    first, *others = [
        *name_rows(language),
        _counted(filterset.fitting_without(*OWN), *OWN.values()),
        _counted(filterset.fitting_without("topic"), "topics__key", mark="topic"),
        _counted(filterset.fitting_without("country"), "countries__iso2", mark="country"),
        _counted(programs, "related_pages__target__slug", mark="program", distinct=True),
    ]
    rows = list(first.union(*others, all=True))
    names = sorted_names(row for row in rows if not row[0].startswith(_COUNTED))
    counted = [
        (mark.removeprefix(_COUNTED), *rest) for mark, *rest in rows if mark.startswith(_COUNTED)
    ]
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for name, key, _rest, count in counted:
        if name in NAMED and key is not None:
            counts[name][key] += count
    chosen = filterset.form.cleaned_data
    total = 0
    for kind, year, original, count in _by_own_columns(counted):
        fits = {
            "kind": not chosen["kind"] or kind == chosen["kind"],
            "year": not chosen["year"] or year == str(chosen["year"]),
            "language": not chosen["language"] or original in READ_IN[chosen["language"]],
        }
        if fits["year"] and fits["language"]:
            counts["kind"][kind] += count
        if year and fits["kind"] and fits["language"]:
            counts["year"][year] += count
        for code, originals in READ_IN.items():
            if original in originals and fits["kind"] and fits["year"]:
                counts["language"][code] += count
        total += count if all(fits.values()) else 0
    return Facets(total, counts, names)


def _by_own_columns(counted: list[tuple]):
    """Yield (kind, year or nothing, language of the original, count)."""
    for mark, kind, rest, count in counted:
        if mark == "":
            year, original = rest.split(" ")
            yield kind, year, original, count


def _counted(
    queryset: QuerySet, by: str, *others: str, mark: str = "", distinct: bool = False
) -> QuerySet:
    """Return a query of (mark, value, further values with spaces between them, count)."""
    rest = Value("", output_field=CharField())
    if others:
        spaced = [part for name in others for part in (Value(" "), _as_text(name))]
        rest = Concat(*spaced[1:], output_field=CharField())
    shown = Value(f"{_COUNTED}{mark}", output_field=CharField())
    counted = queryset.order_by().values_list(shown, _as_text(by), rest)
    return counted.annotate(found=Count("pk", distinct=distinct))


def _as_text(name: str) -> Coalesce:
    return Coalesce(Cast(F(name), CharField()), Value("")) if "__" not in name else F(name)
