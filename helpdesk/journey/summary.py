"""The answers of a journey in words, for the last look before sending."""

from dataclasses import dataclass

from django.forms import BooleanField
from django.utils.translation import gettext as _

from helpdesk.journey.forms import StepForm
from helpdesk.journey.state import JourneyState
from helpdesk.journey.steps import CHECK, FORMS, bind, is_answered, steps_of
from portal.core.numerals import localise_digits


@dataclass(frozen=True)
class AnsweredPage:
    """A page of the form with what was answered there. `lines` are (question, answer)."""

    step: str
    lines: list[tuple[str, str]]


def answered_lines(state: JourneyState, language: str) -> list[AnsweredPage]:
    """Return all pages of the journey with their answers; an unanswered page has no lines."""
    pages = []
    so_far: dict = {"problems": state.answers.get("problems", [])}
    for step in steps_of(state):
        if step == CHECK:
            continue
        form = bind(FORMS[step], state.answers, language, so_far)
        lines = _lines(form, state) if is_answered(state, step) else []
        pages.append(AnsweredPage(step, lines))
    return pages


def _lines(form: StepForm, state: JourneyState) -> list[tuple[str, str]]:
    lines = []
    for name, field in form.fields.items():
        answers = state.answers.get(name)
        if not answers:
            continue
        choices = _choices(form, name, field)
        if choices:
            text = "; ".join(str(choices[answer]) for answer in answers if answer in choices)
        elif isinstance(field, BooleanField):
            text = _("Yes")
        else:
            text = answers[0]
            if name == "phone":
                text = localise_digits(text, form.language)
        if text:
            lines.append((str(field.label), text))
    return lines


def _choices(form: StepForm, name: str, field) -> dict[str, str]:
    """Return label by code of a question with choices; nothing for other questions."""
    if name == "country":
        pairs = form.countries
    elif name == "district":
        pairs = form.districts
    elif name == "subproblems":
        pairs = [pair for _group, finer in form.groups for pair in finer]
    else:
        pairs = getattr(field, "choices", ())
    return {str(code): label for code, label in pairs}
