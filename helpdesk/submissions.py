"""Turns checked answers into a ticket: once, whole, and on the disk before it is acknowledged."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone

from helpdesk.durable import durable_transaction
from helpdesk.models import (
    CaseLogEntry,
    Consent,
    Notice,
    Receipt,
    Ticket,
    TicketProblem,
    TicketSubproblem,
)
from helpdesk.models.log import first_line
from helpdesk.new_rows import insert_rows
from helpdesk.notices import notices_of
from helpdesk.number_index import passport_index, phone_index
from helpdesk.places import find_home
from helpdesk.problems import is_restricted, propose_urgency, with_only_finer
from helpdesk.receipt_codes import derive_code, hash_code
from helpdesk.routing import route_for
from helpdesk.safety_plan import SafetyPlan
from helpdesk.taxonomy import SELF_RELATIONS, Basis, Origin, Purpose, Recipient, Subject
from portal.privacy.blind_index import blind_index
from portal.privacy.models import DataKey


@dataclass(frozen=True)
class Submission:
    """A ticket that is safely stored, and the code its asker gets.

    `receipt` is None when the code opens nothing any more.
    """

    ticket: Ticket
    code: str
    is_new: bool
    receipt: Receipt | None


@dataclass(frozen=True)
class Sending:
    """How a request came in.

    key: the submission's key, from its first page on. looks_automated: staff should look before
    it stands in the queue. recorded_by and oral_consent_at: who wrote it down while the person
    spoke, and when the person agreed by word of mouth.
    """

    key: str
    language: str
    looks_automated: bool = False
    origin: str = Origin.WEB
    recorded_by: object = None
    oral_consent_at: datetime | None = None


def submit(data: dict, **sending) -> Submission:
    """Store a request for help and return its ticket and code.

    `data` holds the cleaned answers of all step forms; the other arguments are Sending's. A
    second call with the same key and answers, even at the same moment on another server, makes
    nothing new and returns the same. The same key with other answers (somebody went back and
    added a number) is stored as a request of its own that follows the first. Raises
    django.db.OperationalError when the database is locked or away: then nothing is stored.
    """
    first_sending = Sending(**sending)
    content_hash = _content_hash(data)
    submission = _store_once(data, first_sending, content_hash, follows=None)
    first = submission.ticket
    if submission.is_new or first.content_hash == content_hash:
        return submission
    changed = Sending(**{**sending, "key": f"{first_sending.key}:{content_hash}"})
    return _store_once(data, changed, content_hash, follows=first)


def _content_hash(data: dict) -> str:
    return blind_index(json.dumps(data, sort_keys=True, default=str), "content")


def _store_once(data: dict, sending: Sending, content_hash: str, follows) -> Submission:
    submission_hash = blind_index(sending.key, "submission")
    code = derive_code(sending.key)
    try:
        with durable_transaction():
            ticket, receipt = _store(
                data,
                sending,
                code,
                submission_hash=submission_hash,
                content_hash=content_hash,
                follows=follows,
            )
    except IntegrityError:
        existing = Ticket.objects.filter(submission_hash=submission_hash).first()
        if existing is None:
            raise
        receipt = Receipt.valid().filter(ticket=existing, code_hash=hash_code(code)).first()
        return Submission(existing, code, is_new=False, receipt=receipt)
    return Submission(ticket, code, is_new=True, receipt=receipt)


def _store(data: dict, sending: Sending, code: str, **fields) -> tuple[Ticket, Receipt]:
    ticket = _store_ticket(data, sending, **fields)
    holder = Subject.WORKER if data["relation"] in SELF_RELATIONS else Subject.ASKER
    finer = with_only_finer(data["problems"], data["subproblems"])
    receipt = Receipt(ticket=ticket, holder=holder, code_hash=hash_code(code))
    insert_rows(
        [TicketProblem(ticket=ticket, code=code) for code in dict.fromkeys(data["problems"])],
        [TicketSubproblem(ticket=ticket, code=code) for code in finer],
        _consents(ticket, data, sending, holder),
        [receipt],
        [_first_line(ticket, sending)],
        notices_of(ticket, Notice.Kind.NEW_TICKET),
    )
    return ticket, receipt


def _first_line(ticket: Ticket, sending: Sending) -> CaseLogEntry:
    if sending.recorded_by is None:
        return first_line(ticket, CaseLogEntry.Act.RECEIVED)
    return first_line(
        ticket, CaseLogEntry.Act.RECORDED, actor=sending.recorded_by, detail=sending.origin
    )


def _store_ticket(data: dict, sending: Sending, **fields) -> Ticket:
    data_key = DataKey.generate()
    finer = with_only_finer(data["problems"], data["subproblems"])
    home = find_home(data["district"], data["upazila_code"])
    restricted = is_restricted(finer, data["is_minor"])
    phone, passport = data["phone"], data.get("passport", "")
    ticket = Ticket(
        data_key=data_key,
        **fields,
        language=sending.language,
        origin=sending.origin,
        recorded_by=sending.recorded_by,
        quarantined=sending.looks_automated,
        urgency=propose_urgency(data["problems"], finer, data["is_minor"]),
        restricted=restricted,
        route=route_for(home.district_id, data["avoid_local"], restricted),
        relation=data["relation"],
        is_minor=data["is_minor"],
        worker_knows=data["worker_knows"],
        place=data["place"],
        country=data["country"],
        district_id=home.district_id,
        upazila_id=home.upazila_id,
        home_typed="" if home.upazila_id else data["upazila"],
        how_went=data["how_went"],
        avoid_local=data["avoid_local"],
        asker_name=data["asker_name"],
        worker_name=data.get("worker_name", ""),
        passport=passport,
        passport_index=passport_index(passport),
        phone=phone,
        phone_index=phone_index(phone),
        safety_plan=SafetyPlan.from_answers(data).to_json(),
        withhold=data["withhold"],
        narrative=data["narrative"],
    )
    insert_rows([data_key], [ticket])
    return ticket


def _consents(ticket: Ticket, data: dict, sending: Sending, subject: str) -> list[Consent]:
    """Return a row for every purpose and recipient that was asked, given or not.

    To send a request is to agree that the help team reads it: the form says so. An asker agrees
    for themselves only; the worker's consent is the worker's, and staff ask for it.
    """
    shared = {
        "ticket": ticket,
        "subject": subject,
        "basis": Basis.ORAL if sending.recorded_by else Basis.FORM,
        "recorded_by": sending.recorded_by,
        "decided_at": sending.oral_consent_at or timezone.now(),
    }
    given = {
        (Purpose.HOLD, ""): True,
        (Purpose.CONTACT, ""): SafetyPlan.from_answers(data).allows_contact,
        (Purpose.STATISTICS, ""): data["consent_statistics"],
        (Purpose.STORY, ""): data["consent_story"],
        **{(Purpose.REFER, to): to in data["refer_to"] for to in Recipient.values},
    }
    return [
        Consent(purpose=purpose, recipient=recipient, given=answer, **shared)
        for (purpose, recipient), answer in given.items()
    ]
