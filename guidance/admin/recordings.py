"""Recordings of guides in the admin."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldRowPanel, ObjectList, PageChooserPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtailmedia.edit_handlers import MediaChooserPanel

from guidance.models import GuideRecording
from portal.core.sound import SoundRefusedError, measure_sound

FILE_GONE = _("The file of this recording is gone. Upload it again.")


class GuideRecordingForm(WagtailAdminModelForm):
    """Takes only what phones can play, and notes how long it lasts."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.setdefault("recorded_on", timezone.localdate())

    def clean_recording(self):
        """Look into the file: it may have come in by another way than the upload form."""
        media = self.cleaned_data["recording"]
        try:
            with media.file.open("rb") as file:
                seconds = measure_sound(file)
        except SoundRefusedError as error:
            self.add_error("recording", str(error))
        except (OSError, ValueError):
            self.add_error("recording", FILE_GONE)
        else:
            media.duration = seconds
        return media

    def clean(self):
        cleaned_data = super().clean()
        guide, media = cleaned_data.get("guide"), cleaned_data.get("recording")
        if guide and media and guide.locale.language_code not in media.language.split("-"):
            self.add_error(
                "recording",
                _(
                    "The recording is marked as %(spoken)s, and the guide is in another language. "
                    "Choose another recording or change its language."
                )
                % {"spoken": media.get_language_display() or "–"},
            )
        return cleaned_data

    def save(self, commit=True):
        """Save the recording; its file's length is kept with the file."""
        row = super().save(commit)
        row.recording.save(update_fields=["duration"])
        return row


class GuideRecordingViewSet(ModelViewSet):
    """Guides and their parts, read aloud."""

    model = GuideRecording
    icon = "media"
    menu_label = _("Recordings of guides")
    menu_order = 246
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["guide", "part", "recorded_on"]
    list_filter = ["part", "recorded_on"]
    search_fields = ["guide__title"]
    edit_handler = ObjectList(
        [
            PageChooserPanel("guide", "guidance.GuidePage"),
            FieldRowPanel(["part", "recorded_on"]),
            MediaChooserPanel(
                "recording",
                media_type="audio",
                help_text=_(
                    "MP3, M4A, OGG, WAV or AAC, at most 10 MB. One channel at 32 kilobits per "
                    "second is good for speech: a minute then takes 240 KB."
                ),
            ),
        ],
        base_form_class=GuideRecordingForm,
    )

    def get_index_view_kwargs(self, **kwargs):
        """List the titles of the guides without a query for each."""
        return super().get_index_view_kwargs(
            queryset=GuideRecording.objects.select_related("guide"), **kwargs
        )
