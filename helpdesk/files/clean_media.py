"""Sound and video, packed anew: the recording stays bit for bit, all that describes it goes."""

from io import BytesIO

import av

# Loaded now: av would do it when it first opens something, and the process may open no file then.
import av.subtitles.stream
from av.bitstream import BitStreamFilterContext
from av.stream import Disposition

from helpdesk.files.iso_boxes import blank_hevc_notes
from helpdesk.files.kinds import Family, Kind

# Recording software writes notes, some cameras even places, between the pictures (SEI units).
NOTES_BETWEEN_PICTURES = {
    "h264": "filter_units=remove_types=6",
    "hevc": "filter_units=remove_types=39|40",
}
# What the containers themselves write, with no word of the sender.
OWN_WORDS = frozenset(
    {"major_brand", "minor_version", "compatible_brands", "handler_name", "vendor_id"}
    | {"encoder", "duration", "language"}
)
# MPEG sound begins each frame with eleven bits that are set; what telephones and programs add
# at the end of the file does not.
FRAME_MARKS = {"mp3": b"\xff\xe0"}
# Bytes of an AMR frame after its first one, by type (RFC 4867, 3GPP TS 26.101 and 26.201).
AMR_HEAD, AMR_WIDE_HEAD = b"#!AMR\n", b"#!AMR-WB\n"
AMR_SIZES = {**dict(enumerate((12, 13, 15, 17, 19, 20, 26, 31, 5))), 15: 0}
AMR_WIDE_SIZES = {**dict(enumerate((17, 23, 32, 36, 40, 46, 50, 58, 60, 5))), 14: 0, 15: 0}
BITEXACT = {"fflags": "+bitexact"}
WRITER_OPTIONS = {"mp3": {"write_xing": "0", "id3v2_version": "0"}}


def clean_media(content: bytes, kind: Kind) -> bytes:
    """Return the recording without titles, places, dates, chapters, covers and side tracks.

    One video and one sound track remain. Nothing is encoded again. Raises ValueError when
    something about the sender would remain, anything else from FFmpeg when it is broken.
    """
    reader, writer = kind.container
    if reader == "amr":
        content = _only_amr_frames(content)
    out = BytesIO()
    # The reader is named: FFmpeg's guess could take a file for a play list and open others.
    with av.open(BytesIO(content), format=reader, metadata_errors="replace") as source:
        kept = _tracks(source, kind)
        options = {**BITEXACT, **WRITER_OPTIONS.get(writer, {})}
        with av.open(out, "w", format=writer, container_options=options) as target:
            _copy(source, target, kept, reader)
    cleaned = out.getvalue()
    if reader == "mov":
        blanked = bytearray(cleaned)
        blank_hevc_notes(blanked)
        cleaned = bytes(blanked)
    _check(cleaned, kind)
    return cleaned


def _tracks(source, kind: Kind) -> list:
    kept = []
    if kind.family == Family.VIDEO:
        kept += [
            stream
            for stream in source.streams.video
            if not stream.disposition & Disposition.attached_pic
        ][:1]
        if not kept:
            raise ValueError("There is no video track.")
    kept += list(source.streams.audio[:1])
    if not kept:
        raise ValueError("There is no track.")
    for stream in kept:
        if kind.container[0] == "matroska" and stream.codec_context.name == "vorbis":
            # Its comments stand inside the codec's own data and would be copied with it.
            raise ValueError("Vorbis in WebM keeps its comments.")
    return kept


def _copy(source, target, kept: list, reader: str) -> None:
    copies = {stream.index: target.add_stream_from_template(stream) for stream in kept}
    filters = {
        stream.index: BitStreamFilterContext(
            NOTES_BETWEEN_PICTURES[stream.codec_context.name], stream, copies[stream.index]
        )
        for stream in kept
        if stream.codec_context.name in NOTES_BETWEEN_PICTURES
    }
    packets = 0
    for packet in source.demux(kept):
        index = packet.stream.index
        if packet.size == 0 or not _is_frame(bytes(packet)[:2], reader):
            continue
        for part in filters[index].filter(packet) if index in filters else [packet]:
            part.stream = copies[index]
            target.mux_one(part)
            packets += 1
    if not packets:
        raise ValueError("There is nothing in it.")


def _is_frame(head: bytes, reader: str) -> bool:
    mark = FRAME_MARKS.get(reader, b"")
    return all(byte & bits == bits for byte, bits in zip(head, mark, strict=False))


def _only_amr_frames(content: bytes) -> bytes:
    """Return an AMR recording up to its last whole frame: FFmpeg takes any bytes for frames."""
    wide = content.startswith(AMR_WIDE_HEAD)
    sizes = AMR_WIDE_SIZES if wide else AMR_SIZES
    at = len(AMR_WIDE_HEAD if wide else AMR_HEAD)
    while at < len(content):
        size = sizes.get(content[at] >> 3 & 0x0F)
        # The first and the last two bits of the type's byte are never set.
        if content[at] & 0x83 or size is None or at + 1 + size > len(content):
            break
        at += 1 + size
    return content[:at]


def _check(cleaned: bytes, kind: Kind) -> None:
    """Read the copy as a stranger would."""
    reader = kind.working_copy.container[0]
    with av.open(BytesIO(cleaned), format=reader, metadata_errors="replace") as copy:
        words = set(copy.metadata)
        for stream in copy.streams:
            words.update(stream.metadata)
        if {word.lower() for word in words} - OWN_WORDS or copy.chapters():
            raise ValueError("Something about the sender remains.")
