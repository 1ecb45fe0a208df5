"""Recordings of guides as readers meet them: how long and how large, before anything loads."""

import hashlib
import json
from dataclasses import dataclass

from django.core.cache import cache
from django.utils import timezone, translation
from django.utils.translation import ngettext

from guidance.models.recordings import GuideRecording
from portal.core.numerals import format_file_size, format_number

ONE_DAY = 86_400


@dataclass(frozen=True)
class PartRecording:
    """The recording of one part of a guide. `seconds` and `bytes` are those of the file."""

    pk: int
    part: str
    seconds: int
    bytes: int
    extension: str

    @property
    def part_label(self) -> str:
        """The name of the part in the active language."""
        return str(GuideRecording.Part(self.part).label)

    @property
    def duration(self) -> str:
        """`৩ মিনিট`, or seconds below one minute; in the active language."""
        if self.seconds < 60:
            count = max(self.seconds, 1)
            text = ngettext("%(count)s second", "%(count)s seconds", count)
        else:
            count = round(self.seconds / 60)
            text = ngettext("%(count)s minute", "%(count)s minutes", count)
        return text % {"count": _number(count)}

    @property
    def size(self) -> str:
        """`৪২০ কেবি`, or megabytes with one decimal place; in the active language."""
        return format_file_size(self.bytes, translation.get_language() or "bn")


def part_recordings(page) -> dict[str, PartRecording]:
    """Return the recordings of a guide by part, in the language its words are in. One query.

    An English page that still shows the Bangla text has the Bangla recordings. A recording whose
    file is gone is left out.
    """
    rows = GuideRecording.objects.filter(
        guide__translation_key=page.translation_key,
        guide__locale__language_code=page.content_language,
    ).select_related("recording")
    found = {}
    for row in rows:
        size = _stored_bytes(row.recording.file)
        if size:
            found[row.part] = PartRecording(
                pk=row.pk,
                part=row.part,
                seconds=round(row.recording.duration or 0),
                bytes=size,
                extension=row.recording.file_extension.lower(),
            )
    return found


def is_older(recording: GuideRecording, page) -> bool:
    """Whether a recording was made before the words of its page last changed.

    Only words count: a new check date or source leaves a recording good. Where no revision tells
    what the text was at that time, the day of the last publication decides. At most one query,
    none for a recording that is younger than the publication.
    """
    published = page.last_published_at
    if not (recording.recorded_on and published):
        return False
    if recording.recorded_on >= timezone.localdate(published):
        return False
    then = (
        page.revisions.filter(created_at__date__lte=recording.recorded_on)
        .order_by("-created_at", "-pk")
        .first()
    )
    if then is None:
        return True
    now = page.serializable_data()
    spoken = ("title", "summary", "why", *page.text_fields)
    return any(_words(then.content.get(name)) != _words(now.get(name)) for name in spoken)


def _words(stored):
    """A stored text to compare. Streams are JSON, whose keys PostgreSQL puts in its own order."""
    try:
        return json.loads(stored)
    except (TypeError, ValueError):
        return stored


def _number(amount) -> str:
    return format_number(amount, translation.get_language() or "bn")


def _stored_bytes(file) -> int:
    """Return the size of a stored file, 0 where it is gone.

    Remembered, since a storage elsewhere has to be asked over the network. A file never changes
    under its name.
    """
    key = f"sound-bytes:{hashlib.sha256(file.name.encode()).hexdigest()[:32]}"
    size = cache.get(key)
    if size is None:
        try:
            size = file.size
        except (OSError, ValueError):
            return 0
        cache.set(key, size, ONE_DAY)
    return size
