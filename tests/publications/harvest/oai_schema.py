"""What an answer of OAI-PMH must look like: the official schemas, read without a network."""

from functools import cache
from pathlib import Path

from lxml import etree

from tests.official_schemas import official

_OWN = Path(__file__).parent / "schemas"
_XSD = "{http://www.w3.org/2001/XMLSchema}"


def check(root) -> None:
    """Assert that an answer is valid, and the metadata of all its records."""
    _schema().assertValid(root)


@cache
def _schema() -> etree.XMLSchema:
    files = {
        "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd": _with_strict_metadata(
            official("pyoai-*/src/oaipmh/tests/OAI-PMH.xsd")
        ),
        "http://www.openarchives.org/OAI/2.0/oai_dc.xsd": official(
            "eulxml/schema_data/oai_dc.xsd"
        ).read_bytes(),
        "http://dublincore.org/schemas/xmls/simpledc20021212.xsd": (
            _OWN / "dc_elements.xsd"
        ).read_bytes(),
        "http://www.w3.org/2001/xml.xsd": official(
            "pyIATI-*/iati/resources/standard/2-03/schemas/xml.xsd"
        ).read_bytes(),
    }
    parser = etree.XMLParser()
    parser.resolvers.add(_Files(files))
    return etree.XMLSchema(etree.parse(_OWN / "oai_answers.xsd", parser))


def _with_strict_metadata(file: Path) -> bytes:
    """Return the schema of the protocol as it is published: metadata must be valid as well.

    The package's copy does not look into metadata. Descriptions, which it does not look into
    either, stay so: the schema of what stands in them is in no package.
    """
    schema = etree.parse(file)
    (metadata,) = schema.iterfind(f"{_XSD}complexType[@name='metadataType']//{_XSD}any")
    metadata.set("processContents", "strict")
    return etree.tostring(schema)


class _Files(etree.Resolver):
    """Gives schemas by their addresses, and refuses every other one."""

    def __init__(self, files: dict[str, bytes]):
        self.files = files

    def resolve(self, address, public_id, context):
        if address.startswith("http"):
            return self.resolve_string(self.files[address], context, base_url=address)
        return None
