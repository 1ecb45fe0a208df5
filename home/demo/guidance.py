"""Safe-migration guidance: the index, the stages and their guides, in reading order."""

from guidance.models import GuidanceIndexPage, GuidePage, SituationPage, StagePage
from home.demo.content import Content, Reference
from home.demo.files import LANGUAGES, read
from home.demo.pages import page_texts
from home.demo.streams import body, paragraphs, stream

GUIDE_FILES = (
    "guides_deciding",
    "guides_preparing_1",
    "guides_preparing_2",
    "guides_abroad",
    "guides_family",
    "guides_returned",
)


def index() -> list[Content]:
    """The way in."""
    bn, en = page_texts(read("stages")["guidance"])
    slug = {"slug": "guidance"}
    return [Content(model=GuidanceIndexPage, key="page/guidance/", bn=bn | slug, en=en | slug)]


def stages() -> list[Content]:
    """The five stages, each a door of the home page."""
    contents = []
    for row in read("stages")["stage"]:
        bn, en = page_texts(row, "door", "door_note")
        for language, texts in zip(LANGUAGES, (bn, en), strict=True):
            texts |= {
                "slug": row["slug"],
                "stage": row["slug"],
                "intro": paragraphs(row[language]["intro"]),
            }
        contents.append(
            Content(model=StagePage, key=f"page/guidance/{row['slug']}/", bn=bn, en=en)
        )
    return contents


def guides() -> list[Content]:
    """The guides of all stages."""
    return [_guide(row) for name in GUIDE_FILES for row in read(name)["guide"]]


def _guide(row: dict) -> Content:
    key = f"page/guidance/{row['stage']}/{row['slug']}/"
    bn, en = page_texts(row, "why")
    for language, texts in zip(LANGUAGES, (bn, en), strict=True):
        texts |= advice(key, row, language, GuidePage.text_fields)
    return Content(model=GuidePage, key=key, bn=bn, en=en)


def situations() -> list[Content]:
    """What has happened to a reader, each with what to do now."""
    contents = []
    for row in read("situations")["situation"]:
        key = f"page/guidance/{row['slug']}/"
        bn, en = page_texts(row, "door", "door_note")
        same = {name: row[name] for name in ("icon", "on_home_page")}
        for language, texts in zip(LANGUAGES, (bn, en), strict=True):
            texts |= same | advice(key, row, language, SituationPage.text_fields)
        contents.append(Content(model=SituationPage, key=key, bn=bn, en=en))
    return contents


def advice(key: str, row: dict, language: str, text_fields: tuple[str, ...]) -> dict:
    """Return what every page of advice has in a language: texts, related guides, trust."""
    related = [("guide", Reference(f"page/guidance/{path}/")) for path in row["related"]]
    sources = [
        ("source", {"name": source[language], "year": source["year"], "url": source["url"]})
        for source in row["sources"]
    ]
    return {
        "slug": row["slug"],
        **{name: body(key, row.get(name, []), language, name) for name in text_fields},
        "related": stream(key, "related", related),
        "sources": stream(key, "sources", sources),
        "checked_on": row["checked_on"],
        "check_again_by": row["check_again_by"],
    }
