"""What each verb answers. Errors of the protocol are raised as ProtocolError."""

from email.utils import parseaddr

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from lxml import etree

from portal.core.site_frame import site_frame
from portal.core.translation_state import only_translated
from publications.citations.record import (
    Citation,
    citations_of,
    plain_line,
    with_translation_state,
)
from publications.models import HarvestRecord
from publications.oai import dublin_core
from publications.oai.errors import ProtocolError, bad_argument
from publications.oai.identifiers import (
    follows_the_scheme,
    is_uri,
    oai_identifier,
    read_identifier,
    repository_host,
)
from publications.oai.moments import datestamp
from publications.oai.selection import METADATA_PREFIX, Selection, selection_of
from publications.oai.sets import NAME, SPEC, all_sets, specs_of
from publications.public import public_publications

OAI = "http://www.openarchives.org/OAI/2.0/"
IDENTIFIER_SCHEME = "http://www.openarchives.org/OAI/2.0/oai-identifier"
RECORDS_A_PAGE = 50


def _child(parent, name: str, text: str = "", **attributes):
    child = etree.SubElement(parent, f"{{{OAI}}}{name}", attributes)
    if text:
        child.text = text
    return child


def base_url() -> str:
    """Return the address of the repository."""
    return f"{settings.SITE_URL}/oai"


def identify(root, arguments: dict[str, str]) -> None:
    """Say whose repository this is, and how it keeps its promises."""
    frame = site_frame("en")
    answer = _child(root, "Identify")
    _child(answer, "repositoryName", plain_line(frame.name) or repository_host())
    _child(answer, "baseURL", base_url())
    _child(answer, "protocolVersion", "2.0")
    # The protocol wants an address: the one that is shown to readers, or else the one that the
    # site's own letters come from, which may have a name before it.
    _child(answer, "adminEmail", frame.email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    earliest = HarvestRecord.objects.aggregate(first=Min("changed_at"))["first"]
    _child(answer, "earliestDatestamp", datestamp(earliest or timezone.now()))
    _child(answer, "deletedRecord", "persistent")
    _child(answer, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    _child(answer, "compression", "gzip")
    if follows_the_scheme():
        _describe_identifiers(_child(answer, "description"))


def _describe_identifiers(parent) -> None:
    scheme = etree.SubElement(
        parent, f"{{{IDENTIFIER_SCHEME}}}oai-identifier", nsmap={None: IDENTIFIER_SCHEME}
    )
    scheme.set(
        f"{{{dublin_core.XSI}}}schemaLocation", f"{IDENTIFIER_SCHEME} {IDENTIFIER_SCHEME}.xsd"
    )
    for name, text in (
        ("scheme", "oai"),
        ("repositoryIdentifier", repository_host()),
        ("delimiter", ":"),
        ("sampleIdentifier", oai_identifier("00000000-0000-4000-8000-000000000000")),
    ):
        etree.SubElement(scheme, f"{{{IDENTIFIER_SCHEME}}}{name}").text = text


def list_metadata_formats(root, arguments: dict[str, str]) -> None:
    """Every record has Dublin Core, and nothing else."""
    if "identifier" in arguments:
        _record(arguments["identifier"])
    answer = _child(_child(root, "ListMetadataFormats"), "metadataFormat")
    _child(answer, "metadataPrefix", METADATA_PREFIX)
    _child(answer, "schema", dublin_core.SCHEMA)
    _child(answer, "metadataNamespace", dublin_core.OAI_DC)


def list_sets(root, arguments: dict[str, str]) -> None:
    """All sets in one answer."""
    if "resumptionToken" in arguments:
        raise ProtocolError("badResumptionToken", "All sets stand in one answer.")
    answer = _child(root, "ListSets")
    for spec, name in all_sets().items():
        each = _child(answer, "set")
        _child(each, "setSpec", spec)
        _child(each, "setName", plain_line(name))


def get_record(root, arguments: dict[str, str]) -> None:
    """One record with its metadata, or as a deleted one."""
    _check_prefix(arguments)
    record = _record(arguments["identifier"])
    _add_record(_child(root, "GetRecord"), record, _versions([record]))


def list_identifiers(root, arguments: dict[str, str]) -> None:
    """The headers of the records that were asked for."""
    records, selection, remaining = _selected(arguments)
    answer = _child(root, "ListIdentifiers")
    shown = _public_identifiers(records)
    for record in records:
        _add_header(answer, record, is_there=record.identifier in shown)
    _add_token(answer, records, selection, remaining)


def list_records(root, arguments: dict[str, str]) -> None:
    """The records that were asked for."""
    records, selection, remaining = _selected(arguments)
    answer = _child(root, "ListRecords")
    versions = _versions(records)
    for record in records:
        _add_record(answer, record, versions)
    _add_token(answer, records, selection, remaining)


def _check_prefix(arguments: dict[str, str]) -> None:
    if arguments.get("metadataPrefix", METADATA_PREFIX) != METADATA_PREFIX:
        raise ProtocolError("cannotDisseminateFormat", f"Every record is {METADATA_PREFIX}.")


def _record(identifier: str) -> HarvestRecord:
    key = read_identifier(identifier)
    record = HarvestRecord.objects.filter(identifier=key).first() if key else None
    if record is None:
        raise ProtocolError("idDoesNotExist", "There is no record of this identifier.")
    return record


def _selected(arguments: dict[str, str]) -> tuple[list[HarvestRecord], Selection, int]:
    """Return a page of records, what selected them, and how many come behind the page."""
    # What is malformed comes first: of everything else the arguments are repeated.
    selection = selection_of(arguments)
    _check_prefix(arguments)
    found = selection.records()
    records = list(found[:RECORDS_A_PAGE])
    if not records:
        # Also where a list goes on and all that was left of it has left its set or its range.
        raise ProtocolError("noRecordsMatch", "No record fits all of this.")
    is_whole = len(records) < RECORDS_A_PAGE
    return records, selection, 0 if is_whole else found.count() - len(records)


def _versions(records: list[HarvestRecord]) -> dict[object, list[Citation]]:
    """What is public of records, by identifier, Bangla first. The same queries for any number."""
    identifiers = [record.identifier for record in records if not record.is_deleted]
    pages = only_translated(public_publications().filter(translation_key__in=identifiers))
    versions: dict[object, list[Citation]] = {}
    for page, citation in _with_citations(pages):
        versions.setdefault(page.translation_key, []).append(citation)
    return versions


def _with_citations(pages):
    pages = list(with_translation_state(pages).order_by("locale__language_code"))
    return zip(pages, citations_of(pages), strict=True)


def _public_identifiers(records: list[HarvestRecord]) -> set:
    identifiers = [record.identifier for record in records if not record.is_deleted]
    pages = only_translated(public_publications().filter(translation_key__in=identifiers))
    return set(pages.values_list("translation_key", flat=True))


def _add_record(parent, record: HarvestRecord, versions: dict[object, list[Citation]]) -> None:
    answer = _child(parent, "record")
    words = versions.get(record.identifier)
    # What was hidden a moment ago is gone, whatever the record still says.
    _add_header(answer, record, is_there=bool(words))
    if words:
        dublin_core.add_metadata(_child(answer, "metadata"), words)


def _add_header(parent, record: HarvestRecord, *, is_there: bool) -> None:
    header = _child(parent, "header", **({} if is_there else {"status": "deleted"}))
    _child(header, "identifier", oai_identifier(record.identifier))
    _child(header, "datestamp", datestamp(record.changed_at))
    for spec in specs_of(record.sets):
        _child(header, "setSpec", spec)


def _add_token(answer, records, selection: Selection, remaining: int) -> None:
    """Add where the list goes on; an empty token where a list of several pages ends."""
    if not remaining and not selection.cursor:
        return
    size = selection.cursor + len(records) + remaining
    token = selection.behind(records[-1], len(records)).token() if remaining else ""
    _child(
        answer,
        "resumptionToken",
        token,
        completeListSize=str(size),
        cursor=str(selection.cursor),
    )


# Verbs: what answers, which arguments it must have, and which it may have. A resumption token
# stands alone.
VERBS = {
    "Identify": (identify, (), ()),
    "ListMetadataFormats": (list_metadata_formats, (), ("identifier",)),
    "ListSets": (list_sets, (), ("resumptionToken",)),
    "GetRecord": (get_record, ("identifier", "metadataPrefix"), ()),
    "ListIdentifiers": (
        list_identifiers,
        ("metadataPrefix",),
        ("from", "until", "set", "resumptionToken"),
    ),
    "ListRecords": (
        list_records,
        ("metadataPrefix",),
        ("from", "until", "set", "resumptionToken"),
    ),
}


# What arguments look like, whatever they name. Answers repeat them, and must be valid.
_FORMS = {"identifier": is_uri, "metadataPrefix": NAME.fullmatch, "set": SPEC.fullmatch}


def answer_to(pairs: list[tuple[str, str]]) -> bytes:
    """Return the whole answer to a request's arguments, in their order, as XML."""
    root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": dublin_core.XSI})
    root.set(f"{{{dublin_core.XSI}}}schemaLocation", f"{OAI} {OAI}OAI-PMH.xsd")
    _child(root, "responseDate", datestamp(timezone.now()))
    request = _child(root, "request", base_url())
    try:
        verb, arguments = _read(pairs)
        request.attrib.update({"verb": verb, **arguments})
        VERBS[verb][0](root, arguments)
    except ProtocolError as error:
        if error.code in ("badVerb", "badArgument"):
            # What could not be understood is not repeated.
            request.attrib.clear()
        _child(root, "error", error.sentence, code=error.code)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _read(pairs: list[tuple[str, str]]) -> tuple[str, dict[str, str]]:
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise ProtocolError("badVerb", f"verb must be one of {', '.join(VERBS)}, once.")
    verb = verbs[0]
    _answer, needed, allowed = VERBS[verb]
    rest = [(name, value) for name, value in pairs if name != "verb"]
    arguments = dict(rest)
    if len(arguments) != len(rest):
        raise bad_argument("An argument is given twice.")
    for name, value in rest:
        if name not in (*needed, *allowed):
            raise bad_argument(f"{verb} has no argument {plain_line(name)[:40]!r}.")
        if plain_line(value) != value:
            raise bad_argument(f"{name} has letters that cannot stand in it.")
        if name in _FORMS and not _FORMS[name](value):
            raise bad_argument(f"{name} is empty or malformed.")
    if "resumptionToken" in arguments:
        if len(arguments) > 1:
            raise bad_argument("resumptionToken stands alone.")
        return verb, arguments
    for name in needed:
        if not arguments.get(name):
            raise bad_argument(f"{verb} needs {name}.")
    return verb, arguments
