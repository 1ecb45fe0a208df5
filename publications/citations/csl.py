"""CSL-JSON 1.0.2, which citation processors and reference managers read."""

from publications.citations.record import Citation, Name

_TYPES = {
    "annual_report": "report",
    "research_report": "report",
    "policy_brief": "report",
    "workshop_report": "report",
    "training_material": "book",
    "statement": "document",
    "news": "webpage",
    "event": "event",
}


def csl(citation: Citation) -> dict:
    """Return a publication as an item of CSL-JSON."""
    item = {
        "id": citation.key,
        "type": _TYPES[citation.kind],
        "title": citation.full_title,
        "genre": citation.kind_name,
        "author": [_name(name) for name in citation.authors],
        "editor": [_name(name) for name in citation.editors],
        "publisher": ", ".join(citation.publishers),
        "event-place" if citation.kind == "event" else "publisher-place": citation.place,
        "issued": _parts(
            [[part for part in (citation.year, citation.month, citation.day) if part]]
        ),
        "event-date": _parts(
            [
                [day.year, day.month, day.day]
                for day in (citation.start_date, citation.end_date)
                if day
            ]
        ),
        "ISBN": citation.isbn,
        "DOI": citation.doi,
        "URL": citation.address,
        "language": citation.language,
        "license": citation.licence_address or citation.licence_name,
        "keyword": ", ".join(citation.topics),
        "abstract": citation.summary,
        "note": citation.funding,
    }
    if citation.other_title:
        # The standard knows a title of the original, and of a translation only as one's own.
        if citation.original_language == citation.other_language:
            item["original-title"] = citation.other_title
        item["custom"] = {f"title-{citation.other_language}": citation.other_title}
    return {name: value for name, value in item.items() if value}


def _parts(dates: list[list[int]]) -> dict:
    return {"date-parts": dates} if any(dates) else {}


def _name(name: Name) -> dict:
    if name.family:
        parts = {"family": name.family, "given": name.given}
        return {part: value for part, value in parts.items() if value}
    return {"literal": name.literal}
