"""Listening to a question: whole, or in the parts that a player asks for."""

import os

import pytest
from django.core.files.base import ContentFile

from helpdesk.models import QuestionRecording
from portal.core.models import CustomMedia

pytestmark = pytest.mark.django_db

SOUND = os.urandom(150_000)
SIZE = len(SOUND)


@pytest.fixture
def listen(visitor, settings, tmp_path):
    """Ask for a recording with these headers; returns the answer and its bytes."""
    settings.MEDIA_ROOT = tmp_path
    media = CustomMedia(title="fictional", type="audio", duration=3)
    media.file.save("question.mp3", ContentFile(SOUND))
    row = QuestionRecording.objects.create(question="start", language="bn", recording=media)

    def ask(method="get", **headers):
        answer = getattr(visitor, method)(f"/help/listen/{row.pk}/", headers=headers)
        return answer, b"".join(answer) if answer.streaming else answer.content

    return ask


def test_a_recording_comes_whole(listen):
    answer, body = listen()
    assert (answer.status_code, body) == (200, SOUND)
    assert answer["Content-Type"] == "audio/mpeg"
    assert answer["Content-Length"] == str(SIZE)
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        # What an iPhone asks for first.
        ("bytes=0-1", 0, 1),
        (f"bytes=0-{SIZE - 1}", 0, SIZE - 1),
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=70000-140000", 70_000, 140_000),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        ("bytes=5-99999999", 5, SIZE - 1),
        ("bytes=-10", SIZE - 10, SIZE - 1),
        ("bytes=-99999999", 0, SIZE - 1),
    ],
)
def test_a_part_of_it(listen, asked, first, last):
    # A compressed answer would hold other bytes.
    answer, body = listen(range=asked, accept_encoding="gzip")
    assert answer.status_code == 206
    assert body == SOUND[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer["Content-Length"] == str(len(body))
    assert answer["Content-Type"] == "audio/mpeg"
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Cache-Control"] == "no-store"
    assert "Content-Encoding" not in answer


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=9-5", "bytes=-0", "bytes=-"])
def test_a_part_that_does_not_exist(listen, asked):
    answer, body = listen(range=asked)
    assert (answer.status_code, body) == (416, b"")
    assert answer["Content-Range"] == f"bytes */{SIZE}"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "headers",
    [
        {"range": "bytes=0-1,4-5"},
        {"range": "seconds=0-1"},
        {"range": "bytes=a-b"},
        {"range": "bytes=০-১"},
        {"range": "bytes=" + "1" * 5000 + "-"},
        {"range": "bytes=0-1", "if-range": '"another"'},
    ],
)
def test_what_is_no_single_range_gets_the_whole(listen, headers):
    answer, body = listen(**headers)
    assert (answer.status_code, body) == (200, SOUND)


def test_what_is_not_there_or_no_sound(listen, visitor):
    row = QuestionRecording.objects.get()
    assert visitor.get(f"/help/listen/{row.pk + 1}/").status_code == 404
    row.recording.file.save("page.html", ContentFile(b"<p>"))
    assert listen()[0].status_code == 404
