"""One ticket: the safety plan first, then everything else that its readers need."""

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from helpdesk.access import is_supervisor
from helpdesk.models import CaseLogEntry, Receipt
from helpdesk.models.log import write_log
from helpdesk.places import ANOTHER_COUNTRY, country_choices
from helpdesk.safety_plan import SafetyPlan
from helpdesk.taxonomy import (
    SELF_RELATIONS,
    Basis,
    Channel,
    Purpose,
    SafeTime,
    Status,
    Subject,
    WhoMayAnswer,
)
from helpdesk.views.casework import forms
from helpdesk.views.casework.add_file import FileForm
from helpdesk.views.casework.desk_page import (
    ACT,
    READ,
    desk_page,
    find_ticket,
    find_twins,
    render_desk,
)
from helpdesk.views.casework.once import new_token
from portal.privacy.ciphers import CannotOpenError
from portal.privacy.keys import UnknownKeyError

LOG_LINES = 50


@desk_page(*READ)
def ticket(request, pk: int):
    """One ticket. Looking at it is written into its log, and its messages count as read."""
    return show_ticket(request, find_ticket(request, pk))


@desk_page(*ACT)
def show_number(request, pk: int):
    """The ticket with its numbers, which are shown only by this logged act."""
    found = find_ticket(request, pk)
    return show_ticket(request, found, act=CaseLogEntry.Act.NUMBER_SHOWN)


def asker_is_worker(found) -> bool:
    """Whether who asked is the worker: then there is one thread, one code, one consent."""
    return found.relation in SELF_RELATIONS


def show_ticket(request, found, *, act=CaseLogEntry.Act.VIEWED, wrong=None, status=200):
    """Render a ticket and log that it was looked at.

    `wrong` holds forms that were sent and have mistakes, by name: they come back as typed.
    """
    write_log(found, act, actor=request.user)
    wrong = wrong or {}
    words = _opened(found)
    is_open = not ({"erased", "locked"} & words.keys())
    if is_open and request.method != "HEAD":
        found.messages.filter(author=None, read_at=None).update(read_at=timezone.now())
    supervisor = is_supervisor(request.user)
    twins = find_twins(request, found)
    consents = list(found.consents.select_related("recorded_by")) if is_open else []
    return render_desk(
        request,
        "helpdesk/admin/ticket.html",
        found.reference,
        {
            "words": words,
            "is_open": is_open,
            "asker_is_worker": asker_is_worker(found),
            "sent_after": [twin for twin in twins if twin.pk == found.follows_id],
            "sent_again": [twin for twin in twins if twin.follows_id == found.pk],
            "twins_to_erase": [twin for twin in twins if not twin.is_erased],
            "consents": _grouped(consents),
            "may_be_told": _may_be_told(consents),
            "threads": _threads(found, words, wrong) if is_open else [],
            "country_name": country_name(found.country),
            "is_supervisor": supervisor,
            "number_shown": act == CaseLogEntry.Act.NUMBER_SHOWN,
            # Closing asks for an outcome and has a form of its own.
            "statuses": [choice for choice in Status.choices if choice[0] != Status.CLOSED],
            "attachments": found.attachments.select_related("added_by") if is_open else [],
            "may_open_originals": supervisor,
            "token": new_token(request, found),
            "file_form": FileForm(asker_is_worker=asker_is_worker(found)),
            "note_form": wrong.get("note") or forms.NoteForm(),
            "close_form": wrong.get("close") or forms.CloseForm(),
            "consent_form": wrong.get("consent") or forms.WorkerConsentForm(),
            "danger_form": wrong.get("danger") or forms.DangerForm(),
            "wrong": wrong,
            "log": found.log.select_related("actor").order_by("-pk")[:LOG_LINES],
        },
        ticket=found,
        status=status,
    )


def plan_words(plan: SafetyPlan) -> dict:
    """Return a safety plan in words for staff."""
    return {
        "allows_contact": plan.allows_contact,
        "channel": _label(Channel, plan.channel),
        "safe_times": [_label(SafeTime, code) for code in plan.safe_times],
        "who_may_answer": _label(WhoMayAnswer, plan.who_may_answer),
        "may_leave_message": plan.may_leave_message,
        "may_say_okup": plan.may_say_okup,
        "cover_sentence": plan.cover_sentence,
        "code_word": plan.code_word,
    }


def _opened(found) -> dict:
    """Return the ticket's personal words, or that they were erased, or do not open."""
    try:
        return {
            **plan_words(SafetyPlan.from_json(found.safety_plan)),
            "name": found.asker_name,
            "worker_name": found.worker_name,
            "phone": found.phone,
            "passport": found.passport,
            "home_typed": found.home_typed,
            "withhold": found.withhold,
            "narrative": found.narrative,
            "notes": [
                {"author": note.author, "at": note.created_at, "body": note.body}
                for note in found.notes.select_related("author")
            ],
            "messages": [
                {
                    "thread": message.thread,
                    "author": message.author,
                    "at": message.created_at,
                    "read_at": message.read_at,
                    "body": message.body,
                }
                for message in found.messages.select_related("author")
            ],
            "reasons": {
                consent.pk: consent.reason
                for consent in found.consents.filter(basis=Basis.DANGER_TO_LIFE)
            },
        }
    except (CannotOpenError, UnknownKeyError):
        return {"erased" if found.is_erased else "locked": True}


def _label(choices, code: str | None) -> str:
    return str(choices(code).label) if code in choices.values else ""


def country_name(code: str) -> str:
    """Return a country's name; the code itself where it is not among the countries."""
    if not code:
        return ""
    if code == ANOTHER_COUNTRY:
        return _("Another country")
    return dict(country_choices(get_language())).get(code, code)


def _grouped(consents) -> list[tuple[str, list]]:
    return [
        (subject, rows)
        for subject in Subject
        if (rows := [consent for consent in consents if consent.subject == subject])
    ]


def _may_be_told(consents) -> list:
    """The consents and decisions by which the worker's identity may leave the organisation."""
    return [
        consent
        for consent in consents
        if consent.subject == Subject.WORKER and consent.purpose == Purpose.REFER and consent.holds
    ]


def _threads(found, words: dict, wrong: dict) -> list[dict]:
    """The conversation with each person, and how they may learn that a message waits."""
    is_worker = asker_is_worker(found)
    holders = set(Receipt.valid().filter(ticket=found).values_list("holder", flat=True))
    threads = []
    for subject in Subject:
        messages = [message for message in words["messages"] if message["thread"] == subject]
        if is_worker and subject == Subject.ASKER and not messages:
            continue
        form = wrong.get(f"message-{subject}") or forms.MessageForm(
            initial={"thread": subject}, auto_id=f"id_{subject}_%s"
        )
        threads.append(
            {
                "subject": subject,
                "messages": messages,
                "has_code": subject in holders,
                # The plan was made by who asked: it says nothing about another person.
                "plan_is_theirs": is_worker or subject == Subject.ASKER,
                "form": form,
            }
        )
    return threads
