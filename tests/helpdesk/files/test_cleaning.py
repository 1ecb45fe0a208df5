"""The working copy: everything that one sees or hears, and nothing about who made it."""

from io import BytesIO

import av
import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from helpdesk.files.clean_pdf import clean_jpeg
from helpdesk.files.cleaning import CannotCleanError, clean
from helpdesk.files.kinds import KINDS
from helpdesk.files.recognition import recognise
from tests.helpdesk.files.samples import MEDIA, TRACES, paper, picture, video


def traces(content: bytes) -> list[bytes]:
    return [trace for trace in TRACES if trace in content]


def cleaned(content: bytes) -> bytes:
    return clean(content, recognise(content))


@pytest.mark.parametrize(
    ("format", "becomes"),
    [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "WEBP"), ("GIF", "PNG"), ("HEIF", "JPEG")],
)
def test_a_picture_keeps_its_points_alone(format, becomes):
    content = picture(format)
    assert traces(content)
    copy = cleaned(content)
    assert traces(copy) == []
    with Image.open(BytesIO(copy)) as image:
        assert image.format == becomes
        assert not image.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile", "Author"} & image.info.keys()
        # It lay on its side, and nobody would turn it any more.
        assert image.size == ((64, 40) if format == "GIF" else (40, 64))
        assert image.convert("RGB").getpixel((20, 20))[0] > 240


def test_what_hides_behind_a_picture_goes():
    assert traces(cleaned(picture() + MEDIA["mp4"][1]())) == []


def test_see_through_pictures_stay_so():
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 255, 60)).quantize().save(out, "PNG")
    with Image.open(BytesIO(cleaned(out.getvalue()))) as image:
        assert image.convert("RGBA").getpixel((5, 5))[3] < 100


def test_a_huge_photo_is_halved():
    out = BytesIO()
    Image.new("L", (9000, 6000)).save(out, "JPEG")
    with Image.open(BytesIO(cleaned(out.getvalue()))) as image:
        assert image.size == (4500, 3000)


def test_a_decompression_bomb_stays_sealed():
    out = BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    with pytest.raises(CannotCleanError):
        cleaned(out.getvalue())


def test_a_paper_keeps_its_pages_alone():
    content = paper()
    with pikepdf.open(BytesIO(content)) as pdf:
        before = pdf.pages[0].Resources.XObject.Im0.read_raw_bytes()
    copy = cleaned(content)
    with pikepdf.open(BytesIO(copy)) as pdf:
        assert len(pdf.pages) == 1
        assert "/Info" not in pdf.trailer
        assert not {"/Metadata", "/OpenAction", "/AA"} & set(pdf.Root.keys())
        assert len(pdf.attachments) == 0
        page = pdf.pages[0]
        assert str(page.Annots[0].Contents) == "A note that is part of the paper"
        assert "/A" not in page.Annots[1]
        after = page.Resources.XObject.Im0.read_raw_bytes()
        whole = b"".join(
            thing.read_raw_bytes() for thing in pdf.objects if isinstance(thing, pikepdf.Stream)
        )
        out = BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    assert traces(copy + whole + out.getvalue()) == []
    assert b"JavaScript" not in out.getvalue()
    with Image.open(BytesIO(before)) as old, Image.open(BytesIO(after)) as new:
        assert ImageChops.difference(old, new).getbbox() is None


def test_a_paper_with_a_password_stays_sealed():
    with pytest.raises(CannotCleanError):
        cleaned(paper(password="secret"))


def test_a_jpeg_loses_its_words_and_its_tail():
    content = picture(progressive=True)
    copy = clean_jpeg(content + b"TELLTALE")
    assert traces(copy) == []
    with Image.open(BytesIO(content)) as old, Image.open(BytesIO(copy)) as new:
        assert ImageChops.difference(old, new).getbbox() is None


def heard_and_seen(content: bytes) -> tuple:
    """Tracks, number of frames, length in tenths of a second, and the first frame's bytes."""
    with av.open(BytesIO(content)) as file:
        # Chapters lie in a track of their own.
        heard = [stream for stream in file.streams if stream.type in ("audio", "video")]
        tracks = [stream.codec_context.name for stream in heard]
        frames = [frame for packet in file.demux(heard) for frame in packet.decode()]
        length = round((file.duration or 0) / 100_000)
        first = bytes(frames[0].planes[0])
    return tracks, len(frames), length, first


@pytest.mark.parametrize("name", MEDIA)
def test_a_recording_stays_as_it_is_without_what_describes_it(name):
    content = MEDIA[name][1]()
    assert name in ("amr", "aac") or traces(content)
    copy = cleaned(content)
    assert traces(copy) == []
    with av.open(BytesIO(copy)) as file:
        assert not file.chapters()
        assert {stream.type for stream in file.streams} <= {"audio", "video"}
    assert b"x264" not in copy
    assert b"x265" not in copy
    tracks, frames, length, first = heard_and_seen(copy)
    old_tracks, old_frames, old_length, old_first = heard_and_seen(content)
    assert tracks == old_tracks
    # The note that names the encoder stands in a frame of its own at the beginning of an MP3.
    assert abs(frames - old_frames) <= (1 if name == "mp3" else 0)
    assert abs(length - old_length) <= 1
    assert first == old_first
    assert recognise(copy) == recognise(content)


TAILS = {
    "title": b"TAG" + b"TELLTALE".ljust(125, b"\0"),
    "text": b"TELLTALE" * 50,
}


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("name", ["amr", "aac", "mp3", "voice note", "wav", "mp4", "webm"])
def test_what_was_added_behind_a_recording_goes(name, tail):
    content = MEDIA[name][1]()
    copy = cleaned(content + TAILS[tail])
    assert traces(copy) == []
    assert abs(heard_and_seen(copy)[1] - heard_and_seen(content)[1]) <= 1


def test_a_cover_picture_goes():
    out = BytesIO()
    with av.open(out, "w", format="mp3") as target:
        track = target.add_stream("libmp3lame", rate=44100, layout="mono")
        cover = target.add_stream("mjpeg", rate=1)
        cover.width, cover.height, cover.pix_fmt = 16, 16, "yuvj420p"
        cover.disposition = av.stream.Disposition.attached_pic
        for packet in cover.encode(av.VideoFrame(16, 16, "yuvj420p")):
            target.mux(packet)
        target.mux(cover.encode(None))
        frame = av.AudioFrame(format="s16p", layout="mono", samples=1152)
        frame.sample_rate = 44100
        for _number in range(20):
            target.mux(track.encode(frame))
        target.mux(track.encode(None))
    assert b"APIC" in out.getvalue()
    assert b"APIC" not in cleaned(out.getvalue())


def test_a_video_stays_upright():
    """Telephones film on their side and say so in the track's matrix."""
    content = video("mp4")
    matrix = bytes.fromhex("00010000" + "00" * 12 + "00010000" + "00" * 12 + "40000000")
    turned = bytes.fromhex("000000000001000000000000ffff00000000000000000000") + bytes.fromhex(
        "000000000000000040000000"
    )
    assert content[content.index(b"tkhd") :].count(matrix)
    at = content.index(matrix, content.index(b"tkhd"))
    content = content[:at] + turned + content[at + 36 :]

    def turn(file: bytes) -> int:
        with av.open(BytesIO(file)) as opened:
            return next(opened.decode(video=0)).rotation

    assert turn(content) in (90, -90)
    assert turn(cleaned(content)) == turn(content)


@pytest.mark.parametrize(
    "content",
    [
        picture()[:-200],
        paper()[:300],
        MEDIA["mp4"][1]()[:-300],
        MEDIA["wav"][1]()[:40],
    ],
    ids=["picture", "paper", "video", "sound"],
)
def test_half_a_file_is_cleaned_or_stays_sealed(content):
    for kind in KINDS.values():
        if kind.family == "picture" or kind.content_type in ("application/pdf", "video/mp4"):
            try:
                copy = clean(content, kind)
            except CannotCleanError:
                continue
            assert traces(copy) == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(KINDS)),
    st.sampled_from([picture(), paper(), MEDIA["mp3"][1]()]),
    st.binary(max_size=300),
    st.integers(0, 300),
)
def test_garbage_never_gets_further_than_the_cleaner(kind, content, garbage, at):
    damaged = content[:at] + garbage + content[at + len(garbage) :]
    try:
        copy = clean(damaged, KINDS[kind])
    except CannotCleanError:
        return
    assert copy


def test_the_cleaner_knows_no_secret_and_opens_nothing(tmp_path, monkeypatch):
    """A picture library that was taken over finds no key, no file, no socket."""
    monkeypatch.setenv("FIELD_ENCRYPTION_KEYS", "t1:" + "D" * 43 + "=")
    script = tmp_path / "taken_over.py"
    script.write_text(
        "import os, socket, sys\n"
        "from helpdesk.files import clean_process\n"
        "def attack(content, kind):\n"
        "    found = ['FIELD_ENCRYPTION_KEYS' in os.environ]\n"
        "    for act in (lambda: open('/etc/passwd'), lambda: open('/tmp/x-okup', 'w'),\n"
        "                socket.socket, lambda: bytearray(3 << 30)):\n"
        "        try:\n"
        "            act()\n"
        "        except (OSError, MemoryError):\n"
        "            found.append(False)\n"
        "        else:\n"
        "            found.append(True)\n"
        "    return repr(found).encode()\n"
        "clean_process.clean_picture = attack\n"
        "sys.exit(clean_process.main())\n"
    )
    from portal.core import limited_process

    real = limited_process.subprocess.Popen

    def start(command, **options):
        paths = f"{limited_process.ROOT}:{options['env']['PYTHONPATH']}"
        options["env"] = {**options["env"], "PYTHONPATH": paths}
        return real([command[0], str(script), command[-1]], **options)

    monkeypatch.setattr(limited_process.subprocess, "Popen", start)
    assert clean(picture(), KINDS["image/jpeg"]) == b"[False, False, False, False, False]"


def test_what_takes_too_long_is_killed(monkeypatch):
    from helpdesk.files import cleaning

    monkeypatch.setattr(cleaning, "SECONDS", 0.01)
    with pytest.raises(CannotCleanError):
        clean(picture(), KINDS["image/jpeg"])
