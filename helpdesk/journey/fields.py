"""Text fields that make what was typed canonical before its length is counted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.core.inputs import clean_line, clean_text

MAX_LINE = 120
TOO_LONG = _("This is too long. Please shorten it: the most important thing is enough.")
CHOOSE_ONE = {"required": _("Choose one."), "invalid_choice": _("Choose one of the answers.")}


class SharedChoices:
    """Keeps one list of choices for all forms: they never change, and copying costs time.

    Stands before Django's field, whose `__deepcopy__` copies every choice for every form.
    """

    def __deepcopy__(self, memo):
        return super(forms.ChoiceField, self).__deepcopy__(memo)


class ChoiceField(SharedChoices, forms.ChoiceField):
    """One of several answers that are the same for everybody."""


class MultipleChoiceField(SharedChoices, forms.MultipleChoiceField):
    """Some of several answers that are the same for everybody."""


class SharedFields(dict):
    """Fields by name that all forms of a class share: copying them for each costs time."""

    def __deepcopy__(self, memo):
        return dict(self)


def shares_fields(form_class: type[forms.Form]) -> type[forms.Form]:
    """Mark a form class that never changes one of its fields. What inherits from it copies."""
    form_class.base_fields = SharedFields(form_class.base_fields)
    return form_class


class LineField(forms.CharField):
    """One line of text: invisible letters are taken out before its length is counted."""

    def __init__(self, **kwargs):
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", MAX_LINE)
        super().__init__(**kwargs)
        self.error_messages["max_length"] = TOO_LONG

    def clean(self, value):
        return super().clean(clean_line(value or ""))


class StoryField(forms.CharField):
    """Several lines of text."""

    def clean(self, value):
        return super().clean(clean_text(value or ""))
