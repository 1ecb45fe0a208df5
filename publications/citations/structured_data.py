"""A publication as schema.org describes it, for search engines. What is not known is left out."""

from django.utils import timezone

from publications.citations.record import Citation, CitedFile, Name

_TYPES = {
    "annual_report": "Report",
    "research_report": "ScholarlyArticle",
    "policy_brief": "Report",
    "workshop_report": "Report",
    "training_material": "LearningResource",
    "statement": "Report",
    "news": "NewsArticle",
    "event": "Event",
}


def structured_data(
    citation: Citation, *, starts_at=None, ends_at=None, registration_url: str = ""
) -> dict:
    """Return the JSON-LD of a publication. Moments of an event are given where they are known."""
    said = {
        "@context": "https://schema.org/",
        "@type": _TYPES[citation.kind],
        "@id": citation.address,
        "url": citation.address,
        "name": citation.title,
        "alternateName": [name for name in (citation.subtitle, citation.other_title) if name],
        "description": citation.summary,
        "inLanguage": citation.language,
        "about": [_thing("Thing", topic) for topic in citation.topics],
        "funder": [_thing("Organization", funder.name) for funder in citation.funders],
        **(
            _event(citation, starts_at, ends_at, registration_url)
            if citation.kind == "event"
            else _work(citation)
        ),
    }
    return {name: value for name, value in said.items() if value}


def _work(citation: Citation) -> dict:
    identifiers = []
    if citation.doi:
        identifiers.append({"@type": "PropertyValue", "propertyID": "DOI", "value": citation.doi})
    if citation.isbn:
        identifiers.append(
            {"@type": "PropertyValue", "propertyID": "ISBN", "value": citation.isbn}
        )
    is_article = citation.kind in ("news", "research_report")
    return {
        "headline": citation.title if is_article else "",
        "genre": citation.kind_name,
        "author": [_named(name) for name in citation.authors],
        "editor": [_named(name) for name in citation.editors],
        "publisher": [_thing("Organization", name) for name in citation.publishers],
        "contributor": [_thing("Organization", name) for name in citation.partners],
        "datePublished": citation.date_iso,
        "dateModified": _moment(citation.changed),
        "locationCreated": _thing("Place", citation.place) if citation.place else None,
        "spatialCoverage": [_thing("Country", name) for name in citation.countries],
        "keywords": list(citation.topics),
        "license": citation.licence_address,
        "identifier": identifiers,
        "encoding": [_file(file) for file in citation.files],
        "isAccessibleForFree": True,
    }


def _event(citation: Citation, starts_at, ends_at, registration_url: str) -> dict:
    first, last = citation.start_date, citation.end_date
    return {
        "startDate": _moment(starts_at) or (first.isoformat() if first else ""),
        "endDate": _moment(ends_at) or (last.isoformat() if last else ""),
        "location": _thing("Place", citation.place) if citation.place else None,
        "organizer": [_thing("Organization", name) for name in citation.publishers]
        or [_named(name) for name in citation.authors],
        "potentialAction": {"@type": "RegisterAction", "target": registration_url}
        if registration_url
        else None,
    }


def _moment(moment) -> str:
    return timezone.localtime(moment).isoformat("T", "seconds") if moment else ""


def _named(name: Name) -> dict:
    said = _thing("Organization" if name.is_organisation else "Person", name.literal)
    if name.family:
        said |= {"familyName": name.family, "givenName": name.given}
    return said


def _thing(kind: str, name: str) -> dict:
    return {"@type": kind, "name": name}


def _file(file: CitedFile) -> dict:
    said = {
        "@type": "MediaObject",
        "contentUrl": file.address,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.size} B" if file.size else "",
        "inLanguage": file.language.split("-") if file.language else "",
    }
    return {name: value for name, value in said.items() if value}
