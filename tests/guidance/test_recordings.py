"""Guides that are read aloud: what readers see, what is sent, what editors may upload."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from guidance.models import GuidePage, GuideRecording
from guidance.recordings import is_older
from portal.core.models import CustomMedia
from tests.factories import pages
from tests.factories.people import UserFactory
from tests.helpdesk.files.samples import sound, video

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def stage(bangla_home):
    index = pages.GuidanceIndexPageFactory(parent=bangla_home)
    return pages.StagePageFactory(parent=index, slug="deciding")


@pytest.fixture
def guide(stage):
    guide = pages.GuidePageFactory(parent=stage, slug="fictional-guide")
    for part in ("costs", "papers", "duration", "who_to_ask"):
        setattr(guide, part, [("paragraph", "<p>কাল্পনিক</p>")])
    guide.save_revision().publish()
    return GuidePage.objects.get(pk=guide.pk)


def stored(content: bytes = b"s" * 430_000, name: str = "a.mp3", seconds: float = 181):
    media = CustomMedia(title="কাল্পনিক রেকর্ডিং", type="audio", duration=seconds)
    media.file.save(name, ContentFile(content))
    return media


def record(guide, part: str = "all", **media) -> GuideRecording:
    return GuideRecording.objects.create(guide=guide, part=part, recording=stored(**media))


def shown(client, url: str) -> str:
    return client.get(url).content.decode()


def test_a_guide_says_how_long_and_large_before_anything_loads(client, guide):
    before = shown(client, guide.get_url())
    assert "<audio" not in before
    row = record(guide)
    page = shown(client, guide.get_url())
    assert page.count("<audio") == 1
    assert 'preload="none"' in page
    assert f'src="/guidance/listen/{row.pk}/"' in page
    assert "download=" in page
    assert "৪২০" in page


def test_each_part_has_its_own_player_for_one_query_in_all(client, guide):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(guide.get_url())
        return len(captured)

    queries()
    record(guide)
    one = queries()
    for part in ("costs", "papers", "duration", "who_to_ask"):
        record(guide, part)
    assert queries() == one
    assert shown(client, guide.get_url()).count("<audio") == 5


def test_a_recording_whose_file_is_gone_is_not_offered(client, guide):
    row = record(guide)
    row.recording.file.storage.delete(row.recording.file.name)
    assert "<audio" not in shown(client, guide.get_url())
    assert client.get(f"/guidance/listen/{row.pk}/").status_code == 404


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_player_gets_the_part_it_asks_for(client, guide, prefix):
    row = record(guide, content=bytes(range(256)) * 1000)
    url = f"{prefix}/guidance/listen/{row.pk}/"
    answer = client.get(url, headers={"range": "bytes=256-511", "accept-encoding": "gzip"})
    assert answer.status_code == 206
    assert b"".join(answer) == bytes(range(256))
    assert answer["Content-Range"] == "bytes 256-511/256000"
    assert answer["Content-Type"] == "audio/mpeg"
    assert "Content-Encoding" not in answer
    assert client.post(url).status_code == 405
    assert answer.cookies == {}


def test_what_is_withdrawn_is_not_sent(client, guide):
    row = record(guide)
    url = f"/guidance/listen/{row.pk}/"
    assert client.get(url).status_code == 200
    assert client.get(f"/guidance/listen/{row.pk + 1}/").status_code == 404
    guide.unpublish()
    assert client.get(url).status_code == 404


def test_a_recording_is_older_once_the_words_have_changed(guide):
    row = record(guide)
    day = timezone.localdate()
    long_ago = timezone.now() - timedelta(days=30)
    guide.revisions.update(created_at=long_ago)
    row.recorded_on = day - timedelta(days=10)
    row.save()
    guide.checked_on = day
    guide.save_revision().publish()
    assert not is_older(row, GuidePage.objects.get(pk=guide.pk))
    guide.summary = "অন্য একটি কাল্পনিক বাক্য।"
    guide.save_revision().publish()
    assert is_older(row, GuidePage.objects.get(pk=guide.pk))
    row.recorded_on = day
    row.save()
    assert not is_older(row, GuidePage.objects.get(pk=guide.pk))


# --- Editors ---


@pytest.fixture
def editor(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return client


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.txt", "fictional")
    return out.getvalue()


def upload(client, content: bytes, name: str = "a.mp3"):
    return client.post(
        reverse("wagtailmedia:add", args=["audio"]),
        {
            "title": "কাল্পনিক",
            "language": "bn",
            "duration": "999",
            "file": SimpleUploadedFile(name, content, "audio/mpeg"),
        },
    )


@pytest.mark.parametrize(
    ("container", "codec", "rate", "name"),
    [
        ("mp3", "libmp3lame", 22_050, "a.mp3"),
        ("ipod", "aac", 22_050, "a.m4a"),
        ("ogg", "libopus", 48_000, "a.ogg"),
        ("wav", "pcm_s16le", 22_050, "a.wav"),
        ("adts", "aac", 22_050, "a.aac"),
    ],
)
def test_how_long_it_lasts_is_measured(editor, container, codec, rate, name):
    upload(editor, sound(container, codec, rate, seconds=3), name)
    assert CustomMedia.objects.get().duration == pytest.approx(3, abs=0.2)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (archive, "a.mp3"),
        (lambda: sound("mp3", "libmp3lame", 22_050) + archive(), "a.mp3"),
        (lambda: b"<!doctype html><p>", "a.mp3"),
        (lambda: b"\xff\xfb" + b"fictional " * 500, "a.mp3"),
        (lambda: b"ID3" + bytes(500), "a.mp3"),
        (lambda: b"#EXTM3U\nfile:///etc/hostname\n", "a.aac"),
        (lambda: sound("ogg", "libopus", 48_000), "a.mp3"),
        (lambda: video("mp4"), "a.m4a"),
        (lambda: sound("mp3", "libmp3lame", 22_050) + bytes(11 * 1024 * 1024), "a.mp3"),
        (lambda: sound("mp3", "libmp3lame", 22_050), "a.exe"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_sound_or_too_large_is_refused_and_not_stored(editor, tmp_path, content, name):
    answer = upload(editor, content(), name)
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.errors
    # What was typed is still there.
    assert form["title"].value() == "কাল্পনিক"
    assert not CustomMedia.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def add(client, guide, media, part="all"):
    return client.post(
        reverse("guide_recordings:add"),
        {"guide": guide.pk, "part": part, "recording": media.pk, "recorded_on": "2026-01-31"},
    )


def test_an_editor_adds_a_recording(editor, guide):
    assert editor.get(reverse("guide_recordings:add")).status_code == 200
    media = stored(sound("mp3", "libmp3lame", 22_050, seconds=2))
    assert add(editor, guide, media).status_code == 302
    row = GuideRecording.objects.get()
    assert (row.guide_id, row.part) == (guide.pk, "all")
    assert row.recording.duration == pytest.approx(2, abs=0.2)
    assert editor.get(reverse("guide_recordings:edit", args=[row.pk])).status_code == 200
    assert str(guide) in editor.get(reverse("guide_recordings:index")).content.decode()


@pytest.mark.parametrize("problem", ["no-sound", "gone", "language"])
def test_what_readers_could_not_hear_is_refused(editor, guide, problem):
    good = sound("mp3", "libmp3lame", 22_050)
    media = stored(archive() if problem == "no-sound" else good)
    if problem == "gone":
        media.file.storage.delete(media.file.name)
    if problem == "language":
        media.language = "en"
        media.save()
    answer = add(editor, guide, media)
    assert answer.status_code == 200
    assert "recording" in answer.context["form"].errors
    assert not GuideRecording.objects.exists()


def test_whoever_may_not_record_sees_nothing(client, guide):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert client.get(reverse("guide_recordings:index")).status_code != 200
