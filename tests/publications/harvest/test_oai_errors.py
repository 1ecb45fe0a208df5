"""OAI-PMH: what is refused, and how."""

import base64
import json

import pytest
from lxml import etree

from tests.publications.harvest.oai_answers import NAMES, ask, error

pytestmark = pytest.mark.django_db


class TestErrors:
    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("", "badVerb"),
            ("verb=Nothing", "badVerb"),
            ("verb=Identify&verb=Identify", "badVerb"),
            ("verb=identify", "badVerb"),
            ("verb=Identify&until=2019-01-01", "badArgument"),
            ("verb=ListRecords", "badArgument"),
            ("verb=ListRecords&metadataPrefix=", "badArgument"),
            ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
            ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2019-02-30", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=0000-01-01", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31", ""),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=0001-01-01", ""),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2019-01-01T00:00:00", "badArgument"),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&from=2019-01-01&until=2018-01-01",
                "badArgument",
            ),
            (
                "verb=ListRecords&metadataPrefix=oai_dc&from=2019-01-01"
                "&until=2020-01-01T00:00:00Z",
                "badArgument",
            ),
            ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=type:NEWS", "noRecordsMatch"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=type:n%25s", "badArgument"),
            ("verb=ListRecords&metadataPrefix=oai_dc&set=colour:red", "noRecordsMatch"),
            ("verb=ListRecords&resumptionToken=xyz", "badResumptionToken"),
            ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
            ("verb=ListRecords&resumptionToken=xyz&metadataPrefix=oai_dc", "badArgument"),
            ("verb=ListSets&resumptionToken=xyz", "badResumptionToken"),
            ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
            ("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:elsewhere:1", "idDoesNotExist"),
            ("verb=ListMetadataFormats&identifier=nothing", "idDoesNotExist"),
            ("verb=ListRecords&metadataPrefix=oai_dc&from=2019-01-01%00", "badArgument"),
        ],
    )
    def test_are_answers_of_the_protocol(self, client, one, query, code):
        response = client.get(f"/oai?{query}")
        assert response.status_code == 200
        root = etree.fromstring(response.content)
        if not code:
            assert root.find("oai:error", NAMES) is None
            return
        assert error(root) == code
        request = root.find("oai:request", NAMES)
        if code in ("badVerb", "badArgument"):
            assert dict(request.attrib) == {}
        else:
            assert request.get("verb")

    @pytest.mark.parametrize(
        "said",
        [
            {},
            {"after": "2019-01-01T00:00:00Z", "after_key": -1, "cursor": 1},
            {"after": "2019-01-01T00:00:00Z", "after_key": 1, "cursor": True},
            {"after": "2019-01-01T00:00:00Z", "after_key": 2**70, "cursor": 1},
            {"after": "2019-01-01", "after_key": 1, "cursor": 1},
            {"after": "x", "after_key": 1, "cursor": 1},
            {"after": "2019-01-01T00:00:00Z", "after_key": 1, "cursor": 1, "spec": "a b"},
            {"after": "2019-01-01T00:00:00Z", "after_key": 1, "cursor": 1, "more": 1},
            {"first": 5, "after": "2019-01-01T00:00:00Z", "after_key": 1, "cursor": 1},
            ["after"],
        ],
    )
    def test_tokens_that_were_not_given_out(self, client, one, said):
        text = json.dumps(said, separators=(",", ":")).encode()
        token = base64.urlsafe_b64encode(text).decode().rstrip("=")
        root = ask(client, verb="ListRecords", resumptionToken=token)
        assert error(root) == "badResumptionToken"
