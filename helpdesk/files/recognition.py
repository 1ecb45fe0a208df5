"""What a file is, by its content alone: neither its name nor what the browser said counts.

Only the first bytes and the outline of containers are looked at here, in the request. Opening a
file for real is the work of the cleaner's own process.
"""

import re

import filetype

from helpdesk.files.iso_boxes import outer_boxes
from helpdesk.files.kinds import KINDS, Kind
from helpdesk.files.refusals import FileRefusedError
from portal.core.second_formats import SECOND_FORMAT_BYTES, ends_as_zip, looks_like_another

HEAD_BYTES = 8192

# Names that `filetype` gives to formats which KINDS knows under another one.
SAME_AS = {"image/apng": "image/png", "audio/x-wav": "audio/wav"}
FILETYPE_DECIDES = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "application/pdf",
        "audio/amr",
        "audio/aac",
        "audio/mpeg",
        "audio/wav",
    }
)

HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis"})
HEIF_GENERAL_BRANDS = frozenset({b"mif1", b"msf1"})
AUDIO_BRANDS = frozenset({b"M4A ", b"M4B "})
MP4_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV"}
    | {b"dash", b"mmp4"}
)
MAX_BRANDS = 64
TRACK_HANDLER = re.compile(rb"hdlr.{8}(vide|soun)", re.DOTALL)

ADTS = (b"\xff\xf1", b"\xff\xf9")

WEBM_HEAD_BYTES = 65_536
# CodecID, its length, and V_… for pictures or A_… for sound.
WEBM_TRACK = re.compile(rb"\x86[\x81-\xbf]([VA])_")


def recognise(content: bytes) -> Kind:
    """Return the kind of a file. Raises FileRefusedError when it is none that may be sent."""
    if not content:
        raise FileRefusedError("empty")
    kind = KINDS.get(_content_type(content))
    if kind is None or _is_something_else_too(content, kind):
        raise FileRefusedError("wrong_kind")
    return kind


def _content_type(content: bytes) -> str:
    head = content[:HEAD_BYTES]
    if head[4:8] == b"ftyp":
        return _iso_media(content)
    if head.startswith(b"#!AMR-WB\n"):
        return "audio/amr"
    guessed = filetype.guess_mime(head) or ""
    guessed = SAME_AS.get(guessed, guessed)
    if head.startswith(b"ID3") and _behind_id3(content) in ADTS:
        return "audio/aac"
    if guessed == "audio/ogg":
        return _ogg(head)
    if guessed == "video/webm":
        return _webm(content[:WEBM_HEAD_BYTES])
    return guessed if guessed in FILETYPE_DECIDES else ""


def _behind_id3(content: bytes) -> bytes:
    """Return the two bytes that follow an ID3 tag, whose length has 7 bits in each byte."""
    length = 0
    for byte in content[6:10]:
        length = length << 7 | byte & 0x7F
    return content[10 + length : 12 + length]


def _ogg(head: bytes) -> str:
    """Sound only: the first page of an Ogg file names its codec."""
    for name in (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC"):
        if name in head[:128]:
            return "audio/ogg"
    return ""


def _webm(head: bytes) -> str:
    tracks = set(WEBM_TRACK.findall(head))
    if b"V" in tracks:
        return "video/webm"
    return "audio/webm" if tracks else ""


def _iso_media(content: bytes) -> str:
    """MP4 and its relatives: the brand says the format, the tracks whether it has pictures."""
    length = int.from_bytes(content[:4], "big")
    if not 16 <= length <= len(content):
        return ""
    brands = [content[8:12]]
    brands += [content[at : at + 4] for at in range(16, min(length, 16 + 4 * MAX_BRANDS), 4)]
    major = brands[0]
    if major in HEIF_BRANDS or (
        major in HEIF_GENERAL_BRANDS and not HEIF_BRANDS.isdisjoint(brands)
    ):
        return "image/heic"
    handlers = _track_handlers(content)
    if b"vide" not in handlers and b"soun" not in handlers:
        return ""
    has_pictures = b"vide" in handlers
    if major == b"qt  ":
        return "video/quicktime" if has_pictures else "audio/mp4"
    if major[:3] in (b"3gp", b"3g2"):
        return "video/3gpp" if has_pictures else "audio/3gpp"
    # Cover pictures of a recording are no video track, so that a video brand decides nothing.
    if major in AUDIO_BRANDS or not MP4_BRANDS.isdisjoint(brands):
        return "video/mp4" if has_pictures else "audio/mp4"
    return ""


def _track_handlers(content: bytes) -> set[bytes]:
    found: set[bytes] = set()
    for name, start, end in outer_boxes(content):
        if name == b"moov":
            found.update(TRACK_HANDLER.findall(content, start, end))
    return found


def _is_something_else_too(content: bytes, kind: Kind) -> bool:
    """Whether another program would see a page, a paper or an archive in the same bytes."""
    head = content[:SECOND_FORMAT_BYTES]
    if kind.content_type == "application/pdf":
        # Its own mark.
        head = head[8:]
    return looks_like_another(head) or ends_as_zip(content)
