"""What is known of a year, and what can be compared over years, for the impact page.

OKUP's own figures only: a partner organisation's project has its figures on its own page.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.apps import apps
from django.db.models import Aggregate, Count, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import ExtractYear

from portal.core.site_frame import in_language
from portal.core.translation_state import only_translated
from portal.reference.models import District, Topic
from programs.charts import Bar, Trend, bars, trend
from programs.district_map import DistrictMap, district_map

# The indicator that a programme's and a district's size is told by.
REACHED = "people-reached"


class YearsInOneText(Aggregate):
    """Different years as `2018,2019`: they come along with another query."""

    output_field = TextField()
    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        """As SQLite says it."""
        template = "GROUP_CONCAT(DISTINCT %(expressions)s)"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler, connection, **context):
        """As PostgreSQL says it."""
        template = "STRING_AGG(DISTINCT (%(expressions)s)::text, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


@dataclass(frozen=True)
class TopicTables:
    """The tables of one area of work; `name` is empty for what belongs to none."""

    name: str
    tables: list


@dataclass
class ShownProgram:
    """A programme of OKUP's in the words of the reader's language."""

    key: object
    title: str
    url: str
    districts: dict[int, District] = field(default_factory=dict)


@dataclass(frozen=True)
class DistrictRow:
    """What is known of the work in a district: programmes, and people where they were counted."""

    district: District
    programs: list[ShownProgram]
    people: Decimal | None


@dataclass(frozen=True)
class YearInFigures:
    """A year: `headlines` are rows that editors chose, outcomes first. `years` are all years.

    `programs` are those of OKUP's programmes of which something was counted in it.
    """

    year: int
    years: list[int]
    values: list
    programs: list[ShownProgram]
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


def with_licence(values):
    """Return values with the licence of the open data beside each: no query of its own."""
    stored = apps.get_model("programs", "OpenDataSettings").objects
    return values.annotate(
        licence_name=Subquery(stored.values("licence_name")[:1]),
        licence_url=Subquery(stored.values("licence_url")[:1]),
    )


def counts_everybody(value) -> bool:
    """Whether a value is of all people, and not of an age or of people with a disability."""
    return not value.age_band and not value.disability


def years_with_figures() -> list[int]:
    """Return the years in which the period of a figure ends, the latest first. One query."""
    years = _own_values().order_by().values_list("period_end__year", flat=True).distinct()
    return sorted(years, reverse=True)


def year_paths() -> list[dict[str, str]]:
    """Return the path of each year by language, for the sitemap. Two queries."""
    pages = only_translated(apps.get_model("programs", "ImpactPage").objects.live().public())
    impact = {
        code: in_language(f"/{url_path.split('/', 2)[2]}", code)
        for code, url_path in pages.values_list("locale__language_code", "url_path")
    }
    if not impact:
        return []
    return [
        {code: f"{path}{year}/" for code, path in impact.items()} for year in years_with_figures()
    ]


def year_in_figures(year: int, locale) -> YearInFigures | None:
    """Return what is known of a year for readers of a locale; nothing without a figure.

    Two queries, however much is known.
    """
    from programs.tables import rows_of

    every_year = (
        _own_values()
        .order_by()
        .values(all=Value(1))
        .annotate(years=YearsInOneText(ExtractYear("period_end")))
        .values("years")
    )
    topic_name = Topic.objects.filter(
        locale=locale, translation_key=OuterRef("indicator__topic__translation_key")
    ).values("name")[:1]
    values = list(
        with_licence(_own_values())
        .filter(period_end__year=year)
        .select_related("district")
        .annotate(years=Subquery(every_year), topic_name=Subquery(topic_name))
        .order_by("indicator__sort_order", "program_id", "pk")
    )
    if not values:
        return None
    programs = _programs_of(year, {value.program_id for value in values}, locale)
    titles = {key: program.title for key, program in programs.items()}
    rows = rows_of(values, titles)
    by_topic = defaultdict(list)
    for row in rows:
        by_topic[row.value.topic_name or ""].append(row)
    headlines = [row for row in rows if row.value.headline_order is not None]
    sizes = _people_of_programs(values)
    districts = _districts(values, programs)
    return YearInFigures(
        year=year,
        years=sorted(map(int, values[0].years.split(",")), reverse=True),
        values=values,
        programs=_counted_programs(values, programs),
        headlines=sorted(headlines, key=lambda row: row.value.headline_order),
        topics=_outcomes_first(
            by_topic, {row.value.pk for row in headlines} | {each.pk for each in sizes}
        ),
        people_by_program=bars(
            (titles[value.program_id], value.total, f"#{value.key}") for value in sizes
        ),
        map=district_map({row.district: len(row.programs) for row in districts}),
        districts=districts,
        disagreeing=sum(bool(row.disagreements) for row in rows),
        count=len(rows),
    )


def _outcomes_first(by_topic: dict[str, list], linked: set[int]) -> list[TopicTables]:
    """Return the areas of work: those where something changed first, and the rest of all last.

    Where something changed, what was done is folded, unless the page itself leads to a row of it
    (`linked` are keys of values): not every browser opens what a link leads into.
    """
    from programs.tables import tables_of

    topics = [TopicTables(name, tables_of(rows)) for name, rows in by_topic.items()]
    for topic in topics:
        for table in topic.tables[1:]:
            table.is_folded = linked.isdisjoint(row.value.pk for row in table.rows)
    return sorted(topics, key=lambda topic: (not topic.name, not topic.tables[0].is_of_outcomes))


def _counted_programs(values: Iterable, programs: dict[int, ShownProgram]) -> list[ShownProgram]:
    counted = {programs[value.program_id].key for value in values if value.program_id in programs}
    in_order = {program.key: program for program in programs.values()}
    return [program for key, program in in_order.items() if key in counted]


def _people_of_programs(values: Iterable) -> list:
    """Return what tells each programme's size: the whole of it, where that was counted.

    A district's number is a part of a whole that stands beside it.
    """
    found: dict[tuple, object] = {}
    for value in values:
        if value.program_id and value.indicator.key == REACHED and counts_everybody(value):
            found.setdefault((value.program_id, value.district_id), value)
    return [
        value
        for (program, district), value in found.items()
        if district is None or (program, None) not in found
    ]


_OF_PLACE = ("areas__district", "areas__district__name_bn", "areas__district__name_en")


def _programs_of(year: int, with_values: set, locale) -> dict[int, ShownProgram]:
    """Return OKUP's programmes of a year, by the keys of their pages in every language.

    One query: a row for each page and place.
    """
    known = Q(first_year__lte=year, last_year__gte=year)
    running = Q(first_year__lte=year, last_year=None, status="running")
    model = apps.get_model("programs", "ProgramPage")
    rows = (
        model.objects.live()
        .filter(role="implementer")
        .order_by("path", "areas__sort_order")
        .values_list(
            "pk",
            "translation_key",
            "locale",
            "short_title",
            "title",
            "url_path",
            *_OF_PLACE,
            "areas__district__code",
        )
    )
    source = model.objects.filter(known | running | Q(pk__in=with_values - {None}))
    rows = rows.filter(translation_key__in=source.values("translation_key"))
    shown: dict = {}
    keys: dict[int, object] = {}
    for pk, key, locale_id, short, title, url_path, district, bn, en, code in rows:
        keys[pk] = key
        program = shown.get(key)
        if program is None or locale_id == locale.pk:
            path = in_language(f"/{url_path.split('/', 2)[2]}", locale.language_code)
            districts = program.districts if program else {}
            program = shown[key] = ShownProgram(key, short or title, path, districts)
        if district:
            program.districts[district] = District(pk=district, code=code, name_bn=bn, name_en=en)
    return {pk: shown[key] for pk, key in keys.items()}


def _districts(values: Iterable, programs: dict[int, ShownProgram]) -> list[DistrictRow]:
    """Return the districts with work, by name: programmes that name them, people counted there."""
    districts: dict[int, District] = {}
    working: dict[int, list] = defaultdict(list)
    for program in {program.key: program for program in programs.values()}.values():
        for pk, district in program.districts.items():
            districts[pk] = district
            working[pk].append(program)
    people: dict[int, Decimal] = {}
    for value in values:
        if value.district_id and value.indicator.key == REACHED and counts_everybody(value):
            districts[value.district_id] = value.district
            people[value.district_id] = people.get(value.district_id, 0) + value.total
    rows = [DistrictRow(each, working[pk], people.get(pk)) for pk, each in districts.items()]
    return sorted(rows, key=lambda row: row.district.name)


def over_the_years() -> list[Trend]:
    """Return what was counted in more than one year, for the organisation as a whole.

    One query. Only values of the same indicator and scope are compared.
    """
    wide = _own_values().filter(district=None, age_band="", disability="")
    several = (
        wide.order_by()
        .values("indicator", "program")
        .annotate(years=Count("period_end__year", distinct=True))
        .filter(years__gt=1)
        .values("indicator")
    )
    return trends_of(wide.filter(indicator__in=several).order_by("indicator__sort_order"))


def trends_of(values: Iterable) -> list[Trend]:
    """Return what was counted in more than one year, where indicator and scope are the same."""
    by_scope = defaultdict(list)
    for value in sorted(values, key=lambda value: value.period_end):
        scope = (value.program_id, value.district_id, value.age_band, value.disability)
        by_scope[value.indicator, scope].append(value)
    compared = [
        trend(indicator, found)
        for (indicator, _scope), found in by_scope.items()
        if len({value.period_end.year for value in found}) > 1
    ]
    return sorted(compared, key=lambda each: each.indicator.sort_order)
