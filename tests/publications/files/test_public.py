"""What readers are told of files before they load one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Collection, CollectionViewRestriction

from publications.files.public import cover_of, shown_files
from tests.portal.core.documents import samples
from tests.publications.files.samples import SENTENCE, bangla_pdf

pytestmark = pytest.mark.django_db


def test_size_pages_language_and_access_are_known(store, publish):
    content = bangla_pdf(SENTENCE, SENTENCE)
    page = publish(store(content, language=""), store(samples.scan(), "scan.pdf", language="en"))
    with translation.override("bn"):
        tagged, scan = shown_files(page)
    assert (tagged.size, tagged.pages, tagged.language, tagged.extension) == (
        len(content),
        2,
        "bn",
        "PDF",
    )
    assert tagged.language_label == "বাংলা"
    assert tagged.url == page.files.first().document.url
    with translation.override("en"):
        tagged, scan = shown_files(page)
    assert tagged.access_note == "Made for screen readers."
    assert "scan" in scan.access_note
    assert scan.language_label == "English"


def test_the_first_page_is_the_cover_unless_an_editor_chose_one(store, publish):
    page = publish(
        store(samples.office("word/document.xml"), "a.docx"), store(samples.scan(), "scan.pdf")
    )
    files = shown_files(page)
    assert (files[0].pages, files[0].access_note, files[0].cover) == (None, "", None)
    assert cover_of(page, files) == files[1].cover is not None
    chosen = store(samples.pdf_saying("Other")).reading.cover
    page.cover = chosen
    assert cover_of(page, files) == chosen
    assert cover_of(publish(), []) is None


def test_what_only_some_may_open_is_not_offered(store, publish):
    room = Collection.get_first_root_node().add_child(name="কাল্পনিক ঘর")
    below = room.add_child(name="ভেতরে")
    CollectionViewRestriction.objects.create(collection=room, restriction_type="login")
    page = publish(store(samples.scan(), collection=below), store(samples.scan(), "open.pdf"))
    assert [file.url.rpartition("/")[2] for file in shown_files(page)] == ["open.pdf"]


def test_many_files_take_as_many_queries_as_few(store, publish):
    counts = []
    for number in (1, 3):
        page = publish(*(store(samples.scan()) for _number in range(number)))
        page = type(page).objects.get(pk=page.pk)
        with CaptureQueriesContext(connection) as queries:
            files = shown_files(page)
            cover_of(page, files)
        assert len(files) == number
        counts.append(len(queries))
    assert counts == [3, 3]
