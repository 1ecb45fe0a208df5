"""Changing how the person may be reached. The plan that stands is never shown."""

from django.http import QueryDict
from django.utils.translation import get_language

from helpdesk.durable import durable_transaction
from helpdesk.journey.forms import ContactForm
from helpdesk.models import CaseLogEntry, Ticket
from helpdesk.models.log import write_log
from helpdesk.number_index import phone_index
from helpdesk.safety_plan import SafetyPlan
from helpdesk.taxonomy import Purpose
from helpdesk.views.own_request import overview
from helpdesk.views.own_request.access import OpenRequest
from helpdesk.views.own_request.consent_changes import set_consent
from helpdesk.views.public import render_help

# The name is no part of the plan: it stays as it was given.
NAMES = tuple(name for name in ContactForm.base_fields if name != "asker_name")
WORDS = NAMES


def show_form(request, opened: OpenRequest):
    """Show an empty plan to who may change it, and a way to write to everybody else."""
    form = ContactForm(language=get_language())
    return _page(request, opened.with_new_key().token, form, may_change=opened.owns_plan)


def save(request, opened: OpenRequest):
    """Put a new plan in the place of the old one, as a whole."""
    if not opened.owns_plan:
        return show_form(request, opened)
    form = _bind(request.POST, country=opened.ticket.country)
    if not form.is_valid():
        return _page(request, opened.token, form, status=422)
    store_plan(opened, form.cleaned_data)
    return overview.show(request, opened, done="plan")


def show_kept(request, opened: OpenRequest, words: dict):
    """Show a plan that had to wait for the code. It is not saved before the person says so."""
    if not opened.owns_plan:
        return show_form(request, opened)
    posted = QueryDict(mutable=True)
    for name, values in words.items():
        posted.setlist(name, values)
    return _page(request, opened.token, _as_typed(posted), problem="kept")


def page_when_away(request, token: str):
    """The plan as it was sent, while the database is away."""
    return _page(request, token, _as_typed(request.POST), problem="database", status=503)


def _bind(posted, country: str = "") -> ContactForm:
    so_far = {"country": country, "phone_typed_now": bool(posted.get("phone", "").strip())}
    return ContactForm(posted, language=get_language(), so_far=so_far)


def _as_typed(posted) -> ContactForm:
    """The form as it was sent, without a verdict on it."""
    form = _bind(posted)
    form.show_errors_of(None)
    return form


def _page(request, token, form, problem: str = "", status: int = 200, may_change: bool = True):
    return render_help(
        request,
        "helpdesk/own/plan.html",
        {"token": token, "form": form, "problem": problem, "may_change": may_change},
        status=status,
    )


def store_plan(opened: OpenRequest, data: dict) -> None:
    """Store the plan in ContactForm.cleaned_data, and the consent to be contacted that it is."""
    plan = SafetyPlan.from_answers(data)
    with durable_transaction():
        ticket = _locked(opened)
        ticket.safety_plan = plan.to_json()
        ticket.phone = data["phone"]
        ticket.phone_index = phone_index(data["phone"])
        ticket.save(update_fields=["safety_plan", "phone", "phone_index"])
        write_log(ticket, CaseLogEntry.Act.PLAN_CHANGED, detail=opened.holder)
        set_consent(opened, Purpose.CONTACT, "", given=plan.allows_contact)


def forbid_contact(opened: OpenRequest) -> None:
    """Set the plan's channel to `none` and leave the rest of it. Call it in a transaction."""
    ticket = _locked(opened)
    plan = SafetyPlan.from_json(ticket.safety_plan)
    if not plan.allows_contact:
        return
    plan.channel = SafetyPlan().channel
    ticket.safety_plan = plan.to_json()
    ticket.save(update_fields=["safety_plan"])
    write_log(ticket, CaseLogEntry.Act.PLAN_CHANGED, detail=opened.holder)


def _locked(opened: OpenRequest) -> Ticket:
    """The ticket as it is now: staff may be changing it too."""
    return (
        Ticket.objects.select_related("data_key")
        .select_for_update(of=("self",))
        .get(pk=opened.ticket.pk)
    )
