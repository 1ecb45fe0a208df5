"""Kinds of files that people may send. Imports nothing of Django: the cleaner reads it too."""

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What the cleaner does with a file, and which size limit holds."""

    PICTURE = "picture"
    PDF = "pdf"
    AUDIO = "audio"
    VIDEO = "video"


@dataclass(frozen=True)
class Kind:
    """One format. `container` is FFmpeg's name of the reader and writer, for sound and video.

    `working_type` is the content type of the working copy, where it is another format.
    """

    content_type: str
    extension: str
    family: Family
    container: tuple[str, str] = ("", "")
    working_type: str = ""

    @property
    def working_copy(self) -> "Kind":
        """The kind that the working copy has."""
        return KINDS[self.working_type or self.content_type]


KINDS: dict[str, Kind] = {
    kind.content_type: kind
    for kind in (
        Kind("image/jpeg", "jpg", Family.PICTURE),
        Kind("image/png", "png", Family.PICTURE),
        Kind("image/webp", "webp", Family.PICTURE),
        Kind("image/gif", "gif", Family.PICTURE, working_type="image/png"),
        # Hardly any office computer shows HEIC.
        Kind("image/heic", "heic", Family.PICTURE, working_type="image/jpeg"),
        Kind("application/pdf", "pdf", Family.PDF),
        Kind("audio/amr", "amr", Family.AUDIO, ("amr", "amr")),
        Kind("audio/aac", "aac", Family.AUDIO, ("aac", "adts")),
        Kind("audio/mpeg", "mp3", Family.AUDIO, ("mp3", "mp3")),
        Kind("audio/ogg", "ogg", Family.AUDIO, ("ogg", "ogg")),
        Kind("audio/wav", "wav", Family.AUDIO, ("wav", "wav")),
        Kind("audio/mp4", "m4a", Family.AUDIO, ("mov", "mp4")),
        Kind("audio/3gpp", "3gp", Family.AUDIO, ("mov", "3gp")),
        Kind("audio/webm", "webm", Family.AUDIO, ("matroska", "webm")),
        Kind("video/mp4", "mp4", Family.VIDEO, ("mov", "mp4")),
        Kind("video/3gpp", "3gp", Family.VIDEO, ("mov", "3gp")),
        Kind("video/quicktime", "mov", Family.VIDEO, ("mov", "mov")),
        Kind("video/webm", "webm", Family.VIDEO, ("matroska", "webm")),
    )
}
