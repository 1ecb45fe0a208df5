"""The worker reads files: their words are found, their first page is shown, faults are said."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from wagtail.models import Collection, CollectionViewRestriction

from portal.core.models import CustomDocument, CustomImage
from portal.search.models import Entry
from portal.search.results import answer
from publications.files.problems import problem_in_words
from publications.files.tasks import read_document, take_up_abandoned
from publications.models import DocumentReading, HarvestRecord
from publications.oai.harvest_records import refresh_all
from tests.portal.core.documents import samples
from tests.publications.files.samples import SENTENCE, bangla_pdf

pytestmark = pytest.mark.django_db

ENGLISH = "Remittances of Zanzibarian domestic workers in a fictional year"


def titles(query: str) -> list[str]:
    return [result.title for result in answer(query, "bn").results]


def test_the_words_of_a_pdf_are_found_and_not_quoted(store, publish):
    publish(store(samples.pdf_saying("A cover", f"{ENGLISH}\nand more")))
    assert titles("zanzibarian") == ["কাল্পনিক প্রতিবেদন"]
    assert "Zanzibarian" not in Entry.objects.get(title="কাল্পনিক প্রতিবেদন").text


def test_a_publication_is_found_once_its_file_was_read_later(
    store, publish, django_capture_on_commit_callbacks
):
    document = CustomDocument.objects.create(
        title="কাল্পনিক", file=ContentFile(samples.pdf_saying(ENGLISH), "late.pdf")
    )
    publish(document)
    assert titles("zanzibarian") == []
    call_command("read_documents", "--all")
    assert titles("zanzibarian") == ["কাল্পনিক প্রতিবেদন"]


def test_a_bangla_sentence_that_stands_in_a_pdf_alone_is_found(store, publish):
    document = store(bangla_pdf("প্রথম পাতা", SENTENCE), language="")
    publish(document)
    # The help form answers to such words, too.
    assert titles("প্রত্যাবাসিত কর্মীদের ক্ষতিপূরণ")[0] == "কাল্পনিক প্রতিবেদন"
    assert SENTENCE in document.reading.pages.get(number=2).text


def test_what_a_pdf_says_of_itself_is_noted(store):
    reading = store(bangla_pdf(SENTENCE, SENTENCE, SENTENCE)).reading
    assert (reading.state, reading.page_count, reading.problem) == ("read", 3, "")
    assert reading.pdf_title == "কাল্পনিক শিরোনাম"
    assert reading.pdf_language == "bn"
    assert reading.is_tagged
    untagged = store(samples.pdf_saying(ENGLISH)).reading
    assert (untagged.is_tagged, untagged.pdf_language, untagged.pdf_title) == (False, "", "")


def test_a_scan_is_said_to_be_one(store):
    reading = store(samples.scan(pages=3)).reading
    assert (reading.state, reading.page_count) == ("scanned", 3)
    assert reading.cover is not None


def test_the_first_page_becomes_a_cover_that_is_served(client, store):
    cover = store(samples.pdf_saying(ENGLISH)).reading.cover
    assert (cover.width, cover.collection.name) == (900, "Covers made from files")
    assert "কাল্পনিক" in cover.description_bn
    response = client.get(cover.get_rendition("width-300").url)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("image/")


class TestAnotherFile:
    def replace(self, document, content, capture):
        with capture(execute=True):
            document.file = ContentFile(content, "other.pdf")
            document._set_document_file_metadata()
            document.save()
        return DocumentReading.objects.get(document=document)

    def test_it_brings_its_own_words_and_cover(
        self, store, publish, django_capture_on_commit_callbacks
    ):
        document = store(samples.pdf_saying(ENGLISH))
        publish(document)
        old = document.reading.cover_id
        content = samples.pdf_saying("Lilliputian wages of a fictional year", "Second page")
        reading = self.replace(document, content, django_capture_on_commit_callbacks)
        assert titles("lilliputian") == ["কাল্পনিক প্রতিবেদন"]
        assert titles("zanzibarian") == []
        assert reading.page_count == 2
        assert reading.cover_id != old
        assert not CustomImage.objects.filter(pk=old).exists()

    def test_a_broken_one_leaves_no_words_of_the_old_one(
        self, store, publish, django_capture_on_commit_callbacks
    ):
        document = store(samples.pdf_saying(ENGLISH))
        publish(document)
        reading = self.replace(document, b"%PDF-1.7 broken", django_capture_on_commit_callbacks)
        assert (reading.state, reading.problem, reading.page_count) == ("failed", "broken", None)
        assert titles("zanzibarian") == []
        assert CustomImage.objects.count() == 0

    def test_the_same_one_is_read_once(self, store, django_capture_on_commit_callbacks):
        document = store(samples.pdf_saying(ENGLISH))
        read_at = document.reading.read_at
        with django_capture_on_commit_callbacks(execute=True):
            document.title = "নতুন শিরোনাম"
            document.save()
        assert DocumentReading.objects.get().read_at == read_at


@pytest.mark.parametrize(
    ("code", "content"),
    [
        pytest.param(code, content, id=f"{code}: {what}")
        for code, kinds in samples.HARMFUL_PDF.items()
        for what, content in list(kinds.items())[:1]
    ]
    + [("broken", b"not a pdf"), ("empty", b"")],
)
def test_a_file_that_cannot_be_read_says_why_and_leaves_the_page_to_be_found(
    store, publish, code, content
):
    document = store(content)
    assert (document.reading.state, document.reading.problem) == ("failed", code)
    for language in ("bn", "en"):
        with translation.override(language):
            assert problem_in_words(code)
    publish(document)
    assert titles("প্রতিবেদন") == ["কাল্পনিক প্রতিবেদন"]


def test_a_file_of_another_kind_is_not_read(store):
    document = store(samples.office("word/document.xml"), "fictional.docx")
    assert not DocumentReading.objects.filter(document=document).exists()


class TestTitleAndLanguage:
    def test_they_come_from_the_file_where_the_editor_left_them_empty(self, store):
        content = samples.pdf_saying(ENGLISH, title="A fictional report", language="bn-BD")
        document = store(content, "report 7.pdf", title="report 7", language="")
        assert document.title == "A fictional report"
        # Word names the language of its user, whatever was written.
        assert document.language == "en"

    def test_what_the_editor_wrote_stays(self, store):
        content = samples.pdf_saying(ENGLISH, title="A fictional report")
        document = store(content, "report.pdf", title="Another title", language="bn-en")
        assert (document.title, document.language) == ("Another title", "bn-en")

    def test_what_a_program_wrote_is_no_title(self, store):
        content = samples.pdf_saying(ENGLISH, title="Microsoft Word - report.doc")
        assert store(content, "report.pdf", title="report").title == "report"

    def test_bangla_and_english_together_are_both(self, store):
        document = store(bangla_pdf(SENTENCE, ENGLISH), "a.pdf", language="")
        assert document.language == "bn-en"

    def test_a_scan_has_the_language_that_the_file_names(self, store):
        import pikepdf

        def change(pdf):
            pdf.pages[0].Contents = pikepdf.Stream(pdf, b"")
            pdf.Root.Lang = pikepdf.String("en-GB")

        assert store(samples.changed(change), language="").language == "en"


class TestWorkersThatStop:
    def waiting(self) -> DocumentReading:
        document = CustomDocument.objects.create(
            title="কাল্পনিক", file=ContentFile(samples.pdf_saying(ENGLISH), "a.pdf")
        )
        return DocumentReading.objects.create(
            document=document, file_hash=document.get_file_hash(), asked_at=timezone.now()
        )

    def test_what_a_killed_worker_left_is_taken_up_again(self):
        reading = self.waiting()
        reading.state, reading.attempts = "reading", 1
        reading.asked_at = timezone.now() - timedelta(hours=1)
        reading.save()
        call_command("read_documents")
        reading.refresh_from_db()
        assert (reading.state, reading.attempts) == ("read", 2)

    def test_every_reading_leaves_a_task_that_looks_after_killed_workers(
        self, settings, monkeypatch
    ):
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        reading = self.waiting()
        # Only the claim is made: as if the worker were killed while it reads.
        monkeypatch.setattr("publications.files.reading._read", lambda reading: "reading")
        read_document.call(reading.pk)
        read_document.call(self.waiting().pk)
        monkeypatch.undo()
        later = DBTaskResult.objects.get(task_path=take_up_abandoned.module_path)
        assert later.run_after > timezone.now() + timedelta(minutes=14)
        later.delete()
        DocumentReading.objects.filter(pk=reading.pk).update(
            asked_at=timezone.now() - timedelta(minutes=16)
        )
        take_up_abandoned.call()
        again = DBTaskResult.objects.get(task_path=read_document.module_path)
        # The other may still be at work.
        assert again.args_kwargs["args"] == [reading.pk]
        assert DBTaskResult.objects.filter(task_path=take_up_abandoned.module_path).exists()
        assert read_document.call(reading.pk) == "read"

    def test_what_another_worker_reads_now_is_left_to_it(self):
        reading = self.waiting()
        DocumentReading.objects.update(state="reading", attempts=1)
        call_command("read_documents")
        reading.refresh_from_db()
        assert (reading.state, reading.attempts) == ("reading", 1)

    def test_a_file_that_stops_every_worker_is_given_up(self):
        reading = self.waiting()
        DocumentReading.objects.update(attempts=4)
        call_command("read_documents")
        reading.refresh_from_db()
        assert (reading.state, reading.problem) == ("failed", "gave_up")

    def test_a_file_that_is_gone_says_so(self):
        reading = self.waiting()
        reading.document.file.storage.delete(reading.document.file.name)
        call_command("read_documents")
        reading.refresh_from_db()
        assert (reading.state, reading.problem) == ("failed", "gone")

    def test_a_storage_that_is_away_is_asked_again_a_few_times(self, media):
        reading = self.waiting()
        path = media / reading.document.file.name
        content = path.read_bytes()
        path.unlink()
        # Something else that cannot be opened as a file.
        path.mkdir()
        call_command("read_documents")
        reading.refresh_from_db()
        assert reading.state == "waiting"
        path.rmdir()
        path.write_bytes(content)
        call_command("read_documents")
        reading.refresh_from_db()
        assert reading.state == "read"


class TestPrivateFiles:
    """What only some may open is neither found by its words nor shown as a cover."""

    @pytest.fixture
    def room(self) -> Collection:
        return Collection.get_first_root_node().add_child(name="কাল্পনিক ঘর")

    def close(self, room, capture):
        with capture(execute=True):
            return CollectionViewRestriction.objects.create(
                collection=room, restriction_type="login"
            )

    def known(self, document) -> tuple[int, bool]:
        reading = DocumentReading.objects.get(document=document)
        return reading.pages.count(), reading.cover is not None

    def test_a_collection_that_moves_below_a_closed_one_takes_its_files_along(
        self, admin_client, store, publish, room, django_capture_on_commit_callbacks
    ):
        self.close(room, django_capture_on_commit_callbacks)
        moving = Collection.get_first_root_node().add_child(name="কাল্পনিক বাক্স")
        document = store(samples.pdf_saying(ENGLISH), collection=moving)
        publish(document)
        long_ago = timezone.now() - timedelta(days=9)
        refresh_all()
        HarvestRecord.objects.update(changed_at=long_ago)
        with django_capture_on_commit_callbacks(execute=True):
            response = admin_client.post(
                reverse("wagtailadmin_collections:edit", args=[moving.pk]),
                {"name": moving.name, "parent": room.pk},
            )
        assert response.status_code == 302
        assert Collection.objects.get(pk=moving.pk).get_parent() == room
        assert self.known(document) == (0, False)
        assert titles("zanzibarian") == []
        assert HarvestRecord.objects.get().changed_at > long_ago

    def test_their_pages_are_counted_and_nothing_else(
        self, store, room, django_capture_on_commit_callbacks
    ):
        self.close(room, django_capture_on_commit_callbacks)
        document = store(samples.pdf_saying(ENGLISH), collection=room)
        assert document.reading.page_count == 1
        assert self.known(document) == (0, False)

    def test_a_collection_that_is_closed_and_opened_again(
        self, store, publish, room, django_capture_on_commit_callbacks
    ):
        document = store(samples.pdf_saying(ENGLISH), collection=room)
        publish(document)
        assert titles("zanzibarian")
        restriction = self.close(room, django_capture_on_commit_callbacks)
        assert self.known(document) == (0, False)
        assert titles("zanzibarian") == []
        with django_capture_on_commit_callbacks(execute=True):
            restriction.delete()
        assert self.known(document) == (1, True)
        assert titles("zanzibarian")


def test_a_cover_goes_with_its_file_unless_an_editor_uses_it(store, publish):
    first, second = store(samples.pdf_saying(ENGLISH)), store(samples.pdf_saying("Other words"))
    kept = second.reading.cover
    page = publish()
    page.cover = kept
    page.save_revision().publish()
    first.delete()
    second.delete()
    assert list(CustomImage.objects.all()) == [kept]
