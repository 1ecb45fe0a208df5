"""Files, one at a time, through the real receiver."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from helpdesk.files.limits import LARGEST, MAX_BYTES
from helpdesk.models import Attachment
from helpdesk.taxonomy import Subject
from tests.helpdesk.own_page import (
    Visit,
    database_away,
    give_worker_a_code,
    make_request,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def case_files_here(settings, tmp_path):
    """Blobs go to a folder of the test's own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "case_files": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "case-files", "base_url": None},
        },
    }


def photo(shade=0) -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (20, 20), (shade, 9, 9)).save(content, "JPEG")
    return SimpleUploadedFile("পাসপোর্ট.jpg", content.getvalue(), "image/jpeg")


@pytest.fixture
def form():
    _ticket, code = make_request()
    visit = Visit(code)
    visit.press("files")
    return visit


def test_limits_are_said_before_a_file_is_chosen(form):
    assert form.html.index("at most") < form.html.index('type="file"')


def test_each_file_is_counted_and_the_next_one_offered(form):
    for number in (1, 2):
        form.press("send-file", file=photo(number))
        assert form.status == 200
        assert "Your file has reached us" in form.html
        assert f"{number} file" in form.html
        assert 'type="file"' in form.html
    assert set(Attachment.objects.values_list("sent_by", flat=True)) == {Subject.ASKER}
    assert "পাসপোর্ট" not in form.html


def test_a_double_tap_is_one_file(form):
    page = form.token
    for _tap in range(2):
        form.press("send-file", token=page, file=photo())
        assert "1 file" in form.html
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (None, "Choose a file first"),
        (SimpleUploadedFile("a.jpg", b"", "image/jpeg"), "There is nothing in this file"),
        (
            SimpleUploadedFile("a.jpg", b"MZ" + b"\x00" * 400, "image/jpeg"),
            "cannot open this kind",
        ),
        (SimpleUploadedFile("a.jpg", b"\xff" * (MAX_BYTES + 1), "image/jpeg"), "too large"),
    ],
)
def test_what_is_refused_gets_its_sentence(form, file, words):
    form.press("send-file", **({"file": file} if file else {}))
    assert form.status == 422
    assert words in form.html
    assert 'role="alert"' in form.html
    assert not Attachment.objects.exists()
    form.press("send-file", file=photo())
    assert form.status == 200


def test_no_upload_touches_the_disk(form, settings, tmp_path):
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(uploads)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    uploads.chmod(0o500)
    form.press("send-file", file=photo())
    assert form.status == 200
    assert not list(uploads.iterdir())


def test_each_holder_counts_their_own_files():
    ticket, code = make_request()
    worker = Visit(give_worker_a_code(ticket))
    worker.press("send-file", file=photo())
    assert "1 file" in worker.html
    assert Attachment.objects.get().sent_by == Subject.WORKER
    asker = Visit(code)
    asker.press("files")
    assert "from you" not in asker.html


def test_a_file_whose_answer_was_lost_is_taken_in_and_shows_nothing(form):
    from datetime import timedelta

    from django.utils import timezone

    from helpdesk.models import ShownPage

    page = form.token
    form.press("send-file", token=page, file=photo())
    ShownPage.objects.update(shown_at=timezone.now() - timedelta(minutes=2))
    form.press("send-file", token=page, file=photo())
    assert "Your file has reached us" in form.html
    assert "Choose one file" not in form.html
    assert Attachment.objects.count() == 1


def test_a_database_that_is_away_asks_for_the_file_again(form):
    with database_away():
        form.press("send-file", file=photo())
    assert form.status == 503
    assert "choose it again" in form.html
    form.press("files")
    form.press("send-file", file=photo())
    assert "1 file" in form.html


def test_a_picture_s_limit_is_its_own(form):
    from helpdesk.files.kinds import Family

    content = photo().read() + b"\x00" * LARGEST[Family.PICTURE]
    form.press("send-file", file=SimpleUploadedFile("a.jpg", content, "image/jpeg"))
    assert form.status == 422
    assert "too large" in form.html
