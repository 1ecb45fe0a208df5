"""Real pictures, papers, sounds and videos, made in memory, with words and a place in them."""

from fractions import Fraction
from io import BytesIO

import av
import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

# Whatever carries one of these after cleaning still tells of its sender.
WORD = "TELLTALE"
PLACE = "+23.7806+090.4070/"
TRACES = (b"TELLTALE", b"23.7806", b"T\x00E\x00L\x00L", b"\x00T\x00E\x00L")


def picture(kind: str = "JPEG", size=(64, 40), colour="red", **options) -> bytes:
    """A picture that lies on its side, with EXIF, a place, XMP and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = WORD
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (23.0, 46.0, 50.16)
    gps[29] = WORD
    image = Image.new("RGB", size, colour)
    if kind == "GIF":
        options = {"comment": WORD.encode(), **options}
    elif kind == "HEIF":
        options = {"exif": exif.tobytes(), "xmp": f"<x>{WORD}</x>".encode(), **options}
    else:
        options = {"exif": exif, **options}
    if kind == "JPEG":
        options |= {"comment": WORD, "xmp": f"<x>{WORD}</x>".encode()}
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_text("Author", WORD)
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def paper(password: str = "") -> bytes:
    """A PDF with everything in it that describes, runs or hides."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        page = pdf.pages[0]
        pdf.docinfo["/Author"] = WORD
        pdf.docinfo["/Title"] = WORD
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = WORD
        pdf.attachments["note.txt"] = pikepdf.AttachedFileSpec(pdf, WORD.encode())
        script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{WORD}')"))
        pdf.Root.OpenAction = pdf.make_indirect(script)
        pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), script]))
        page.obj.AA = Dictionary(O=script)
        page.obj.PieceInfo = Dictionary(App=Dictionary(Private=String(WORD)))
        page.obj.LastModified = String(WORD)
        page.obj.Annots = Array(
            [
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Text,
                    Rect=Array([0, 0, 9, 9]),
                    T=String(WORD),
                    Contents=String("A note that is part of the paper"),
                ),
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=Array([0, 0, 9, 9]),
                    A=Dictionary(S=Name.Launch, F=String(WORD)),
                ),
            ]
        )
        jpeg = picture()
        image = pdf.make_stream(jpeg)
        image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
        image.Width, image.Height, image.BitsPerComponent = 64, 40, 8
        image.ColorSpace = Name.DeviceRGB
        page.obj.Resources = Dictionary(XObject=Dictionary(Im0=image))
        page.obj.Contents = pdf.make_stream(b"q 64 0 0 40 0 0 cm /Im0 Do Q")
        out = BytesIO()
        encryption = pikepdf.Encryption(owner=password, user=password) if password else None
        pdf.save(out, encryption=encryption or False)
    return out.getvalue()


def sound(container: str, codec: str, rate: int, seconds: int = 1, **options) -> bytes:
    """Silence, with a title, a place and an artist."""
    out = BytesIO()
    with av.open(out, "w", format=container, container_options=options) as target:
        _describe(target)
        _add_silence(target, codec, rate, seconds)
    return out.getvalue()


def video(
    container: str, codec: str = "libx264", sound_codec: str = "aac", seconds: int = 1, **options
) -> bytes:
    """Grey pictures and silence, with titles, a place and a chapter."""
    out = BytesIO()
    with av.open(out, "w", format=container, container_options=options) as target:
        _describe(target)
        target.set_chapters(
            [
                {
                    "id": 1,
                    "start": 0,
                    "end": 500,
                    "time_base": Fraction(1, 1000),
                    "metadata": {"title": WORD},
                }
            ]
        )
        track = target.add_stream(codec, rate=25)
        track.width, track.height, track.pix_fmt = 160, 96, "yuv420p"
        track.metadata["title"] = WORD
        sound_track = _sound_track(target, sound_codec)
        for number in range(25 * seconds):
            frame = av.VideoFrame(160, 96, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([number * 3 % 256]) * plane.buffer_size)
            frame.pts = number
            target.mux(track.encode(frame))
        target.mux(track.encode(None))
        _fill(target, sound_track, seconds)
    return out.getvalue()


def _describe(target) -> None:
    target.metadata.update(
        {"title": WORD, "location": PLACE, "artist": WORD, "comment": WORD}
        | {"com.apple.quicktime.location.ISO6709": PLACE}
    )


def _sound_track(target, codec: str):
    rate = {"libopus": 48000, "libopencore_amrnb": 8000}.get(codec, 44100)
    return target.add_stream(codec, rate=rate, layout="mono")


def _add_silence(target, codec: str, rate: int, seconds: int) -> None:
    track = target.add_stream(codec, rate=rate, layout="mono")
    track.metadata["title"] = WORD
    _fill(target, track, seconds)


def _fill(target, track, seconds: int) -> None:
    samples = track.codec_context.frame_size or 1024
    for number in range(seconds * track.rate // samples):
        frame = av.AudioFrame(
            format=track.codec_context.format.name, layout="mono", samples=samples
        )
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.time_base = track.rate, Fraction(1, track.rate)
        frame.pts = number * samples
        target.mux(track.encode(frame))
    target.mux(track.encode(None))


MEDIA = {
    "mp4": ("video/mp4", lambda: video("mp4", movflags="use_metadata_tags")),
    "hevc": ("video/mp4", lambda: video("mp4", "libx265")),
    "mov": ("video/quicktime", lambda: video("mov")),
    "3gp": ("video/3gpp", lambda: video("3gp", "mpeg4", "libopencore_amrnb")),
    "webm": ("video/webm", lambda: video("webm", "libvpx", "libopus")),
    "m4a": ("audio/mp4", lambda: sound("ipod", "aac", 44100)),
    "mp4 without pictures": ("audio/mp4", lambda: sound("mp4", "aac", 44100)),
    "3gp without pictures": ("audio/3gpp", lambda: sound("3gp", "libopencore_amrnb", 8000)),
    "webm without pictures": ("audio/webm", lambda: sound("webm", "libopus", 48000)),
    "amr": ("audio/amr", lambda: sound("amr", "libopencore_amrnb", 8000)),
    "voice note": ("audio/ogg", lambda: sound("ogg", "libopus", 48000)),
    "mp3": ("audio/mpeg", lambda: sound("mp3", "libmp3lame", 44100)),
    "aac": ("audio/aac", lambda: sound("adts", "aac", 44100)),
    "aac with tags": ("audio/aac", lambda: sound("adts", "aac", 44100, write_id3v2="1")),
    "wav": ("audio/wav", lambda: sound("wav", "pcm_s16le", 16000)),
}
