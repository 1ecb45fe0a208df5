"""Asking the repository for harvesters, and reading what it says."""

from lxml import etree

NAMES = {
    "oai": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "oai_dc": "http://www.openarchives.org/OAI/2.0/oai_dc/",
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
LIST = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}


def ask(client, **arguments):
    """Return the root of the answer to a request by GET."""
    response = client.get("/oai", arguments)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    return etree.fromstring(response.content)


def texts(root, path: str) -> list[str]:
    """Return what stands in the elements of a path with the prefixes of NAMES."""
    return [element.text for element in root.iterfind(path, NAMES)]


def error(root) -> str:
    """Return the code of an answer's one error."""
    (found,) = root.iterfind("oai:error", NAMES)
    assert found.text
    return found.get("code")


def listed(client, **arguments) -> list[str]:
    """Return the keys of what is listed, " deleted" behind those that are gone."""
    root = ask(client, verb="ListIdentifiers", metadataPrefix="oai_dc", **arguments)
    if root.find("oai:error", NAMES) is not None:
        assert error(root) == "noRecordsMatch"
        return []
    return [
        header.findtext("oai:identifier", namespaces=NAMES).rpartition(":")[2]
        + (" deleted" if header.get("status") == "deleted" else "")
        for header in root.iterfind(".//oai:header", NAMES)
    ]
