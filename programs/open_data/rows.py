"""The rows of the tables, in the order of their columns, and when they were last changed.

Values may be many: they are read a chunk at a time. Names are looked up beforehand; other tables
are short.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Max
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.core.open_data.tables import Rows, in_chunks
from portal.reference.models import District
from programs.figures import public_values
from programs.models import Indicator, IndicatorValue, ProgramArea, ProgramPage, ProgramPartner
from programs.open_data.public import PublicProgram, document_addresses, public_programs


def rows_of(name: str, chosen, language: str) -> Rows:
    """Return the rows of a table. `chosen` is the queryset that its filters made."""
    return _MAKERS[name](chosen, language)


def last_change(name: str) -> datetime | None:
    """Return when anything in a table was last changed, as far as that is recorded."""
    if name == "values":
        return IndicatorValue.objects.aggregate(latest=Max("updated"))["latest"]
    if name == "indicators":
        return _indicators_changed()
    return _published(public_programs("bn").values())


# --- Values -------------------------------------------------------------------------------


def _values(chosen, language: str) -> Rows:
    programs = public_programs(language)
    values = public_values(chosen).order_by()
    indicators = {row.pk: row for row in Indicator.objects.all()}
    districts = {row.pk: row for row in District.objects.all()}
    documents = document_addresses(
        IndicatorValue.objects.exclude(source_document=None).values("source_document"), language
    )
    facts = values.aggregate(count=Count("pk"), latest=Max("updated"))
    state = [_plain(row) for row in indicators.values()] + [*programs.values(), *documents.items()]
    return Rows(
        rows=_value_rows(values, language, indicators, programs, districts, documents),
        count=facts["count"],
        updated=facts["latest"],
        state=repr([facts, state]),
    )


def _plain(record) -> tuple:
    return tuple(getattr(record, field.attname) for field in record._meta.concrete_fields)


def _value_rows(values, language, indicators, programs, districts, documents) -> Iterator[tuple]:
    words = {
        pk: (
            row.key,
            row.name_en if language == "en" else row.name_bn,
            row.level,
            row.unit,
            row.may_count_twice,
        )
        for pk, row in indicators.items()
    }
    titles = {pk: (row.slug, row.title) for pk, row in programs.items()}
    places = {
        pk: (row.code, row.name_en if language == "en" else row.name_bn)
        for pk, row in districts.items()
    }
    fields = values.values_list(
        "pk",
        "key",
        "indicator_id",
        "program_id",
        "period_start",
        "period_end",
        "district_id",
        "age_band",
        "disability",
        "total",
        "female",
        "male",
        "other",
        "target",
        "out_of",
        f"source_{language}",
        "source_page",
        "source_document_id",
        f"note_{language}",
        "updated",
    )
    for row in in_chunks(fields):
        female, male, other = row[10:13]
        yield (
            row[1],
            *words[row[2]],
            *titles.get(row[3], ("", "")),
            row[4],
            row[5],
            *places.get(row[6], (None, "")),
            row[7],
            row[8],
            row[9],
            female,
            male,
            other,
            row[13],
            row[14],
            None if female is None or male is None else female + male + (other or 0) == row[9],
            row[15],
            row[16],
            documents.get(row[17], ""),
            row[18],
            _day(row[19]),
        )


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


# --- Indicators ---------------------------------------------------------------------------


def _indicators(chosen, language: str) -> Rows:
    rows = [
        (
            row.key,
            getattr(row, f"name_{language}"),
            getattr(row, f"definition_{language}"),
            row.level,
            row.unit,
            row.may_count_twice,
            row.by_sex,
            row.by_age,
            row.by_disability,
            row.baseline,
            row.baseline_year,
            getattr(row, f"verification_{language}"),
            row.participants_of.key if row.participants_of else "",
        )
        for row in Indicator.objects.select_related("participants_of")
    ]
    return _short(rows, _indicators_changed())


def _indicators_changed() -> datetime | None:
    """When an indicator was last changed in the admin, or a value of one anywhere."""
    kind = ContentType.objects.get_for_model(Indicator)
    log = ModelLogEntry.objects.filter(content_type=kind).aggregate(latest=Max("timestamp"))
    values = IndicatorValue.objects.aggregate(latest=Max("updated"))
    moments = (log["latest"], values["latest"])
    return max((moment for moment in moments if moment), default=None)


# --- Programmes, where they work and with whom --------------------------------------------


def _programs(chosen, language: str) -> Rows:
    programs = _chosen_programs(chosen, language)
    pages = (
        ProgramPage.objects.filter(pk__in=list(programs))
        .defer_streamfields()
        .prefetch_related("topics")
        .order_by("path")
    )
    rows = []
    for page in pages:
        words = programs[page.pk]
        rows.append(
            (
                words.slug,
                words.title,
                words.short_title,
                words.summary,
                words.language,
                page.status,
                page.role,
                page.start,
                page.end,
                page.first_year,
                page.last_year,
                _period(page, words, language),
                " ".join(sorted(topic.key for topic in page.topics.all())),
                page.budget,
                page.spending,
                page.spending_date,
                page.currency,
                page.source,
                words.url,
                _day(words.published),
            )
        )
    return _short(rows, _published(programs.values()))


def _period(page: ProgramPage, words: PublicProgram, language: str) -> str:
    """The period in words, in the language of the programme's other words."""
    if words.language == page.locale.language_code:
        return page.period
    twin = ProgramPage.objects.filter(
        translation_key=page.translation_key, locale__language_code=language
    )
    return twin.values_list("period", flat=True).first() or ""


def _areas(chosen, language: str) -> Rows:
    programs = _chosen_programs(chosen, language)
    areas = (
        ProgramArea.objects.filter(page_id__in=list(programs))
        .select_related("division", "district__division", "upazila__district__division")
        .order_by("page__path", "sort_order")
    )
    names = dict(
        ProgramArea.objects.filter(
            locale__language_code=language, translation_key__in=areas.values("translation_key")
        ).values_list("translation_key", "name")
    )
    rows = []
    for area in areas:
        program = programs[area.page_id]
        district = area.district or (area.upazila and area.upazila.district)
        division = area.division or (district and district.division)
        is_own = program.language == language
        rows.append(
            (
                program.slug,
                program.title,
                names.get(area.translation_key, area.name) if is_own else area.name,
                area.kind,
                *_place(division, language),
                *_place(district, language),
                *_place(area.upazila, language),
            )
        )
    return _short(rows, _published(programs.values()))


def _place(place, language: str) -> tuple[int | None, str]:
    return (place.code, getattr(place, f"name_{language}")) if place else (None, "")


def _partners(chosen, language: str) -> Rows:
    programs = _chosen_programs(chosen, language)
    partners = (
        ProgramPartner.objects.filter(page_id__in=list(programs))
        .select_related("organisation")
        .order_by("page__path", "sort_order")
    )
    rows = [
        (
            programs[row.page_id].slug,
            programs[row.page_id].title,
            row.organisation.key,
            getattr(row.organisation, f"name_{language}"),
            row.role,
            row.grant,
            row.currency,
            row.grant_date,
            row.organisation.url,
            row.organisation.iati_identifier,
            getattr(row, f"disclaimer_{language}"),
        )
        for row in partners
    ]
    return _short(rows, _published(programs.values()))


def _chosen_programs(chosen, language: str) -> dict[int, PublicProgram]:
    """Those that were asked for and that everybody may see, in the order of the tree."""
    wanted = set(chosen.values_list("pk", flat=True))
    return {pk: row for pk, row in public_programs(language).items() if pk in wanted}


def _published(programs: Iterable[PublicProgram]) -> datetime | None:
    return max((row.published for row in programs if row.published), default=None)


def _short(rows: list[tuple], updated: datetime | None) -> Rows:
    return Rows(rows=rows, count=len(rows), updated=updated, state=repr((updated, rows)))


_MAKERS: dict[str, Callable[..., Rows]] = {
    "values": _values,
    "indicators": _indicators,
    "programs": _programs,
    "areas": _areas,
    "partners": _partners,
}
