"""What came of one programme, whoever carries it out: for its impact page at `impact/`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.apps import apps
from django.db.models import Exists, OuterRef

from portal.core.site_frame import in_language
from portal.core.translation_state import only_translated
from portal.reference.models import District
from programs.charts import TargetBar, Trend, target_bars
from programs.district_map import DistrictMap, district_map
from programs.figures import values_of_program
from programs.impact import REACHED, counts_everybody, trends_of, with_licence

MOST_HEADLINES = 4
# More bars than that are no picture any more: the tables hold every row.
MOST_BARS = 20


@dataclass
class PlacesInDistrict:
    """A district with the places in it where a programme works, and people counted there."""

    district: District
    places: list[str] = field(default_factory=list)
    people: Decimal | None = None


@dataclass(frozen=True)
class ProgramInFigures:
    """All that was counted of a programme. `elsewhere` are places that are in no district.

    `shades_people` tells whether the map is dark where many people were reached, and not only
    where the programme works. `values` are all values, `years` those in which a period ends.
    """

    values: list
    years: list[int]
    headlines: list
    tables: list
    targets: list[TargetBar]
    targets_left_out: int
    trends: list[Trend]
    map: DistrictMap
    shades_people: bool
    districts: list[PlacesInDistrict]
    elsewhere: list[str]
    disagreeing: int
    count: int

    @property
    def counts_in_districts(self) -> bool:
        """Whether people were counted in any district."""
        return any(place.people for place in self.districts)


def program_in_figures(page) -> ProgramInFigures | None:
    """Return what was counted of a programme; nothing without a figure.

    Two queries, however much is known.
    """
    from programs.tables import rows_of, tables_of

    values = list(with_licence(values_of_program(page)).select_related("district"))
    if not values:
        return None
    rows = rows_of(values)
    with_target = [row for table in tables_of(rows) for row in table.rows if row.value.target]
    districts, elsewhere = _places(page, values)
    shades_people = bool(districts) and all(place.people for place in districts)
    return ProgramInFigures(
        values=values,
        years=sorted({value.period_end.year for value in values}, reverse=True),
        headlines=_headlines(rows),
        tables=tables_of(rows),
        targets=target_bars(row.value for row in with_target[:MOST_BARS]),
        targets_left_out=max(len(with_target) - MOST_BARS, 0),
        trends=trends_of(values),
        map=district_map(
            {place.district: place.people if shades_people else 1 for place in districts}
        ),
        shades_people=shades_people,
        districts=districts,
        elsewhere=elsewhere,
        disagreeing=sum(bool(row.disagreements) for row in rows),
        count=len(rows),
    )


def _headlines(rows: list) -> list:
    """Return the rows that editors chose, then what changed, people reached, and people."""

    def place(row) -> tuple:
        value = row.value
        return (
            value.headline_order is None,
            value.headline_order or 0,
            value.indicator.level != "outcome",
            value.indicator.key != REACHED,
            value.indicator.unit != "people",
            value.target is None,
            -value.period_end.year,
        )

    return sorted((row for row in rows if counts_everybody(row.value)), key=place)[:MOST_HEADLINES]


def _places(page, values: Iterable) -> tuple[list[PlacesInDistrict], list[str]]:
    """Return the districts by name with what lies in them, and the other places. One query.

    Districts of values are among them: a figure of a place says that the work was there.
    """
    found: dict[int, PlacesInDistrict] = {}
    elsewhere = []
    areas = page.areas.select_related("district", "upazila__district").order_by("sort_order")
    for area in areas:
        district = area.district or (area.upazila.district if area.upazila else None)
        if district is None:
            elsewhere.append(area.name)
            continue
        places = found.setdefault(district.pk, PlacesInDistrict(district)).places
        if area.name != district.name:
            places.append(area.name)
    for value in values:
        if value.district_id:
            place = found.setdefault(value.district_id, PlacesInDistrict(value.district))
            # The latest period: values of several periods may count the same people.
            if value.indicator.key == REACHED and counts_everybody(value) and not place.people:
                place.people = value.total
    return sorted(found.values(), key=lambda place: place.district.name), elsewhere


@dataclass(frozen=True)
class ProgramLink:
    """A programme of which something was counted, and the address of what came of it."""

    title: str
    url: str
    is_own: bool


def programs_with_figures(locale) -> list[ProgramLink]:
    """Return the programmes of a locale that have an impact page of their own. One query."""
    pages = _pages_with_figures().filter(locale=locale).order_by("path")
    return [
        ProgramLink(
            title=short or title,
            url=_impact_path(url_path, locale.language_code),
            is_own=role != "partner-data",
        )
        for title, short, url_path, role in pages.values_list(
            "title", "short_title", "url_path", "role"
        )
    ]


def impact_paths() -> list[dict[str, str]]:
    """Return the impact page of every public programme by language. One query."""
    pages = only_translated(_pages_with_figures().public()).order_by("path")
    paths: dict = defaultdict(dict)
    for key, url_path, code in pages.values_list(
        "translation_key", "url_path", "locale__language_code"
    ):
        paths[key][code] = _impact_path(url_path, code)
    return list(paths.values())


def _pages_with_figures():
    values = apps.get_model("programs", "IndicatorValue").objects.filter(
        program__translation_key=OuterRef("translation_key")
    )
    return apps.get_model("programs", "ProgramPage").objects.live().filter(Exists(values))


def _impact_path(url_path: str, language: str) -> str:
    """A stored path begins with the home page's slug, an address with the language."""
    return in_language(f"/{url_path.split('/', 2)[2]}impact/", language)
