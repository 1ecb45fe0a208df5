"""What editors upload as recording or film."""

from wagtailmedia.forms import BaseMediaForm
from wagtailmedia.models import MediaType

from portal.core.sound import SoundRefusedError, measure_sound


class MediaForm(BaseMediaForm):
    """Refuses recordings that are no sound or too large; measures how long the others last.

    Films are taken as they come: guides and the help form hold sound alone.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self._is_sound:
            # Measured, never typed.
            self.fields.pop("duration", None)

    @property
    def _is_sound(self) -> bool:
        return self.instance.type == MediaType.AUDIO

    def _post_clean(self):
        """Look at the file once its name has been found good."""
        super()._post_clean()
        if not self._is_sound or self.errors or "file" not in self.changed_data:
            return
        try:
            self.instance.duration = measure_sound(self.cleaned_data["file"])
        except SoundRefusedError as error:
            self.add_error("file", str(error))
