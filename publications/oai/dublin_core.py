"""A publication as unqualified Dublin Core (oai_dc), in every language it is written in.

http://www.openarchives.org/OAI/2.0/oai_dc.xsd
"""

from collections.abc import Iterator

from lxml import etree

from publications.citations.meta_tags import DCMI_TYPES, contributors
from publications.citations.record import Citation

OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMES = {"oai_dc": OAI_DC, "dc": DC, "xsi": XSI}


def add_metadata(parent, versions: list[Citation]) -> None:
    """Add the `oai_dc:dc` of a publication, given in each language it is written in.

    What is the same in both languages stands once.
    """
    root = etree.SubElement(parent, f"{{{OAI_DC}}}dc", nsmap=_NAMES)
    root.set(f"{{{XSI}}}schemaLocation", f"{OAI_DC} {SCHEMA}")
    seen = set()
    for element, words in _WORDS:
        for citation in versions:
            for text in words(citation):
                _add(root, element, text, citation.language, seen)
    for element, text in _facts(versions):
        _add(root, element, text, "", seen)


def _add(root, element: str, text: str, language: str, seen: set) -> None:
    if not text or (element, text) in seen:
        return
    seen.add((element, text))
    child = etree.SubElement(root, f"{{{DC}}}{element}")
    child.text = text
    if language:
        child.set(_LANGUAGE, language)


# Words of each language, in the order in which they are written.
_WORDS = (
    ("title", lambda each: [each.full_title]),
    ("creator", lambda each: [name.literal for name in each.authors]),
    ("subject", lambda each: each.topics),
    ("description", lambda each: [each.summary]),
    ("publisher", lambda each: each.publishers),
    ("contributor", contributors),
    ("type", lambda each: [each.kind_name]),
    ("coverage", lambda each: [*each.countries, *([each.place] if each.place else [])]),
    ("rights", lambda each: [] if each.licence_address else [each.licence_name]),
)


def _facts(versions: list[Citation]) -> Iterator[tuple[str, str]]:
    """What is the same in every language: names of elements, and what stands in them."""
    first = versions[0]
    yield "date", first.date_iso
    yield "type", DCMI_TYPES.get(first.kind, "Text")
    for citation in versions:
        for file in citation.files:
            yield "format", file.media_type
    for citation in versions:
        yield "identifier", citation.address
    if first.doi:
        yield "identifier", f"https://doi.org/{first.doi}"
    if first.isbn:
        yield "identifier", f"urn:isbn:{first.isbn.replace('-', '').replace(' ', '')}"
    for citation in versions:
        for file in citation.files:
            yield "identifier", file.address
    for language in sorted({code for each in versions for code in _languages(each)}):
        yield "language", language
    yield "rights", first.licence_address


def _languages(citation: Citation) -> list[str]:
    """The languages that the page and its files can be read in."""
    files = [code for file in citation.files if file.language for code in file.language.split("-")]
    return [citation.language, *files]
