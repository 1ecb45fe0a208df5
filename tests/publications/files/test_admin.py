"""Editors see how far each file is, what it lacks, and have it read again."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from publications.models import DocumentReading
from tests.factories.people import UserFactory
from tests.portal.core.documents import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return client


@pytest.fixture
def outsider(client):
    client.force_login(UserFactory(is_staff=True))
    return client


def test_the_page_of_a_publication_lists_its_files_with_what_they_lack(editor, store, publish):
    page = publish(
        store(samples.pdf_saying("Words of a fictional report"), "words.pdf", "Words"),
        store(samples.scan(), "scan.pdf", "Scanned"),
        store(samples.locked("fictional"), "locked.pdf", "Locked"),
        store(samples.office("word/document.xml"), "text.docx", "Draft"),
    )
    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    for words in (
        "It has no tags",
        "It is a scan",
        "2 pages",
        "locked with a password",
        "Could not be read",
        "only PDF files are",
    ):
        assert words in shown


def test_the_words_are_shown_as_searches_find_them(editor, store):
    document = store(samples.pdf_saying("Fictional <b>words</b>"))
    shown = editor.get(reverse("document_reading", args=[document.pk])).content.decode()
    assert "Fictional &lt;b&gt;words&lt;/b&gt;" in shown


def test_words_typed_with_bijoy_are_said_to_be_lost_to_searches(editor, store):
    bijoy = "\n".join(["cÖevmx Kj¨vY I kÖwgK cÖwkÿY: mKj cÖKí ¯^v¯' ¨"] * 4)
    document = store(samples.pdf_saying("An English cover", bijoy, bijoy), language="")
    address = reverse("document_reading", args=[document.pk])
    assert "2 pages are typed with Bijoy" in editor.get(address).content.decode()
    document.refresh_from_db()
    assert document.language == "bn"
    other = store(samples.pdf_saying("An English report, naïve and café-like"))
    address = reverse("document_reading", args=[other.pk])
    assert "Bijoy" not in editor.get(address).content.decode()


def test_a_file_is_read_again(editor, store, django_capture_on_commit_callbacks):
    document = store(samples.pdf_saying("Fictional words of a report"))
    DocumentReading.objects.update(state="failed", problem="too_much_work", attempts=4)
    with django_capture_on_commit_callbacks(execute=True):
        response = editor.post(reverse("read_document_again", args=[document.pk]))
    assert response.status_code == 302
    reading = DocumentReading.objects.get()
    assert (reading.state, reading.problem, reading.page_count) == ("read", "", 1)


def test_looking_changes_nothing(editor, store):
    document = store(samples.pdf_saying("Fictional words of a report"))
    address = reverse("read_document_again", args=[document.pk])
    assert editor.get(address).status_code == 405


@pytest.mark.parametrize("name", ["document_reading", "read_document_again"])
def test_others_see_and_start_nothing(outsider, store, name):
    document = store(samples.pdf_saying("Fictional words of a report"))
    DocumentReading.objects.update(state="failed")
    address = reverse(name, args=[document.pk])
    response = outsider.post(address) if "again" in name else outsider.get(address)
    assert response.status_code in (302, 403)
    assert DocumentReading.objects.get().state == "failed"


def test_the_report_lists_faults_first(editor, store):
    store(samples.pdf_saying("Fictional words of a report"), title="Good")
    store(samples.locked("fictional"), title="Locked")
    shown = editor.get(reverse("read_files")).content.decode()
    assert shown.index("Locked") < shown.index("Good")
    assert "locked with a password" in shown
    assert editor.get(reverse("read_files") + "?state=read").content.decode().count("Locked") == 0
    table = editor.get(reverse("read_files") + "?export=csv")
    assert b"locked with a password" in b"".join(table.streaming_content)


def test_the_report_takes_as_many_queries_for_many_files(
    editor, store, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for _round in range(2):
        for number in range(2):
            store(samples.pdf_saying("Fictional words of a report"), f"file-{number}.pdf")
        editor.get(reverse("read_files"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            editor.get(reverse("read_files"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
