"""Publications and their index, days and meetings, and what publications ask for."""

from home.demo.content import Child, Content, Reference
from home.demo.files import LANGUAGES, read
from home.demo.pages import page_texts
from home.demo.rows import Rows
from home.demo.streams import body, paragraphs, stream
from publications.models import PublicationIndexPage, PublicationPage, Recommendation

# Newest work of the organisation itself last: the order below the index in the page tree.
FILES = ("publications", "publications_reports", "publications_2019", "events")


def index() -> list[Content]:
    """The list of publications."""
    bn, en = page_texts(read("publications")["index"])
    slug = {"slug": "publications"}
    return [
        Content(model=PublicationIndexPage, key="page/publications/", bn=bn | slug, en=en | slug)
    ]


def publication_rows() -> list[dict]:
    """Every publication and event of the content files, as they stand there."""
    return [row for name in FILES for row in read(name)["publication"]]


def publications() -> list[Content]:
    """The publications in the order of the files. Programmes are stored before them."""
    return [_publication(row) for row in publication_rows()]


def publication_key(slug: str) -> str:
    """How other items refer to a publication's page."""
    return f"page/publications/{slug}/"


def _publication(row: dict) -> Content:
    key = publication_key(row["slug"])
    bn, en = page_texts(row, "subtitle", "date_note")
    same = _same_in_both(row)
    for language, texts in zip(LANGUAGES, (bn, en), strict=True):
        texts |= same | {
            "place": row.get("place", {}).get(language, ""),
            "body": body(key, row["body"], language),
            "key_findings": stream(
                key,
                "key_findings",
                [("finding", finding) for finding in row[language]["key_findings"]],
            ),
            "notes": stream(
                key,
                "notes",
                [("note", paragraphs([note[language]])) for note in row.get("note", [])],
            ),
        }
    targets = [{"target_id": Reference(f"page/{path}/")} for path in row["related"]]
    return Content(
        model=PublicationPage,
        key=key,
        bn=bn,
        en=en,
        children={
            "organisations": [
                Child(bn=owner, en=owner) for owner in map(_organisation, row["organisations"])
            ],
            "related_pages": [Child(bn=target, en=target) for target in targets],
        },
    )


def _same_in_both(row: dict) -> dict:
    """What both languages share. An event with a day takes its date from it."""
    start = row.get("start_date")
    return {
        "slug": row["slug"],
        "kind": row["kind"],
        "year": start.year if start else row["year"],
        "month": start.month if start else row.get("month"),
        "day": start.day if start else None,
        "start_date": start,
        "start_time": row.get("start_time"),
        "end_date": row.get("end_date"),
        "end_time": row.get("end_time"),
        "report_id": Reference(publication_key(row["report"])) if "report" in row else None,
        "original_language": "-".join(sorted(row["languages_of_original"])),
        "is_announced": False,
        "topics": [Reference(f"topic/{topic}") for topic in row["topics"]],
        "countries": [Reference(f"country/{country}") for country in row.get("countries", [])],
    }


def _organisation(row: dict) -> dict:
    disclaimer = row.get("disclaimer", {})
    return {
        "organisation_id": Reference(f"organisation/{row['organisation']}"),
        "role": row["role"],
        **{f"disclaimer_{language}": disclaimer.get(language, "") for language in LANGUAGES},
    }


def recommendations() -> Rows:
    """What the publications ask for, in the order in which they do."""
    return Rows(
        model=Recommendation,
        key=("key",),
        rows=[
            _recommendation(row["slug"], asked, place)
            for row in publication_rows()
            for place, asked in enumerate(row.get("recommendation", []))
        ],
    )


def rename_recommendations() -> None:
    """Give recommendations that were loaded when keys were counted the keys that last."""
    renamed = {
        asked["formerly"]: asked["key"]
        for row in publication_rows()
        for asked in row.get("recommendation", [])
        if "formerly" in asked
    }
    for recommendation in Recommendation.objects.filter(key__in=renamed):
        Recommendation.objects.filter(pk=recommendation.pk).update(key=renamed[recommendation.key])


def _recommendation(slug: str, asked: dict, place: int) -> dict:
    fields = {
        "key": asked["key"],
        "publication_id": Reference(publication_key(slug)),
        "addressee": asked["addressee"],
        "topic_id": Reference(f"topic/{asked['topic']}"),
        "source_page": asked.get("page", ""),
        "sort_order": place,
    }
    for language in LANGUAGES:
        to, text = asked[language]["to"], asked[language]["text"]
        fields |= {f"addressee_{language}": to, f"text_{language}": text}
    return fields
