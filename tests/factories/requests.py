"""Requests for help, stored as the form stores them. All names and words are fictional."""

import secrets

from helpdesk.models import LocalOffice, Message, Ticket
from helpdesk.submissions import submit
from portal.reference.models import District

# What the pages' forms give when only the least is answered.
ANSWERS = {
    "relation": "parent",
    "is_minor": False,
    "worker_knows": "",
    "place": "",
    "country": "",
    "district": None,
    "upazila": "",
    "upazila_code": None,
    "how_went": "",
    "avoid_local": False,
    "problems": ["no_news"],
    "subproblems": [],
    "channel": "none",
    "phone": "",
    "safe_times": [],
    "who_may_answer": "me_only",
    "may_leave_message": False,
    "may_say_okup": False,
    "code_word": "",
    "cover_sentence": "",
    "asker_name": "",
    "refer_to": [],
    "withhold": "",
    "consent_statistics": False,
    "consent_story": False,
    "narrative": "",
}


def make_request(**answers) -> Ticket:
    """Store a request with these answers."""
    return store_request(**answers).ticket


def store_request(**answers):
    """The same, with its code: returns the Submission."""
    return submit({**ANSWERS, **answers}, key=secrets.token_hex(16), language="bn")


def make_office(name: str, *codes: int, members=()) -> LocalOffice:
    """A local office for the districts of these codes."""
    office = LocalOffice.objects.create(name=name)
    office.districts.set(District.objects.filter(code__in=codes))
    office.members.set(members)
    return office


def message_from(ticket, thread: str, body: str) -> Message:
    """A message that somebody wrote with a code."""
    message = Message(ticket=ticket, thread=thread, body=body)
    message.save()
    return message


def acts_of(ticket) -> list[tuple]:
    """A ticket's log as (act, user name, detail), oldest first."""
    return list(ticket.log.values_list("act", "actor__username", "detail"))
