"""Topics, countries, facts, emergency numbers and the site's frame; organisations as rows."""

from home.demo.content import Content, Reference, both
from home.demo.files import LANGUAGES, read
from home.demo.rows import Rows
from home.demo.streams import stream
from portal.core.models import SiteFrame
from portal.reference.models import (
    Country,
    EmergencyAdvice,
    EmergencyNumber,
    Fact,
    Organisation,
    Topic,
)

FACT_FILES = ("facts", "facts_going", "facts_abroad", "facts_countries")
FACT_TEXTS = ("label", "applies_to", "statement", "note", "held_back", "source")
FACT_VALUES = (
    "key",
    "ref",
    "kind",
    "value",
    "unit",
    "dial",
    "reachable_from",
    "country",
    "confidence",
    "source_url",
    "year",
    "checked_on",
    "check_again_by",
)


def topics() -> list[Content]:
    """The subjects of programmes and publications."""
    return [
        Content(
            model=Topic,
            key=f"topic/{row['key']}",
            natural=("key",),
            bn={"key": row["key"], "name": row["name_bn"]},
            en={"key": row["key"], "name": row["name_en"]},
        )
        for row in read("topics")["topic"]
    ]


def countries() -> list[Content]:
    """Countries of destination, in the order of the file."""
    return [
        Content(
            model=Country,
            key=f"country/{row['iso2']}",
            natural=("iso2",),
            **{
                language: {
                    "iso2": row["iso2"],
                    "name": row[f"name_{language}"],
                    "currency_code": row["currency_code"],
                    "currency": row[f"currency_{language}"],
                    "sort_order": place,
                }
                for language in LANGUAGES
            },
        )
        for place, row in enumerate(read("countries")["country"], start=1)
    ]


def facts() -> list[Content]:
    """Dated facts. Those with `publish = "no"` are stored, and never shown to readers."""
    contents = []
    for row in (row for name in FACT_FILES for row in read(name).get("fact", [])):
        same = {name: row[name] for name in FACT_VALUES} | {"publish_rule": row["publish"]}
        bn, en = both(row, *FACT_TEXTS)
        contents.append(
            Content(
                model=Fact,
                key=f"fact/{row['key']}",
                natural=("key",),
                bn=same | bn,
                en=same | en,
            )
        )
    return contents


def emergency_numbers() -> list[Content]:
    """The lines of the list of numbers to call."""
    contents = []
    for row in read("emergency")["number"]:
        same = {
            "fact_id": Reference(f"fact/{row['fact']}", translated=True),
            "place": row["place"],
            "sort_order": row["order"],
        }
        bn, en = both(row, "label", "note")
        contents.append(
            Content(
                model=EmergencyNumber,
                key=f"emergency/{row['place']}/{row['fact']}",
                bn=same | bn,
                en=same | en,
            )
        )
    return contents


def emergency_advice() -> list[Content]:
    """What to know before calling from abroad."""
    text = read("emergency")["abroad"]
    return [
        Content(
            model=EmergencyAdvice,
            key="advice/abroad",
            natural=("place",),
            **{
                language: {"place": "abroad", "text": text[language]["note"].strip()}
                for language in LANGUAGES
            },
        )
    ]


def site_frame() -> list[Content]:
    """Names, menus and footer. Addresses that nobody has given stay empty."""
    site = read("pages")["site"]
    texts = ("name", "short_name", "tagline", "help_label", "call_label")
    return [
        Content(
            model=SiteFrame,
            key="frame",
            natural=(),
            **{
                language: {
                    **{name: site[language][name] for name in texts},
                    "footer_text": site[language]["footer"],
                    "menu": _menu(site["menu"], "menu", language),
                    "footer_menu": _menu(site["footer_menu"], "footer_menu", language),
                }
                for language in LANGUAGES
            },
        )
    ]


def _menu(links: list[dict], name: str, language: str) -> list[dict]:
    return stream(
        "frame",
        name,
        [
            ("link", {"label": link[language], "page": None, "path": link["path"]})
            for link in links
        ],
    )


def organisations() -> Rows:
    """Partners, donors and publishers."""
    names = ("key", "name_bn", "name_en", "kind", "url")
    return Rows(
        model=Organisation,
        key=("key",),
        rows=[
            {name: row[name] for name in names} for row in read("organisations")["organisation"]
        ],
        reference="organisation/{key}",
    )
