"""What supervisors set up: local offices, working days, holidays, recordings of questions.

No case data: superusers may change these too.
"""

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from helpdesk.groups import CASEWORKERS, SUPERVISORS
from helpdesk.models import DutyHoliday, DutyHours, LocalOffice, QuestionRecording


def _members_of_the_desk():
    return (
        get_user_model()
        .objects.filter(is_active=True, groups__name__in=(CASEWORKERS, SUPERVISORS))
        .distinct()
        .order_by("username")
    )


class LocalOfficeForm(WagtailAdminModelForm):
    """Only members of the help desk can belong to a local office."""

    members = forms.ModelMultipleChoiceField(
        queryset=None, label=_("members"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["members"].queryset = _members_of_the_desk()


class LocalOfficeViewSet(ModelViewSet):
    model = LocalOffice
    icon = "site"
    menu_label = _("Local offices")
    list_display = ["name"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel(
                "members",
                help_text=_(
                    "They then see only requests of these districts, and none that is restricted "
                    "or must not reach the local office."
                ),
            ),
            FieldPanel("districts", widget=forms.CheckboxSelectMultiple),
        ],
        base_form_class=LocalOfficeForm,
    )


class DutyHoursViewSet(ModelViewSet):
    model = DutyHours
    icon = "time"
    menu_label = _("Working days")
    list_display = ["weekday", "opens", "closes"]
    copy_view_enabled = False


class DutyHolidayViewSet(ModelViewSet):
    model = DutyHoliday
    icon = "calendar"
    menu_label = _("Holidays")
    list_display = ["day", "name"]
    copy_view_enabled = False


class QuestionRecordingViewSet(ModelViewSet):
    model = QuestionRecording
    icon = "media"
    menu_label = _("Questions read aloud")
    list_display = ["question", "language", "recording"]
    copy_view_enabled = False


class HelpDeskGroup(ModelViewSetGroup):
    menu_label = _("Help desk")
    menu_icon = "group"
    menu_order = 125
    items = (
        LocalOfficeViewSet("local-offices"),
        DutyHoursViewSet("duty-hours"),
        DutyHolidayViewSet("duty-holidays"),
        QuestionRecordingViewSet("question-recordings"),
    )
