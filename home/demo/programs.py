"""Programmes, their index, and the figures that were measured."""

from dataclasses import dataclass

from home.demo.content import Child, Content, Reference
from home.demo.files import LANGUAGES, read
from home.demo.pages import page_texts
from home.demo.rows import Rows
from home.demo.streams import body, stream
from portal.reference.models import District, Division, Upazila
from programs.models import (
    ImpactPage,
    Indicator,
    IndicatorValue,
    ProgramIndexPage,
    ProgramPage,
    StoryIndexPage,
)

# What a row of figures.toml may leave out, by the model's name for it.
_OPTIONAL = ("female", "male", "other", "target", "age_band", "disability", "source_page")


@dataclass(frozen=True)
class _Map:
    """Primary keys by English name: asked for once, not for every row of the files."""

    divisions: dict[str, int]
    districts: dict[str, int]
    upazilas: dict[tuple[str, int], int]

    @classmethod
    def read(cls) -> "_Map":
        upazilas = Upazila.objects.values_list("name_en", "district_id", "pk")
        return cls(
            divisions=dict(Division.objects.values_list("name_en", "pk")),
            districts=dict(District.objects.values_list("name_en", "pk")),
            upazilas={(name, district): pk for name, district, pk in upazilas},
        )


def index() -> list[Content]:
    """The list of programmes."""
    bn, en = page_texts(read("programs")["index"])
    slug = {"slug": "programs"}
    return [Content(model=ProgramIndexPage, key="page/programs/", bn=bn | slug, en=en | slug)]


def below_index() -> list[Content]:
    """The results of each year, and the place of stories: none has a consent yet."""
    contents = []
    for slug, model in (("impact", ImpactPage), ("stories", StoryIndexPage)):
        row = read("programs")[slug]
        key = f"page/programs/{slug}/"
        bn, en = page_texts(row)
        for language, texts in zip(LANGUAGES, (bn, en), strict=True):
            texts["slug"] = slug
            if "body" in row:
                texts["body"] = body(key, row["body"], language)
        contents.append(Content(model=model, key=key, bn=bn, en=en))
    return contents


def programs() -> list[Content]:
    """The programmes in the order of the file."""
    places = _Map.read()
    return [_program(row, places) for row in read("programs")["program"]]


def _program(row: dict, places: _Map) -> Content:
    key = f"page/programs/{row['slug']}/"
    bn, en = page_texts(row, "short_title", "period", "team_contact")
    for language, texts in zip(LANGUAGES, (bn, en), strict=True):
        texts |= {
            "slug": row["slug"],
            # Printed titles are longer than a line of search results.
            "seo_title": texts["short_title"],
            "status": row["status"],
            "role": row["role"],
            "start": row.get("start"),
            "end": row.get("end"),
            "first_year": row.get("first_year") or getattr(row.get("start"), "year", None),
            "last_year": row.get("last_year") or getattr(row.get("end"), "year", None),
            "source": row["source"][language],
            "results": stream(
                key,
                "results",
                [(each["type"], each[language].strip()) for each in row.get("results", [])],
            ),
            "body": body(key, row["body"], language),
            "topics": [Reference(f"topic/{theme}") for theme in row["themes"]],
        }
    partners = [
        {
            "organisation_id": Reference(f"organisation/{partner['organisation']}"),
            "role": partner["role"],
        }
        for partner in row["partners"]
    ]
    related = [
        {"related_page_id": Reference(f"page/publications/{slug}/")}
        for slug in row.get("publications", [])
    ]
    return Content(
        model=ProgramPage,
        key=key,
        bn=bn,
        en=en,
        children={
            "partners": [Child(bn=partner, en=partner) for partner in partners],
            "areas": [
                Child(
                    key=f"areas/{area['en']}",
                    **{
                        language: {"name": area[language], **_place(area, places)}
                        for language in LANGUAGES
                    },
                )
                for area in row["areas"]
            ],
            "related_pages": [Child(bn=page, en=page) for page in related],
        },
    )


def _place(area: dict, places: _Map) -> dict:
    """Where an area lies on the map. Raises KeyError for a name that is not on it."""
    district = places.districts[area["district"]] if "district" in area else None
    return {
        "kind": area.get("kind", "other"),
        "division_id": places.divisions[area["division"]] if "division" in area else None,
        "district_id": district,
        "upazila_id": (places.upazilas[area["upazila"], district] if "upazila" in area else None),
    }


def indicators() -> Rows:
    """What is counted, in the order of the file."""
    return Rows(
        model=Indicator,
        key=("key",),
        rows=[_indicator(row, place) for place, row in enumerate(read("figures")["indicator"], 1)],
        reference="indicator/{key}",
    )


def _indicator(row: dict, place: int) -> dict:
    counts = row.get("participants_of")
    fields = {
        "key": row["key"],
        "unit": row["unit"],
        "level": row["level"],
        "may_count_twice": row["may_count_twice"],
        "by_sex": row.get("by_sex", False),
        "by_age": row.get("by_age", False),
        # The events stand before the people at them.
        "participants_of_id": Reference(f"indicator/{counts}") if counts else None,
        "topic_id": Reference(f"topic/{row['topic']}") if "topic" in row else None,
        "sort_order": place,
    }
    for language in LANGUAGES:
        fields |= {f"{name}_{language}": row[language][name] for name in ("name", "definition")}
        fields[f"verification_{language}"] = row[language].get("verification", "")
    return fields


def values() -> Rows:
    """What was counted, as printed. Values without a project belong to the organisation."""
    districts = _Map.read().districts
    return Rows(
        model=IndicatorValue,
        key=("key",),
        rows=[_value(row, districts) for row in read("figures")["value"]],
    )


def value_key(row: dict) -> str:
    """What texts embed a value by: its own key, or indicator, project, group and year."""
    year = str(row["period_end"].year)
    parts = (row["indicator"], row.get("project"), row.get("age_band"), year)
    return row.get("key") or "-".join(filter(None, parts))


def _value(row: dict, districts: dict[str, int]) -> dict:
    project = row.get("project")
    source_page = row.get("document")
    fields = {
        "key": value_key(row),
        "indicator_id": Reference(f"indicator/{row['indicator']}"),
        "program_id": Reference(f"page/programs/{project}/") if project else None,
        "period_start": row["period_start"],
        "period_end": row["period_end"],
        "district_id": districts[row["district"]] if "district" in row else None,
        "total": row["total"],
        "out_of": row.get("of_total"),
        "home_order": row.get("on_home"),
        "headline_order": row.get("headline"),
        "source_document_id": (
            Reference(f"page/publications/{source_page}/") if source_page else None
        ),
    }
    fields |= {
        name: row.get(name, "" if name in ("age_band", "disability", "source_page") else None)
        for name in _OPTIONAL
    }
    for language in LANGUAGES:
        fields[f"source_{language}"] = row["source"][language]
        fields[f"note_{language}"] = row.get("note", {}).get(language, "")
    return fields
