"""The questions of the form, one form class for each page.

Required are only who asks, what happened and a way to answer. Every class takes `language` ("bn"
or "en"); the names of all fields differ, so that the answers of a whole journey fit together.
"""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from helpdesk.journey.fields import (
    CHOOSE_ONE,
    TOO_LONG,
    ChoiceField,
    LineField,
    MultipleChoiceField,
    StoryField,
    shares_fields,
)
from helpdesk.places import (
    country_choices,
    district_choices,
    find_upazila,
    is_known,
    with_answer,
)
from helpdesk.problems import Problem, Subproblem, big_choices_with_finer
from helpdesk.taxonomy import (
    SELF_RELATIONS,
    Channel,
    HowWent,
    Knows,
    Place,
    Recipient,
    Relation,
    SafeTime,
    WhoMayAnswer,
)
from portal.core.inputs import PhoneTooShortError, clean_phone
from portal.core.numerals import format_number

MAX_NARRATIVE = 5000
COUNTRY = re.compile(r"[A-Z]{2}")
SEVERAL = {"invalid_choice": CHOOSE_ONE["invalid_choice"]}


class StepForm(forms.Form):
    """What all pages share. `so_far` holds the cleaned answers of the pages before."""

    def __init__(self, *args, language: str, so_far: dict | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.language = language
        self.so_far = so_far or {}

    def show_errors_of(self, form: "StepForm | None") -> None:
        """Show the messages of a form that was checked, or none: this one is not checked."""
        self._errors = form.errors if form is not None else forms.utils.ErrorDict()
        self.cleaned_data = {}


@shares_fields
class WhoForm(StepForm):
    """Who is asking, and whether the worker knows."""

    relation = ChoiceField(
        label=_("Who are you?"),
        choices=Relation,
        error_messages=CHOOSE_ONE,
        widget=forms.RadioSelect,
    )
    is_minor = forms.BooleanField(label=_("I am under 18"), required=False)
    worker_knows = ChoiceField(
        label=_("If you ask for somebody else: does the person know?"),
        choices=Knows,
        required=False,
        error_messages=CHOOSE_ONE,
        widget=forms.RadioSelect,
    )

    def clean(self):
        data = super().clean()
        if data.get("relation") in SELF_RELATIONS:
            # The question is only for those who ask for somebody else.
            data["worker_knows"] = ""
        return data


@shares_fields
class WhereForm(StepForm):
    """Where the worker is, where home is, and how the worker went."""

    place = ChoiceField(
        label=_("The worker is now"),
        choices=Place,
        required=False,
        error_messages=CHOOSE_ONE,
        widget=forms.RadioSelect,
    )
    country = LineField(label=_("Which country?"))
    district = forms.IntegerField(
        label=_("Home district in Bangladesh"), required=False, error_messages=CHOOSE_ONE
    )
    upazila = LineField(label=_("Upazila or thana"), max_length=60)
    how_went = ChoiceField(
        label=_("How did the worker go abroad?"),
        choices=HowWent,
        required=False,
        error_messages=CHOOSE_ONE,
        widget=forms.RadioSelect,
    )
    avoid_local = forms.BooleanField(
        label=_("Do not tell your local office or forum members"), required=False
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.countries = with_answer(country_choices(self.language), self.data.get("country"))
        self.districts = with_answer(district_choices(self.language), self.data.get("district"))

    def clean_country(self):
        code = self.cleaned_data["country"].upper()
        if code and (not COUNTRY.fullmatch(code) or not is_known(code, country_choices, self)):
            raise forms.ValidationError(CHOOSE_ONE["invalid_choice"])
        return code

    def clean_district(self):
        code = self.cleaned_data["district"]
        if code is not None and not is_known(code, district_choices, self):
            raise forms.ValidationError(CHOOSE_ONE["invalid_choice"])
        return code

    def clean(self):
        data = super().clean()
        # A name that is no upazila of the district is kept as it was typed.
        data["upazila_code"] = find_upazila(data.get("upazila", ""), data.get("district"))
        return data


@shares_fields
class WhatForm(StepForm):
    """What happened: eight big choices, and the ninth for those who cannot say."""

    problems = MultipleChoiceField(
        label=_("What happened?"),
        choices=Problem,
        error_messages={
            "required": _("Choose at least one. If you cannot say, choose the last one."),
            **SEVERAL,
        },
        widget=forms.CheckboxSelectMultiple,
    )


@shares_fields
class DetailsForm(StepForm):
    """The finer choices of what was chosen before. All may be left out."""

    subproblems = MultipleChoiceField(
        label=_("What exactly?"),
        required=False,
        choices=Subproblem,
        error_messages=SEVERAL,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        problems = self.so_far.get("problems", Problem.values)
        self.groups = [
            (problem.label, [(code.value, code.label) for code in finer])
            for problem, finer in big_choices_with_finer(problems)
        ]

    def clean_subproblems(self):
        # Chosen before its big choice was taken back: it falls away without a word.
        offered = {code for _group, finer in self.groups for code, _label in finer}
        return [code for code in self.cleaned_data["subproblems"] if code in offered]

    def chosen(self) -> list[str]:
        """The finer choices to show as chosen."""
        return self["subproblems"].value() or []


@shares_fields
class ContactForm(StepForm):
    """The contact safety plan: how to answer without endangering anybody."""

    channel = ChoiceField(
        label=_("How may we answer you?"),
        choices=Channel,
        error_messages=CHOOSE_ONE,
        initial=Channel.NONE,
        widget=forms.RadioSelect,
    )
    phone = LineField(label=_("Telephone number"), max_length=40)
    safe_times = MultipleChoiceField(
        label=_("When is it safe?"),
        choices=SafeTime,
        required=False,
        error_messages=SEVERAL,
        widget=forms.CheckboxSelectMultiple,
    )
    who_may_answer = ChoiceField(
        label=_("Who may answer the telephone?"),
        choices=WhoMayAnswer,
        required=False,
        initial=WhoMayAnswer.ME_ONLY,
        error_messages=CHOOSE_ONE,
        widget=forms.RadioSelect,
    )
    may_leave_message = forms.BooleanField(label=_("You may leave a message"), required=False)
    may_say_okup = forms.BooleanField(label=_("You may say that OKUP is calling"), required=False)
    code_word = LineField(label=_("A code word"), max_length=40)
    cover_sentence = LineField(label=_("What shall we say if somebody else answers?"))
    asker_name = LineField(label=_("A name we may call you by"))

    def clean(self):
        data = super().clean()
        channel = data.get("channel")
        typed = data.get("phone", "")
        if typed:
            try:
                data["phone"] = clean_phone(typed, region=self._region())
            except PhoneTooShortError:
                self.add_error(
                    "phone", _("This number is too short. Please write the whole number.")
                )
        elif channel and channel != Channel.NONE:
            self.add_error(
                "phone",
                _("Write the number, or choose “I will come back with my code” above."),
            )
        if channel == Channel.NONE and self.so_far.get("phone_typed_now"):
            # The first answer is chosen from the beginning: whoever writes a number and goes on
            # would wait for a call that nobody may make.
            self.add_error(
                "channel",
                _(
                    "You wrote a number, but chose that we do not contact you. Choose how we may "
                    "use it, or take the number out."
                ),
            )
        # Whoever does not choose gets the safest answer.
        data["who_may_answer"] = data.get("who_may_answer") or WhoMayAnswer.ME_ONLY
        return data

    def _region(self) -> str:
        return self.so_far.get("country") or "BD"

    @property
    def opens_more(self) -> bool:
        """Whether the folded questions hold an answer or an error."""
        names = (
            "safe_times",
            "who_may_answer",
            "may_leave_message",
            "may_say_okup",
            "code_word",
            "cover_sentence",
            "asker_name",
        )
        return any(self[name].errors or self.data.get(name) for name in names)


@shares_fields
class ConsentForm(StepForm):
    """Consent, for each purpose and each recipient by itself. Nothing is ticked beforehand."""

    refer_to = MultipleChoiceField(
        label=_("Whom may we tell about you, so that they help?"),
        choices=Recipient,
        required=False,
        error_messages=SEVERAL,
        widget=forms.CheckboxSelectMultiple,
    )
    withhold = LineField(label=_("Whom must we not tell, and why?"), max_length=400)
    consent_statistics = forms.BooleanField(
        label=_("My request may be counted in figures, without my name."), required=False
    )
    consent_story = forms.BooleanField(
        label=_("My story may be told without my name, so that others learn from it."),
        required=False,
    )


@shares_fields
class WordsForm(StepForm):
    """Anything the person wants to say."""

    narrative = StoryField(
        label=_("In your own words"),
        required=False,
        max_length=MAX_NARRATIVE,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": TOO_LONG},
    )

    @property
    def max_narrative(self) -> str:
        """The longest story, written out in the reader's digits."""
        return format_number(MAX_NARRATIVE, self.language)
