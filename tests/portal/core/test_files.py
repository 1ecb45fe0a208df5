"""Picture files for the public: renditions are served, originals and everything else are not."""

from pathlib import Path

import pytest
import wagtail_factories
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    (tmp_path / "secret.png").write_bytes(b"outside")
    return tmp_path / "media"


@pytest.fixture
def image():
    return wagtail_factories.ImageFactory(title="কাল্পনিক ছবি")


def test_a_rendition_is_served_for_a_year(client, image):
    rendition = image.get_rendition("fill-40x40")
    response = client.get(rendition.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == rendition.file.open().read()
    assert response["Content-Type"].startswith("image/")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies


def test_an_original_is_not_served(client, image):
    assert default_storage.exists(image.file.name)
    assert client.get(image.file.url).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "images/../original_images/secret.png",
        "images/%2e%2e/original_images/secret.png",
        "images/..%2foriginal_images/secret.png",
        "images/../../secret.png",
        "../secret.png",
        "/secret.png",
        "images//../../secret.png",
        "./images/fine.png",
        "images/./fine.png",
        "images//fine.png",
        "original_images/secret.png",
        "documents/secret.pdf",
        "imagesx/secret.png",
        "images/folder",
        "images/",
        "images",
        "images/absent.png",
        "images/page.html",
        "images/script.js",
        "images/%00.png",
        "images/fine.png%00.html",
        "images/" + "long" * 100 + ".png",
    ],
)
def test_nothing_else_is_served(client, path):
    default_storage.save("original_images/secret.png", ContentFile(b"original"))
    default_storage.save("documents/secret.pdf", ContentFile(b"%PDF"))
    default_storage.save("imagesx/secret.png", ContentFile(b"x"))
    default_storage.save("images/fine.png", ContentFile(b"fine"))
    default_storage.save("images/folder/fine.png", ContentFile(b"fine"))
    default_storage.save("images/page.html", ContentFile(b"<script>"))
    default_storage.save("images/script.js", ContentFile(b"alert()"))
    assert client.get("/media/images/fine.png").status_code == 200
    assert client.get(f"/media/{path}").status_code == 404


def test_the_preview_picture_of_a_film_is_served(client):
    default_storage.save("media_thumbnails/fine.jpg", ContentFile(b"fine"))
    assert client.get("/media/media_thumbnails/fine.jpg").status_code == 200


def test_a_drawing_may_not_run_anything(client):
    default_storage.save("images/drawing.svg", ContentFile(b"<svg><script/></svg>"))
    response = client.get("/media/images/drawing.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_files_are_only_read(client):
    default_storage.save("images/fine.png", ContentFile(b"fine"))
    assert client.head("/media/images/fine.png").status_code == 200
    for method in ("post", "put", "delete"):
        assert getattr(client, method)("/media/images/fine.png").status_code in (403, 405)
