"""Offices and organisations that a person can turn to."""

from directory.models import Provider
from home.demo.files import LANGUAGES, read
from home.demo.rows import Rows

TEXTS = ("services", "area", "eligibility", "note")
SAME = (
    "key",
    "kind",
    "name_bn",
    "name_en",
    "name_bn_sure",
    "walk_in",
    "country",
    "website",
    "source_bn",
    "source_en",
    "year",
    "confidence",
)


def providers() -> Rows:
    """All providers. Those with `publish = "no"` are stored, and never shown to readers."""
    return Rows(
        model=Provider,
        key=("key",),
        rows=[
            {name: row[name] for name in SAME}
            | {"hotline_keys": row["hotline_facts"], "publish_rule": row["publish"]}
            | {
                f"{name}_{language}": row[language][name]
                for name in TEXTS
                for language in LANGUAGES
            }
            for row in read("providers")["provider"]
        ],
    )
