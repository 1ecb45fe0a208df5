"""Consents to stories in the admin: who agreed is shown to those who may edit them, and sealed."""

from django import forms
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Locale

from programs.models import StoryConsent, StoryPage
from programs.models.stories import NO_CONSENT


class StoryConsentForm(WagtailAdminModelForm):
    """The sealed texts are fields of the form alone: the database knows only their ciphertext."""

    giver_name = forms.CharField(label=_("name of who agreed"), max_length=120)
    evidence = forms.CharField(
        label=_("where the signed paper or recording is kept"), max_length=255, required=False
    )

    class Meta:
        model = StoryConsent
        fields = [
            "story",
            "for_web",
            "for_print",
            "for_photo",
            "given_by",
            "given_on",
            "valid_until",
            "withdrawn_on",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("giver_name", "evidence"):
                self.fields[name].initial = getattr(self.instance, name)

    def clean_story(self):
        """A consent belongs to the story in its source language, whichever was chosen."""
        story = self.cleaned_data["story"]
        return story.get_translation_or_none(Locale.get_default()) or story

    def save(self, commit=True):
        for name in ("giver_name", "evidence"):
            setattr(self.instance, name, self.cleaned_data[name])
        if self.instance.recorded_by_id is None and self.for_user is not None:
            self.instance.recorded_by = self.for_user
        return super().save(commit)


class StoryConsentViewSet(ModelViewSet):
    """To what people agreed, and until when."""

    model = StoryConsent
    icon = "user"
    menu_label = _("Consents to stories")
    list_display = ["story", "for_web", "given_on", "valid_until", "withdrawn_on"]
    list_filter = ["for_web", "valid_until"]

    def get_form_class(self, for_update=False):
        """The form of its own, for both adding and editing."""
        return StoryConsentForm


@hooks.register("before_publish_page")
def ask_for_consent(request, page):
    """Say why a story cannot be published, beside the page instead of as an error."""
    if isinstance(page, StoryPage) and not page.has_consent():
        messages.error(request, NO_CONSENT)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None
