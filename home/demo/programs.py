"""Programmes, their index, and the figures that were measured."""

from home.demo.content import Child, Content, Reference
from home.demo.files import LANGUAGES, read
from home.demo.pages import page_texts
from home.demo.rows import Rows
from home.demo.streams import body
from programs.models import Indicator, IndicatorValue, ProgramIndexPage, ProgramPage


def index() -> list[Content]:
    """The list of programmes."""
    bn, en = page_texts(read("programs")["index"])
    slug = {"slug": "programs"}
    return [Content(model=ProgramIndexPage, key="page/programs/", bn=bn | slug, en=en | slug)]


def programs() -> list[Content]:
    """The programmes in the order of the file."""
    return [_program(row) for row in read("programs")["program"]]


def _program(row: dict) -> Content:
    key = f"page/programs/{row['slug']}/"
    bn, en = page_texts(row, "short_title", "period")
    for language, texts in zip(LANGUAGES, (bn, en), strict=True):
        texts |= {
            "slug": row["slug"],
            # Printed titles are longer than a line of search results.
            "seo_title": texts["short_title"],
            "status": row["status"],
            "role": row["role"],
            "start": row.get("start"),
            "end": row.get("end"),
            "source": row["source"][language],
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
                    **{language: {"name": area[language]} for language in LANGUAGES},
                )
                for area in row["areas"]
            ],
        },
    )


def indicators() -> Rows:
    """What is counted, in the order of the file."""
    return Rows(
        model=Indicator,
        key=("key",),
        rows=[
            {
                "key": row["key"],
                "unit": row["unit"],
                "level": row["level"],
                "may_count_twice": row["may_count_twice"],
                "sort_order": place,
            }
            | {
                f"{name}_{language}": row[language][name]
                for name in ("name", "definition")
                for language in LANGUAGES
            }
            for place, row in enumerate(read("figures")["indicator"], start=1)
        ],
        reference="indicator/{key}",
    )


def values() -> Rows:
    """What was counted, as printed. Values without a project belong to the organisation."""
    return Rows(
        model=IndicatorValue,
        key=("indicator_id", "program_id", "period_start", "period_end"),
        rows=[
            {
                "indicator_id": Reference(f"indicator/{row['indicator']}"),
                "program_id": (
                    Reference(f"page/programs/{row['project']}/") if "project" in row else None
                ),
                "period_start": row["period_start"],
                "period_end": row["period_end"],
                "total": row["total"],
                "female": row.get("female"),
                "male": row.get("male"),
                "out_of": row.get("of_total"),
                "home_order": row.get("on_home"),
            }
            | {f"source_{language}": row["source"][language] for language in LANGUAGES}
            | {f"note_{language}": row.get("note", {}).get(language, "") for language in LANGUAGES}
            for row in read("figures")["value"]
        ],
    )
