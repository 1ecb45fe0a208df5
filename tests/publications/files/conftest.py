"""Publications with files, which the worker reads as soon as they are stored."""

import pytest
from django.core.files.base import ContentFile

from portal.core.models import CustomDocument
from tests.factories import pages


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def store(db, django_capture_on_commit_callbacks):
    """Store a document; the worker reads it at once."""

    def make(content: bytes, name="fictional.pdf", title="কাল্পনিক", **fields) -> CustomDocument:
        with django_capture_on_commit_callbacks(execute=True):
            document = CustomDocument.objects.create(
                title=title, file=ContentFile(content, name), **fields
            )
        document.refresh_from_db()
        return document

    return make


@pytest.fixture
def index(bangla_home):
    return pages.PublicationIndexPageFactory(parent=bangla_home)


@pytest.fixture
def publish(index):
    """Publish a publication with these files."""

    def make(*documents, **fields):
        page = pages.PublicationPageFactory(
            parent=index, title=fields.pop("title", "কাল্পনিক প্রতিবেদন"), **fields
        )
        for document in documents:
            page.files.add(page.files.model(document=document))
        page.save_revision().publish()
        page.refresh_from_db()
        return page

    return make
