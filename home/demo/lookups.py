"""What readers look up: countries, questions, words, the cost sheet, free sessions."""

from guidance.models import (
    CostSheetPage,
    CountryNote,
    DestinationIndexPage,
    DestinationPage,
    FreeSessionsPage,
    GlossaryPage,
    QuestionIndexPage,
    QuestionPage,
)
from home.demo.content import Content, Reference, both
from home.demo.files import LANGUAGES, read
from home.demo.guidance import advice
from home.demo.pages import page_texts
from home.demo.streams import body, paragraphs
from portal.reference.models import GlossaryTerm

# In the order in which the front page of guidance offers them.
LOOKUP_PAGES = (
    ("destinations", DestinationIndexPage),
    ("questions", QuestionIndexPage),
    ("cost-sheet", CostSheetPage),
    ("free-sessions", FreeSessionsPage),
    ("words", GlossaryPage),
)


def pages() -> list[Content]:
    """The front page of each kind of lookup."""
    contents = []
    for slug, model in LOOKUP_PAGES:
        table = read("lookups")[slug]
        key = f"page/guidance/{slug}/"
        bn, en = page_texts(table)
        for language, texts in zip(LANGUAGES, (bn, en), strict=True):
            texts["slug"] = slug
            if "body" in table:
                texts["body"] = body(key, table["body"], language)
        contents.append(Content(model=model, key=key, bn=bn, en=en))
    return contents


def destinations() -> list[Content]:
    """The countries of destination, in the order of their file."""
    contents = []
    for row in read("destinations")["destination"]:
        key = f"page/guidance/destinations/{row['slug']}/"
        bn, en = page_texts(row)
        same = {
            "country_id": Reference(f"country/{row['iso2']}"),
            "market": row["market"],
            "market_as_of": row.get("market_as_of"),
        }
        for language, texts in zip(LANGUAGES, (bn, en), strict=True):
            texts |= same | advice(key, row, language, DestinationPage.text_fields)
        contents.append(Content(model=DestinationPage, key=key, bn=bn, en=en))
    return contents


def country_notes() -> list[Content]:
    """What is different in a country from the general step."""
    contents = []
    for row in read("country_notes")["note"]:
        bn, en = both(row, "source")
        same = {
            "guide_id": Reference(f"page/guidance/{row['guide']}/"),
            "country_id": Reference(f"country/{row['country']}"),
            "source_url": row["source_url"],
            "year": row["year"],
            "checked_on": row["checked_on"],
            "check_again_by": row["check_again_by"],
        }
        for language, texts in zip(LANGUAGES, (bn, en), strict=True):
            texts |= same | {"text": paragraphs(row[language]["text"])}
        key = f"note/{row['guide']}/{row['country']}"
        contents.append(Content(model=CountryNote, key=key, bn=bn, en=en))
    return contents


def questions() -> list[Content]:
    """Questions in everyday words, by stage, in the order of their file."""
    contents = []
    for row in read("questions")["question"]:
        key = f"page/guidance/questions/{row['slug']}/"
        bn, en = page_texts(row)
        same = {
            "stage": row["stage"],
            "guide_id": Reference(f"page/guidance/{row['guide']}/") if row["guide"] else None,
        }
        for language, texts in zip(LANGUAGES, (bn, en), strict=True):
            texts |= same | advice(key, row, language, QuestionPage.text_fields)
        contents.append(Content(model=QuestionPage, key=key, bn=bn, en=en))
    return contents


def glossary() -> list[Content]:
    """The words of migration."""
    contents = []
    for row in read("glossary")["term"]:
        bn, en = both(row, "term", "explanation")
        same = {name: row[name] for name in ("key", "explained_in_texts", "wording_is_sure")}
        for language, texts in zip(LANGUAGES, (bn, en), strict=True):
            texts |= same | {"also": "\n".join(_other_names(row, language))}
        contents.append(
            Content(model=GlossaryTerm, key=f"term/{row['key']}", natural=("key",), bn=bn, en=en)
        )
    return contents


def _other_names(row: dict, language: str) -> list[str]:
    """Other names of a word. A translation cannot be empty where its source is not."""
    names = row[language].get("also", [])
    has_others = any(row[each].get("also") for each in LANGUAGES)
    return names or ([row[language]["term"]] if has_others else [])
