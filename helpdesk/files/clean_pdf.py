"""PDF papers, written anew without what describes them, runs, or hides in them."""

import re
from io import BytesIO

import pikepdf
from pikepdf import Name

# Descriptions, previews, scripts, attached files, and programs' own notes, wherever they stand.
UNWANTED = (
    Name.Metadata,
    Name.PieceInfo,
    Name.Thumb,
    Name.LastModified,
    Name.AA,
    Name.OpenAction,
    Name.JS,
    Name.JavaScript,
    Name.EmbeddedFiles,
    Name.AF,
    Name.XFA,
    Name.Collection,
    Name.SpiderInfo,
    Name.Renditions,
)
# Who wrote a note on the page and when. In a form's fields /T is the field's name and stays.
UNWANTED_IN_NOTES = (Name.T, Name.M, Name.CreationDate, Name.NM, Name.RC)
# Links within the paper and to addresses stay.
UNWANTED_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"}
    | {"/RichMediaExecute", "/Movie", "/Sound"}
)
UNWANTED_NOTES = frozenset({"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"})
MAX_DEPTH = 40

# APP0 says the resolution, APP14 the colours; the rest of APP0 to APP15 and COM describe.
JPEG_NEEDED = frozenset({0xE0, 0xEE})
JPEG_NEXT_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")


def clean_pdf(content: bytes) -> bytes:
    """Return the paper with its pages as they look, and nothing that tells who made it.

    Raises pikepdf.PdfError when it is broken or locked with a password.
    """
    with pikepdf.open(BytesIO(content)) as pdf:
        for key in ("/Info", "/ID"):
            if key in pdf.trailer:
                del pdf.trailer[key]
        for thing in pdf.objects:
            _scrub(thing, MAX_DEPTH)
            if isinstance(thing, pikepdf.Stream):
                _scrub_image(thing)
        out = BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            encryption=False,
        )
    return out.getvalue()


def _scrub(thing, depth: int) -> None:
    """Take out what is unwanted in a dictionary or array and in what stands directly in it."""
    if depth == 0:
        raise ValueError("The paper is nested too deeply.")
    if isinstance(thing, pikepdf.Array):
        for child in thing:
            _scrub_child(child, depth)
        return
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key in UNWANTED:
        if key in thing:
            del thing[key]
    _scrub_note(thing)
    if _is_unwanted_action(thing.get(Name.A)):
        del thing[Name.A]
    if _is_unwanted_action(thing):
        # An action that others point to: without its kind it does nothing.
        for key in list(thing.keys()):
            del thing[key]
    for key in list(thing.keys()):
        _scrub_child(thing[key], depth)


def _scrub_child(child, depth: int) -> None:
    # What is indirect comes by itself in `pdf.objects`.
    if isinstance(child, pikepdf.Object) and not child.is_indirect:
        _scrub(child, depth - 1)


def _scrub_note(thing) -> None:
    subtype = str(thing.get(Name.Subtype, ""))
    if Name.Rect not in thing:
        return
    if subtype in UNWANTED_NOTES:
        for key in list(thing.keys()):
            if key not in ("/Rect", "/Subtype", "/Type"):
                del thing[key]
        # A hidden note of the plainest kind: others may point to it.
        thing[Name.Subtype] = Name.Text
        thing[Name.F] = 2
    elif subtype != "/Widget":
        for key in UNWANTED_IN_NOTES:
            if key in thing:
                del thing[key]


def _is_unwanted_action(thing) -> bool:
    if not isinstance(thing, pikepdf.Dictionary):
        return False
    kind = thing.get(Name.S)
    if not isinstance(kind, pikepdf.Name) or Name.Rect in thing:
        return False
    return str(kind) in UNWANTED_ACTIONS


def _scrub_image(stream: pikepdf.Stream) -> None:
    """Clean a JPEG inside the paper: a scanning telephone leaves its place in it."""
    filters = stream.get(Name.Filter)
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        filters = filters[0]
    if filters == Name.DCTDecode:
        parameters = stream.get(Name.DecodeParms)
        if isinstance(parameters, pikepdf.Array) and len(parameters) == 1:
            parameters = parameters[0]
        stream.write(
            clean_jpeg(stream.read_raw_bytes()),
            filter=Name.DCTDecode,
            decode_parms=parameters,
        )


def clean_jpeg(content: bytes) -> bytes:
    """Return a JPEG without segments that describe it, and without what follows its end.

    The picture itself stays bit for bit. Raises ValueError when it is no whole JPEG.
    """
    if content[:2] != b"\xff\xd8":
        raise ValueError("No JPEG.")
    kept = [b"\xff\xd8"]
    at = 2
    while True:
        if content[at : at + 1] != b"\xff":
            raise ValueError("A damaged JPEG.")
        marker = content[at + 1] if at + 1 < len(content) else None
        if marker is None:
            raise ValueError("A JPEG without an end.")
        if marker == 0xFF:
            # Fill bytes.
            at += 1
            continue
        if marker == 0xD9:
            return b"".join([*kept, b"\xff\xd9"])
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(content):
            raise ValueError("A damaged JPEG.")
        if marker == 0xDA:
            # The points of light themselves, up to the next marker.
            following = JPEG_NEXT_MARKER.search(content, end)
            end = following.start() if following else len(content)
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in JPEG_NEEDED:
            kept.append(content[at:end])
        at = end
