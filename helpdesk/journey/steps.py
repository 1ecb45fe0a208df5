"""The pages of the form in their order, and which of them a person needs."""

from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict

from helpdesk.journey import forms
from helpdesk.journey.state import JourneyState
from helpdesk.problems import big_choices_with_finer

START, CHECK = "start", "check"

FORMS: dict[str, type[forms.StepForm]] = {
    "who": forms.WhoForm,
    "where": forms.WhereForm,
    "what": forms.WhatForm,
    "details": forms.DetailsForm,
    "contact": forms.ContactForm,
    "consent": forms.ConsentForm,
    "words": forms.WordsForm,
}
ORDER = [START, *FORMS, CHECK]
# A child is asked the least: who, what, how to answer safely, and what it wants to say.
FOR_MINORS = ("who", "what", "contact", "words")
# From here on every page offers to send at once.
SEND_NOW_FROM = "contact"
REQUIRED = ("who", "what", "contact")


def steps_of(state: JourneyState) -> list[str]:
    """Return the pages of this journey, from the first question to the last look."""
    steps = list(FOR_MINORS if "is_minor" in state.answers else FORMS)
    if "details" in steps and not big_choices_with_finer(state.answers.get("problems", [])):
        steps.remove("details")
    return [*steps, CHECK]


def step_after(state: JourneyState, step: str) -> str:
    """Return the page that follows. A page that is not in this journey leads to its next one."""
    steps = steps_of(state)
    order = [START, *FORMS, CHECK]
    return next((other for other in order[order.index(step) + 1 :] if other in steps), CHECK)


def step_before(state: JourneyState, step: str) -> str:
    """Return the page before, or the first page."""
    steps = steps_of(state)
    before = reversed(ORDER[: ORDER.index(step)])
    return next((other for other in before if other in steps), START)


def is_further(step: str, than: str) -> bool:
    """Whether a page comes later in the form than another."""
    return ORDER.index(step) > ORDER.index(than)


def offers_send_now(state: JourneyState, step: str) -> bool:
    """Whether a page has the button "send now, the rest by phone"."""
    steps = steps_of(state)
    return step in steps and steps.index(step) >= steps.index(SEND_NOW_FROM)


def field_names(step: str) -> list[str]:
    """Return the names that a page's answers have."""
    return list(FORMS[step].base_fields) if step in FORMS else []


def is_answered(state: JourneyState, step: str) -> bool:
    """Whether a page holds any answer."""
    return any(name in state.answers for name in field_names(step))


@dataclass
class CheckedAnswers:
    """All answers of a journey: `data` cleaned and whole, or the first page that has a mistake."""

    data: dict
    wrong_step: str = ""


def check_answers(state: JourneyState, language: str) -> CheckedAnswers:
    """Clean all answers together, as they are sent. Pages that do not apply give empty answers."""
    steps = steps_of(state)
    data: dict = {}
    answers, nothing = MultiValueDict(state.answers), MultiValueDict()
    for step, form_class in FORMS.items():
        # The district is asked from nobody who is under 18, the finer choices only after big
        # ones: such a page counts as left empty, whatever an earlier answer said.
        applies = step in steps
        form = form_class(answers if applies else nothing, language=language, so_far=data)
        if not form.is_valid() and applies:
            return CheckedAnswers(data, wrong_step=step)
        data |= form.cleaned_data
    return CheckedAnswers(data)


def bind(form_class, answers: dict[str, list[str]], language: str, so_far: dict):
    """Return a form with answers as a browser would send them."""
    return form_class(MultiValueDict(answers), language=language, so_far=so_far)


@dataclass(frozen=True)
class Position:
    """Where a page stands: the `number`th of `total` questions."""

    number: int
    total: int

    @property
    def marks(self) -> list[bool]:
        """One entry for each page, true for those reached."""
        return [index < self.number for index in range(self.total)]


def position(state: JourneyState, step: str) -> Position:
    steps = steps_of(state)
    number = steps.index(step) + 1 if step in steps else 0
    return Position(number, len(steps))
