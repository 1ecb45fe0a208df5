"""The boxes that MP4 and its relatives consist of (ISO/IEC 14496-12 and 14496-15)."""

import re
from collections.abc import Iterator

MAX_BOXES = 1000
HEVC_SETUP = re.compile(rb"hvcC\x01")
HEVC_SETUP_HEAD_BYTES = 23
HEVC_NOTES = (39, 40)
HEVC_UNIT_HEAD_BYTES = 2


def outer_boxes(content: bytes | bytearray) -> Iterator[tuple[bytes, int, int]]:
    """Yield name, start and end of what is in each box of the outermost level."""
    at = 0
    for _number in range(MAX_BOXES):
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        head = 8
        if len(name) < 4:
            return
        if length == 1:
            length, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        elif length == 0:
            length = len(content) - at
        if length < head:
            return
        yield bytes(name), at + head, min(at + length, len(content))
        at += length


def blank_hevc_notes(content: bytearray) -> None:
    """Overwrite the notes (SEI units) that stand in the set-up of an HEVC track.

    FFmpeg's filter takes them out of the pictures only. Lengths stay, so that nothing moves.
    """
    for name, start, end in outer_boxes(content):
        if name == b"moov":
            for setup in HEVC_SETUP.finditer(content, start, end):
                _blank_units(content, setup.start() + 4, end)


def _blank_units(content: bytearray, at: int, end: int) -> None:
    at += HEVC_SETUP_HEAD_BYTES
    arrays = content[at - 1]
    for _array in range(arrays):
        kind = content[at] & 0x3F
        units = int.from_bytes(content[at + 1 : at + 3], "big")
        at += 3
        for _unit in range(units):
            length = int.from_bytes(content[at : at + 2], "big")
            at += 2
            if at + length > end:
                raise ValueError("A damaged HEVC set-up.")
            if kind in HEVC_NOTES and length > HEVC_UNIT_HEAD_BYTES:
                words = length - HEVC_UNIT_HEAD_BYTES
                content[at + HEVC_UNIT_HEAD_BYTES : at + length] = b"\xff" * words
            at += length
