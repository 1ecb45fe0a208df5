"""What is known of a year, and what can be compared over years, for the impact page.

OKUP's own figures only: a partner organisation's project has its figures on its own page.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q

from portal.reference.models import District, Topic
from programs.charts import Bar, Trend, bars, trend
from programs.district_map import DistrictMap, district_map


@dataclass(frozen=True)
class TopicTables:
    """The tables of one area of work; `name` is empty for what belongs to none."""

    name: str
    tables: list


@dataclass(frozen=True)
class DistrictRow:
    """What is known of the work in a district: programmes, and people where they were counted."""

    district: District
    programs: list
    people: int | None


@dataclass(frozen=True)
class YearInFigures:
    """A year: `headlines` are rows that editors chose, outcomes first."""

    year: int
    headlines: list
    topics: list[TopicTables]
    people_by_program: list[Bar]
    map: DistrictMap
    districts: list[DistrictRow]
    disagreeing: int
    count: int


def _own_values():
    """Values of the organisation and of its own programmes, with what a table needs."""
    model = apps.get_model("programs", "IndicatorValue")
    own = Q(program=None) | Q(program__role="implementer", program__live=True)
    return model.objects.filter(own).select_related("indicator")


def years_with_figures() -> list[int]:
    """Return the years in which the period of a figure ends, the latest first. One query."""
    years = _own_values().order_by().values_list("period_end__year", flat=True).distinct()
    return sorted(years, reverse=True)


def year_in_figures(year: int, locale_id: int) -> YearInFigures:
    """Return what is known of a year, for readers of a locale. Six queries."""
    from programs.tables import rows_of, tables_of

    values = list(
        _own_values()
        .filter(period_end__year=year)
        .select_related("indicator__topic", "district")
        .order_by("indicator__sort_order", "program_id", "pk")
    )
    programs = _programs_of(values, year, locale_id)
    titles = {key: page.short_title or page.title for key, page in programs.items()}
    rows = rows_of(values, titles)
    names = _topic_names(locale_id)
    by_topic = defaultdict(list)
    for row in rows:
        topic = row.value.indicator.topic
        by_topic[names.get(topic.key, topic.name) if topic else ""].append(row)
    headlines = [row for row in rows if row.value.headline_order is not None]
    districts = _districts(values, programs)
    return YearInFigures(
        year=year,
        headlines=sorted(headlines, key=lambda row: row.value.headline_order),
        topics=[TopicTables(name, tables_of(rows)) for name, rows in by_topic.items()],
        people_by_program=bars(
            (titles[value.program_id], value.total, f"#{value.key}")
            for value in values
            if value.indicator.key == "people-reached" and value.program_id in titles
        ),
        map=district_map(
            [row.district for row in districts],
            {row.district.code: len(row.programs) for row in districts},
        ),
        districts=[row for row in districts if row.programs or row.people is not None],
        disagreeing=sum(bool(row.disagreements) for row in rows),
        count=len(rows),
    )


def _programs_of(values: Iterable, year: int, locale_id: int) -> dict[int, object]:
    """Return OKUP's programmes of a year in a locale, by the key that values refer to."""
    model = apps.get_model("programs", "ProgramPage")
    pages = list(
        model.objects.live()
        .filter(role="implementer")
        .filter(
            Q(pk__in={value.program_id for value in values if value.program_id})
            | Q(first_year__lte=year, last_year__gte=year)
            | Q(first_year__lte=year, last_year=None, status="running")
            | Q(locale_id=locale_id)
        )
        .defer_streamfields()
        .prefetch_related("areas")
        .order_by("path")
    )
    shown = {page.translation_key: page for page in pages if page.locale_id == locale_id}
    return {page.pk: shown.get(page.translation_key, page) for page in pages}


def _topic_names(locale_id: int) -> dict[str, str]:
    return dict(Topic.objects.filter(locale_id=locale_id).values_list("key", "name"))


def _districts(values: Iterable, programs: dict[int, object]) -> list[DistrictRow]:
    """Return all districts with the programmes that name them and the people counted there."""
    working = defaultdict(dict)
    for page in programs.values():
        for area in page.areas.all():
            if area.district_id:
                working[area.district_id][page.translation_key] = page
    people: dict[int, int] = defaultdict(int)
    for value in values:
        if value.district_id and value.indicator.key == "people-reached":
            people[value.district_id] += int(value.total)
    return [
        DistrictRow(district, list(working[district.pk].values()), people.get(district.pk))
        for district in District.objects.all()
    ]


def over_the_years() -> list[Trend]:
    """Return what was counted in more than one year, for the organisation as a whole.

    One query. Only values of the same indicator and scope are compared.
    """
    by_scope = defaultdict(list)
    for value in (
        _own_values()
        .filter(district=None, age_band="", disability="")
        .order_by("indicator__sort_order", "period_end")
    ):
        by_scope[value.indicator, value.program_id].append(value)
    return [
        trend(indicator, values)
        for (indicator, _program), values in by_scope.items()
        if len({value.period_end.year for value in values}) > 1
    ]
