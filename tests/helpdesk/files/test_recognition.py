"""What a file is, by its content; nothing else gets in."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.files.kinds import KINDS
from helpdesk.files.recognition import recognise
from helpdesk.files.refusals import FileRefusedError
from tests.helpdesk.files.samples import MEDIA, paper, picture


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("word/document.xml", "<w/>")
        file.writestr("[Content_Types].xml", "<t/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("format", "content_type"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("HEIF", "image/heic"),
    ],
)
def test_pictures(format, content_type):
    assert recognise(picture(format)).content_type == content_type


def test_papers():
    assert recognise(paper()).content_type == "application/pdf"


@pytest.mark.parametrize("name", MEDIA)
def test_sound_and_video_are_told_apart(name):
    content_type, make = MEDIA[name]
    assert recognise(make()).content_type == content_type


def test_the_outline_may_stand_at_the_end_of_a_video():
    """Telephones write it when the recording ends."""
    content = MEDIA["mp4"][1]()
    assert content.index(b"moov") > content.index(b"mdat")
    assert recognise(content).content_type == "video/mp4"


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'


OTHER_KINDS = {
    "svg": SVG,
    "html": b"<!doctype html><script>1</script>",
    "docx": archive(),
    "windows program": b"MZ\x90\x00" + bytes(200),
    "linux program": b"\x7fELF" + bytes(200),
    "shell script": b"#!/bin/sh\nrm -rf /\n",
    "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "rar": b"Rar!\x1a\x07\x00" + bytes(60),
    "text": b"plain text",
    "mp4 without an outline": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41",
    "avif": b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00avifmif1" + bytes(50),
    "theora": b"OggS\x00\x02" + bytes(22) + b"\x01\x2a\x80theora" + bytes(60),
    "matroska": b"\x1a\x45\xdf\xa3\x42\x82\x88matroska",
    "webm without tracks": b"\x1a\x45\xdf\xa3\x42\x82\x84webm",
}


@pytest.mark.parametrize("kind", OTHER_KINDS)
def test_other_kinds_are_refused(kind):
    with pytest.raises(FileRefusedError) as refused:
        recognise(OTHER_KINDS[kind])
    assert refused.value.code == "wrong_kind"


@pytest.mark.parametrize(
    "content",
    [
        picture() + archive(),
        paper() + archive(),
        MEDIA["mp3"][1]() + archive(),
        picture("GIF").replace(b"TELLTALE", b"<script>", 1),
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"<HTML><body onload=x>" + picture()[20:],
        b"\xff\xd8\xff\xfe\x00\x0a%PDF-1.7" + picture()[2:],
        b"%PDF-1.7\n<script>alert(1)</script>" + paper(),
    ],
    ids=["jar", "paper+zip", "mp3+zip", "gif+script", "jpeg+html", "jpeg+pdf", "pdf+html"],
)
def test_two_formats_in_one_are_refused(content):
    with pytest.raises(FileRefusedError):
        recognise(content)


def test_what_telephones_add_behind_a_picture_is_let_be():
    moving = picture() + MEDIA["mp4"][1]()
    assert recognise(moving).content_type == "image/jpeg"
    by_chance = picture() + b"PK\x05\x06" + bytes(range(100))
    assert recognise(by_chance).content_type == "image/jpeg"


def test_an_empty_file_is_told_apart():
    with pytest.raises(FileRefusedError) as refused:
        recognise(b"")
    assert refused.value.code == "empty"


HEADS = [make()[:400] for _kind, make in MEDIA.values()] + [picture()[:400], paper()[:400]]


@given(
    st.one_of(
        st.binary(max_size=3000),
        st.builds(
            lambda head, cut, rest: head[:cut] + rest,
            st.sampled_from(HEADS),
            st.integers(0, 400),
            st.binary(max_size=400),
        ),
    )
)
def test_any_bytes_have_an_answer(content):
    try:
        assert recognise(content) in KINDS.values()
    except FileRefusedError as refused:
        assert refused.code in ("empty", "wrong_kind")
