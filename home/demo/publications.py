"""Publications and their index."""

from home.demo.content import Child, Content, Reference
from home.demo.files import LANGUAGES, read
from home.demo.pages import page_texts
from home.demo.rows import Rows
from home.demo.streams import body, stream
from publications.models import PublicationIndexPage, PublicationPage, Recommendation


def index() -> list[Content]:
    """The list of publications."""
    bn, en = page_texts(read("publications")["index"])
    slug = {"slug": "publications"}
    return [
        Content(model=PublicationIndexPage, key="page/publications/", bn=bn | slug, en=en | slug)
    ]


def publications() -> list[Content]:
    """The publications in the order of the file. Programmes are stored before them."""
    return [_publication(row) for row in read("publications")["publication"]]


def _publication(row: dict) -> Content:
    key = f"page/publications/{row['slug']}/"
    bn, en = page_texts(row, "subtitle", "date_note")
    for language, texts in zip(LANGUAGES, (bn, en), strict=True):
        texts |= {
            "slug": row["slug"],
            "kind": row["kind"],
            "year": row["year"],
            "month": row.get("month"),
            "original_language": "-".join(sorted(row["languages_of_original"])),
            "body": body(key, row["body"], language),
            "key_findings": stream(
                key,
                "key_findings",
                [("finding", finding) for finding in row[language]["key_findings"]],
            ),
            "is_announced": False,
            "topics": [Reference(f"topic/{topic}") for topic in row["topics"]],
        }
    organisations = [
        {"organisation_id": Reference(f"organisation/{name}"), "role": role}
        for role, names in (("author", row["authors"]), ("funder", row["funders"]))
        for name in names
    ]
    targets = [
        {"target_id": Reference(f"page/programs/{slug}/")} for slug in row["related_programs"]
    ]
    return Content(
        model=PublicationPage,
        key=key,
        bn=bn,
        en=en,
        children={
            "organisations": [Child(bn=owner, en=owner) for owner in organisations],
            "related_pages": [Child(bn=target, en=target) for target in targets],
        },
    )


def recommendations() -> Rows:
    """What the publications ask for, in the order in which they do."""
    return Rows(
        model=Recommendation,
        key=("key",),
        rows=[
            _recommendation(row["slug"], asked, place)
            for row in read("publications")["publication"]
            for place, asked in enumerate(row.get("recommendation", []))
        ],
    )


def _recommendation(slug: str, asked: dict, place: int) -> dict:
    fields = {
        "key": f"{slug}-{place + 1}",
        "publication_id": Reference(f"page/publications/{slug}/"),
        "addressee": asked["addressee"],
        "sort_order": place,
    }
    for language in LANGUAGES:
        to, text = asked[language]["to"], asked[language]["text"]
        fields |= {f"addressee_{language}": to, f"text_{language}": text}
    return fields
