"""Whether a file is sound that phones play, and how long it lasts: read from its content alone."""

import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import av
from av.stream import Disposition
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.core.numerals import format_number

MEGABYTE = 1024 * 1024
MAX_SOUND_BYTES = 10 * MEGABYTE
HEAD_BYTES = 16
# Packets that are decoded to see that they hold sound: about a second.
TRIED_PACKETS = 40


@dataclass(frozen=True)
class SoundKind:
    """A format: FFmpeg's name of its reader, and what its files begin with, from which byte."""

    reader: str
    marks: tuple[bytes, ...]
    at: int = 0

    def fits(self, head: bytes) -> bool:
        """Whether a file that begins so can be of this format."""
        return head.startswith(self.marks, self.at)


# A frame begins with eleven bits that are set, its version (three are in use), and the layer.
MP3_FRAMES = (b"\xff\xfa", b"\xff\xfb", b"\xff\xf2", b"\xff\xf3", b"\xff\xe2", b"\xff\xe3")
# By the ending of the file's name: from it readers' browsers are told what they get.
SOUND_KINDS = {
    "mp3": SoundKind("mp3", (b"ID3", *MP3_FRAMES)),
    "m4a": SoundKind("mov", (b"ftyp",), at=4),
    "ogg": SoundKind("ogg", (b"OggS",)),
    "wav": SoundKind("wav", (b"WAVE",), at=8),
    "aac": SoundKind("aac", (b"\xff\xf1", b"\xff\xf9")),
}
NOT_SOUND = _(
    "This is no sound file that phones can play, whatever its name says. "
    "Use an MP3, M4A, OGG, WAV or AAC file."
)


class SoundRefusedError(ValueError):
    """The file is not kept; the text of the error tells the editor why and what to do."""


def measure_sound(file) -> float:
    """Return how many seconds a sound file lasts.

    `file` is open for reading and has a `name` and a `size` in bytes; it is left at its start.
    Raises SoundRefusedError when it is too large or no sound by its content.
    """
    if file.size > MAX_SOUND_BYTES:
        raise SoundRefusedError(_too_large(file.size))
    kind = SOUND_KINDS.get(PurePath(file.name).suffix[1:].lower())
    file.seek(0)
    if kind is None or not kind.fits(file.read(HEAD_BYTES)) or zipfile.is_zipfile(file):
        raise SoundRefusedError(NOT_SOUND)
    file.seek(0)
    try:
        seconds = _seconds(file, kind.reader)
    except (av.FFmpegError, ValueError, EOFError):
        seconds = 0
    finally:
        file.seek(0)
    if not seconds:
        raise SoundRefusedError(NOT_SOUND)
    return seconds


def _seconds(file, reader: str) -> float:
    """Add up what the packets last: the head of a file may be wrong. 0 for what is no sound."""
    total = 0.0
    samples = 0
    # The reader is named: FFmpeg's guess could take a file for a play list and open others.
    with av.open(file, format=reader, metadata_errors="replace") as source:
        films = [
            stream
            for stream in source.streams.video
            if not stream.disposition & Disposition.attached_pic
        ]
        if films or not source.streams.audio:
            return 0
        stream = source.streams.audio[0]
        for number, packet in enumerate(source.demux(stream)):
            if number < TRIED_PACKETS:
                samples += sum(frame.samples for frame in packet.decode())
            total += float((packet.duration or 0) * packet.time_base) if packet.size else 0
    return total if samples else 0


def _too_large(size: int) -> str:
    language = translation.get_language() or "bn"
    return _(
        "This recording has %(size)s MB; at most %(most)s MB can be kept. "
        "Save it in a lower quality or in parts."
    ) % {
        "size": format_number(round(size / MEGABYTE, 1), language),
        "most": format_number(MAX_SOUND_BYTES // MEGABYTE, language),
    }
