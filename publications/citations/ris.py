"""RIS, as reference managers import it. Written by rispy."""

from rispy.writer import RisWriter

from publications.citations.record import Citation, Name

# News, statements and events are pages of the site first.
_TYPES = {
    "annual_report": "RPRT",
    "research_report": "RPRT",
    "policy_brief": "RPRT",
    "workshop_report": "RPRT",
    "training_material": "BOOK",
    "statement": "ELEC",
    "news": "ELEC",
    "event": "ELEC",
}


class _Writer(RisWriter):
    """rispy's writer without the numbers that it puts before each reference."""

    def set_header(self, count):
        return ""


def ris(citation: Citation) -> str:
    """Return a publication as a RIS reference that ends with an empty line."""
    fields = {
        "type_of_reference": _TYPES[citation.kind],
        "id": citation.key,
        "title": citation.full_title,
        "translated_title": citation.other_title,
        "authors": [_name(name) for name in citation.authors],
        "secondary_authors": [_name(name) for name in citation.editors],
        "publisher": ", ".join(citation.publishers),
        "place_published": citation.place,
        "year": f"{citation.year:04}" if citation.year else "",
        "date": _date(citation),
        "type_of_work": citation.kind_name,
        "issn": citation.isbn,
        "doi": citation.doi,
        "language": citation.language,
        "keywords": list(citation.topics),
        "abstract": citation.summary,
        "notes": [
            note for note in (citation.funding, citation.licence_name, *_event(citation)) if note
        ],
        "urls": [citation.address],
        "file_attachments1": next(iter(citation.original_pdfs), ""),
    }
    return _Writer().formats([{name: value for name, value in fields.items() if value}]) + "\n"


def _date(citation: Citation) -> str:
    """YYYY/MM/DD/, with nothing between the strokes of what is not known."""
    if not citation.year:
        return ""
    month = f"{citation.month:02}" if citation.month else ""
    return f"{citation.year:04}/{month}/{f'{citation.day:02}' if citation.day else ''}/"


def _event(citation: Citation) -> list[str]:
    days = [day.isoformat() for day in (citation.start_date, citation.end_date) if day]
    return ["/".join(days)]


def _name(name: Name) -> str:
    return f"{name.family}, {name.given}" if name.family else name.literal
