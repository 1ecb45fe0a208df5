"""The forms of one ticket's page."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from helpdesk.journey.fields import CHOOSE_ONE, TOO_LONG, StoryField
from helpdesk.taxonomy import Outcome, Purpose, Recipient, Subject

MAX_WORDS = 5000
MAX_REASON = 2000
# A clock of somebody's computer may be a little ahead.
CLOCK_TOLERANCE = timedelta(minutes=10)
SOMETHING = {"required": _("Write something first."), "max_length": TOO_LONG}
AT_LEAST_ONE = {
    "required": _("Choose at least one."),
    "invalid_choice": CHOOSE_ONE["invalid_choice"],
}
# The value as browsers send it, and as they want it.
MINUTE_FORMAT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A date and time that has passed, in the time zone of the member of staff."""

    def __init__(self, **kwargs):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE_FORMAT)
        super().__init__(
            widget=widget,
            input_formats=[MINUTE_FORMAT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
            initial=timezone.now,
            error_messages={
                "required": _("Write the date and time."),
                "invalid": _("Write the date and time."),
            },
            **kwargs,
        )

    def clean(self, value):
        moment = super().clean(value)
        if moment and moment > timezone.now() + CLOCK_TOLERANCE:
            raise forms.ValidationError(_("This time has not come yet."))
        return moment


class MessageForm(forms.Form):
    """A message of one thread."""

    thread = forms.ChoiceField(choices=Subject, widget=forms.HiddenInput)
    body = StoryField(
        label=_("Message"),
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=SOMETHING,
    )


class NoteForm(forms.Form):
    """A note by staff for staff."""

    note = StoryField(
        label=_("Note"),
        max_length=MAX_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=SOMETHING,
    )


class CloseForm(forms.Form):
    """How a request ended."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=Outcome,
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )


def _consent_choices() -> list[tuple[str, str]]:
    """`purpose` or `refer:recipient`, as write_log's detail names them too."""
    referrals = [
        (f"{Purpose.REFER}:{recipient.value}", recipient.label) for recipient in Recipient
    ]
    others = [(purpose.value, purpose.label) for purpose in Purpose if purpose != Purpose.REFER]
    return [*others, (Purpose.REFER.label, referrals)]


class WorkerConsentForm(forms.Form):
    """What the worker said by word of mouth. Nobody else's word counts."""

    consents = forms.MultipleChoiceField(
        label=_("To what?"),
        choices=_consent_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=AT_LEAST_ONE,
    )
    answer = forms.ChoiceField(
        label=_("What did the worker say?"),
        choices=[("yes", _("Agrees")), ("no", _("Does not agree, or takes it back"))],
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    said_at = MomentField(label=_("When"))
    said_by_worker = forms.BooleanField(
        label=_("The worker said this to me, not somebody else for the worker."),
        error_messages={"required": _("Nobody agrees for somebody else. Ask the worker.")},
    )


class DangerForm(forms.Form):
    """A supervisor's decision to tell somebody who the worker is, because a life is in danger."""

    recipients = forms.MultipleChoiceField(
        label=_("Who must be told?"),
        choices=Recipient,
        widget=forms.CheckboxSelectMultiple,
        error_messages=AT_LEAST_ONE,
    )
    reason = StoryField(
        label=_("Why is a life in danger, and why can the worker not be asked?"),
        max_length=MAX_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason."), "max_length": TOO_LONG},
    )
