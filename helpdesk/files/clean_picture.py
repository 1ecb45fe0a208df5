"""Pictures, drawn anew: nothing but the visible points of light survives."""

from io import BytesIO

import pillow_heif
from PIL import Image, ImageOps

from helpdesk.files.kinds import Kind

pillow_heif.register_heif_opener()
# Everything is loaded now: the process may open no file later.
Image.init()

# The size is checked here before anything is unpacked; Pillow's own check only warns.
Image.MAX_IMAGE_PIXELS = None
MAX_PIXELS = 50_000_000
READERS = {
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/webp": ("WEBP",),
    "image/gif": ("GIF",),
    "image/heic": ("HEIF",),
}
JPEG_MODES = ("RGB", "L")
OPTIONS = {
    "image/jpeg": {"format": "JPEG", "quality": 90, "optimize": False},
    "image/png": {"format": "PNG"},
    "image/webp": {"format": "WEBP", "quality": 90, "method": 2},
}


def clean_picture(content: bytes, kind: Kind) -> bytes:
    """Return the picture upright and without EXIF, place, XMP, comments or colour profile.

    Of a moving picture the first frame remains. A JPEG of more than 50 million points is halved.
    Raises ValueError when another picture is larger, anything else from Pillow when it is broken.
    """
    with Image.open(BytesIO(content), formats=READERS[kind.content_type]) as picture:
        if _points(picture) > MAX_PIXELS:
            # JPEG can be unpacked at a half, a quarter or an eighth of its size.
            picture.draft(None, (picture.width // 2, picture.height // 2))
        if _points(picture) > MAX_PIXELS:
            raise ValueError("The picture is too large.")
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    working_type = kind.working_copy.content_type
    drawn = _plain_mode(upright, working_type)
    # Pillow writes some of it back without being asked, a JPEG's comment for one.
    drawn.info = {}
    out = BytesIO()
    drawn.save(out, **OPTIONS[working_type])
    return out.getvalue()


def _points(picture: Image.Image) -> int:
    return picture.width * picture.height


def _plain_mode(picture: Image.Image, working_type: str) -> Image.Image:
    """Return the picture in a mode that needs no `info` and that the format can hold."""
    if working_type == "image/jpeg":
        return picture if picture.mode in JPEG_MODES else picture.convert("RGB")
    if picture.mode in ("RGB", "RGBA", "L"):
        if "transparency" in picture.info:
            return picture.convert("RGBA")
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
