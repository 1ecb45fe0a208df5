"""OAI-PMH: every answer is valid by the official schemas, the metadata in it as well."""

from itertools import product
from urllib.parse import urlencode

import pytest
from lxml import etree

from publications.models import HarvestRecord, PublicationPage
from publications.oai import answers
from publications.oai.harvest_records import refresh_all
from tests.publications.harvest.conftest import HOSTILE
from tests.publications.harvest.oai_answers import LANGUAGE, NAMES, texts
from tests.publications.harvest.oai_schema import check

pytestmark = pytest.mark.django_db

GET_RECORD = "verb=GetRecord&metadataPrefix=oai_dc&identifier={}"
LISTS = ("ListRecords", "ListIdentifiers")
ERRORS = {
    "verb=Nothing": "badVerb",
    "verb=ListRecords": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2019-02-30": "badArgument",
    "verb=ListIdentifiers&resumptionToken=xyz": "badResumptionToken",
    "verb=ListSets&resumptionToken=a%20b%3C": "badResumptionToken",
    "verb=ListRecords&metadataPrefix=marc&set=type&from=2019-01-01": "cannotDisseminateFormat",
    GET_RECORD.format("oai:elsewhere.example:1"): "idDoesNotExist",
    "verb=ListMetadataFormats&identifier=nothing": "idDoesNotExist",
    "verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01T00:00:00Z": "noRecordsMatch",
    "verb=ListIdentifiers&metadataPrefix=oai_dc&set=colour:red": "noRecordsMatch",
}
# Nothing that an address can hold may make an answer invalid: it repeats what was asked.
ODD = (
    "",
    "a b",
    "%",
    "%zz",
    "::",
    "a:b",
    "http://[",
    "http://a:b",
    "<>",
    "a\\b",
    "ক",
    "0001-01-01",
)


@pytest.fixture
def repository(report, event, make, translate):
    """Publications in both languages, in one of either, with hostile words, and a deleted one."""
    hostile = make("hostile", summary=HOSTILE)
    PublicationPage.objects.filter(pk=hostile.pk).update(title=HOSTILE)
    translate(hostile, title="Fictional", summary="")
    translate(make("english"), title="Fictional words alone")
    deleted = make("deleted")
    refresh_all()
    PublicationPage.objects.filter(slug="english", locale__language_code="bn").update(live=False)
    deleted.delete()
    refresh_all()
    return report


@pytest.fixture(params=["GET", "POST"])
def said(client, request):
    """Return the root of the valid answer to a query, sent in one way or the other."""

    def said(query: str):
        if request.param == "GET":
            response = client.get(f"/oai?{query}")
        else:
            form = "application/x-www-form-urlencoded"
            response = client.post("/oai", query, content_type=form)
        root = etree.fromstring(response.content)
        check(root)
        return root

    return said


def answered(root) -> str:
    """Return which verb an answer is to, or the code of its error."""
    return root[2].get("code") or root[2].tag.rpartition("}")[2]


def test_every_verb(said, repository):
    for verb in ("Identify", "ListSets", "ListMetadataFormats"):
        assert answered(said(f"verb={verb}")) == verb
    for record in HarvestRecord.objects.all():
        identifier = answers.oai_identifier(record.identifier)
        formats = said(f"verb=ListMetadataFormats&identifier={identifier}")
        assert answered(formats) == "ListMetadataFormats"
        found = said(GET_RECORD.format(identifier))
        assert answered(found) == "GetRecord"
        assert record.is_deleted == (found.find(".//oai:metadata", NAMES) is None)


@pytest.mark.parametrize("verb", LISTS)
def test_lists_from_the_first_page_to_the_last(said, repository, monkeypatch, verb):
    monkeypatch.setattr(answers, "RECORDS_A_PAGE", 2)
    pages = [said(f"verb={verb}&metadataPrefix=oai_dc")]
    while token := pages[-1].findtext(".//oai:resumptionToken", namespaces=NAMES):
        pages.append(said(f"verb={verb}&resumptionToken={token}"))
    assert [len(page.findall(".//oai:header", NAMES)) for page in pages] == [2, 2, 1]
    assert sum(len(page.findall(".//*[@status='deleted']", NAMES)) for page in pages) == 1
    if verb == "ListRecords":
        titles = [
            [title.get(LANGUAGE) for title in record.iterfind(".//dc:title", NAMES)]
            for page in pages
            for record in page.iterfind(".//oai:record", NAMES)
        ]
        assert sorted(titles) == [[], ["bn"], ["bn", "en"], ["bn", "en"], ["en"]]


def test_every_error(said, repository):
    for query, code in ERRORS.items():
        assert answered(said(query)) == code, query


def test_whatever_is_asked(said, one):
    for name, odd, prefix in product(("set", "from", "until"), ODD, ("oai_dc", "marc")):
        said(urlencode({"verb": "ListRecords", "metadataPrefix": prefix, name: odd}))
    for odd, prefix in product(ODD, ("oai_dc", "marc")):
        said(urlencode({"verb": "GetRecord", "metadataPrefix": prefix, "identifier": odd}))
    for odd in ODD:
        said(urlencode({"verb": "ListMetadataFormats", "identifier": odd}))
        said(urlencode({"verb": "ListRecords", "metadataPrefix": odd}))
        said(urlencode({"verb": "ListRecords", "resumptionToken": odd}))
        said(urlencode({"verb": odd, odd: odd}))


def test_an_empty_repository(said):
    assert answered(said("verb=Identify")) == "Identify"
    assert answered(said("verb=ListSets")) == "ListSets"
    assert answered(said("verb=ListRecords&metadataPrefix=oai_dc")) == "noRecordsMatch"


def test_the_sender_of_letters_may_have_a_name(said, settings):
    settings.DEFAULT_FROM_EMAIL = "Fictional Office <office@example.org>"
    assert texts(said("verb=Identify"), ".//oai:adminEmail") == ["office@example.org"]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"dc:date>", b"dc:day>"),
        (b'xml:lang="en"', b'lang="en"'),
        (b"datestamp>", b"moment>"),
        (b"<request ", b'<request colour="red" '),
        (b">type:news<", b">type news<"),
    ],
)
def test_faults_are_found(client, one, right, wrong):
    """The schemas look into all of an answer: sound, it passes, and with one fault it does not."""
    body = client.get("/oai?verb=ListRecords&metadataPrefix=oai_dc").content
    check(etree.fromstring(body))
    assert right in body
    with pytest.raises(etree.DocumentInvalid):
        check(etree.fromstring(body.replace(right, wrong)))
