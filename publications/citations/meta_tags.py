"""What reference managers and scholarly search engines read in a page's head.

Highwire's tags are those that Google Scholar and Zotero read; Dublin Core's stand beside them.
What is not known has no tag.
"""

from publications.citations.record import Citation

_REPORTS = ("annual_report", "research_report", "policy_brief", "workshop_report")
# https://www.dublincore.org/specifications/dublin-core/dcmi-type-vocabulary/
DCMI_TYPES = {"event": "Event"}


def meta_tags(citation: Citation) -> list[tuple[str, str]]:
    """Return names and contents of a page's meta tags, in order."""
    return [
        (name, content) for name, content in (*_highwire(citation), *_dublin(citation)) if content
    ]


def _highwire(citation: Citation) -> list[tuple[str, str]]:
    known = citation.date_iso.replace("-", "/")
    institution = citation.publishers or [
        name.literal for name in citation.authors if name.is_organisation
    ]
    return [
        ("citation_title", citation.full_title),
        *(("citation_author", name.literal) for name in citation.authors),
        *(("citation_editor", name.literal) for name in citation.editors),
        ("citation_publication_date", known),
        *(
            ("citation_technical_report_institution", name)
            for name in institution[:1]
            if citation.kind in _REPORTS
        ),
        *(("citation_publisher", name) for name in citation.publishers),
        ("citation_isbn", citation.isbn),
        ("citation_doi", citation.doi),
        ("citation_language", citation.language),
        *(("citation_keywords", topic) for topic in citation.topics),
        ("citation_abstract_html_url", citation.address),
        *(("citation_pdf_url", address) for address in citation.original_pdfs),
    ]


def _dublin(citation: Citation) -> list[tuple[str, str]]:
    return [
        ("DC.title", citation.full_title),
        ("DCTERMS.alternative", citation.other_title),
        *(("DC.creator", name.literal) for name in citation.authors),
        *(("DC.contributor", name) for name in contributors(citation)),
        *(("DC.publisher", name) for name in citation.publishers),
        ("DC.date", citation.date_iso),
        ("DC.type", DCMI_TYPES.get(citation.kind, "Text")),
        ("DC.language", citation.language),
        *(("DC.subject", topic) for topic in citation.topics),
        *(("DC.coverage", country) for country in citation.countries),
        ("DC.description", citation.summary),
        ("DC.identifier", citation.address),
        ("DC.rights", citation.licence_address or citation.licence_name),
    ]


def contributors(citation: Citation) -> list[str]:
    """Return who else had a part in a publication: editors, partners, funders."""
    return [
        *(name.literal for name in citation.editors),
        *citation.partners,
        *(funder.name for funder in citation.funders),
    ]
