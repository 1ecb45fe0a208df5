"""Whole journeys as PDF: what is in them, when they are made anew, and who gets them."""

import importlib.abc
import io
import re
import shutil
import subprocess
import sys
from datetime import timedelta

import pikepdf
import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageViewRestriction

from guidance import pdf_support, tasks
from guidance.checks import check_pdf_support
from guidance.journey_pdf import bring_up_to_date
from guidance.models import JourneyPdf
from portal.reference.models import GlossaryTerm
from tests.factories import pages, reference

pytestmark = pytest.mark.django_db

ADDRESS = "/guidance/journey/deciding.pdf"
# Conjuncts and vowel signs that stand before, around and below their consonant.
HARD_WORDS = "ক্ষতিপূরণ বিজ্ঞপ্তি মন্ত্রণালয় স্ত্রী কৌশল"


@pytest.fixture(autouse=True)
def good_machine():
    """Pango and a Bangla font are no part of Python: see docs/operations.md."""
    if missing := pdf_support.what_is_missing():
        pytest.skip(missing)


@pytest.fixture
def fact():
    return reference.FactFactory(key="fictional-fee", value="4025", source="কাল্পনিক দপ্তর")


@pytest.fixture
def stage(bangla_home, fact):
    index = pages.GuidanceIndexPageFactory(parent=bangla_home)
    stage = pages.StagePageFactory(parent=index, slug="deciding", title="যাওয়ার আগে ভাবুন")
    pages.GuidePageFactory(parent=stage, slug="first", title="প্রথম ধাপ")
    pages.GuidePageFactory(
        parent=stage,
        slug="second",
        title="দ্বিতীয় ধাপ",
        body=[
            ("heading", "ভেতরের শিরোনাম"),
            ("paragraph", f"<p>{HARD_WORDS}। ফি {{fact:fictional-fee}}। দালাল চেনেন?</p>"),
            ("checklist", {"items": ["কাল্পনিক কাগজ"]}),
        ],
        costs=[("paragraph", "<p>কাল্পনিক খরচ</p>")],
        checked_on=timezone.localdate(),
    )
    return stage


@pytest.fixture
def made(stage):
    """The stored PDF of the stage."""
    return bring_up_to_date(stage).pdf


@pytest.fixture
def queue(settings):
    """The queue of the worker, as in production: tasks wait in it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def opened(pdf: JourneyPdf) -> pikepdf.Pdf:
    with pdf.file.open("rb") as file:
        return pikepdf.open(io.BytesIO(file.read()))


def words_of(pdf: JourneyPdf) -> str:
    """What a search, a screen reader or a copy gets."""
    words = []
    with opened(pdf) as document:
        for page in document.pages:
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "BDC" and "/ActualText" in operands[1]:
                    words.append(str(operands[1]["/ActualText"]))
    return re.sub(r"\s+", " ", " ".join(words))


def page_of(client, stage) -> str:
    return client.get(stage.get_url()).content.decode()


class _NoPango(importlib.abc.MetaPathFinder):
    """What importing WeasyPrint does on a machine without Pango."""

    def find_spec(self, name, path=None, target=None):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


@pytest.fixture(params=["WeasyPrint", "Pango", "fonts"])
def poor_machine(request, monkeypatch):
    """A machine that cannot make PDFs, for each of the three reasons."""
    if request.param == "fonts":
        monkeypatch.setattr(pdf_support, "BANGLA_FONTS", ("No Such Font",))
    elif request.param == "Pango":
        monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
        monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])
    else:
        monkeypatch.setitem(sys.modules, "weasyprint", None)
    return request.param


class TestContent:
    def test_it_holds_all_steps_with_their_facts_and_words(self, stage):
        GlossaryTerm.objects.create(
            locale=stage.locale, key="broker", term="দালাল", explanation="কাল্পনিক মাঝখানের লোক"
        )
        cache.clear()
        words = words_of(bring_up_to_date(stage).pdf)
        for expected in (
            stage.title,
            "প্রথম ধাপ",
            "দ্বিতীয় ধাপ",
            "ভেতরের শিরোনাম",
            HARD_WORDS,
            "৪,০২৫ টাকা",
            "কাল্পনিক কাগজ",
            "কাল্পনিক খরচ",
            "কাল্পনিক দপ্তর",
            "কাল্পনিক মাঝখানের লোক",
        ):
            assert expected in words
        assert "{fact:" not in words
        assert not re.search("[0-9]", words)

    def test_it_says_what_it_is(self, made, stage):
        with opened(made) as document:
            assert len(document.pages) == made.pages >= 2
            assert document.Root.Lang == "bn"
            assert document.Root.MarkInfo.Marked
            with document.open_metadata() as metadata:
                assert metadata["dc:title"] == stage.title
                assert metadata["pdfuaid:part"] == "1"
            titles = []
            with document.open_outline() as outline:
                for entry in outline.root:
                    titles += [entry.title, *(child.title for child in entry.children)]
        assert {stage.title, "প্রথম ধাপ", "দ্বিতীয় ধাপ"} <= set(titles)
        assert made.bytes == made.file.size < 150_000

    @pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler-utils")
    def test_other_programs_read_the_same_words(self, made):
        run = subprocess.run(["pdftotext", made.file.path, "-"], capture_output=True, check=True)
        assert HARD_WORDS in run.stdout.decode()

    def test_nothing_is_loaded_from_elsewhere(self, stage, monkeypatch):
        guide = stage.guides()[0]
        # As if somebody had put it into the database.
        guide.body = [("paragraph", '<p>ছবি <img src="http://127.0.0.1:9/x.png"/></p>')]
        guide.save()
        asked = []
        monkeypatch.setattr("socket.socket.connect", lambda _socket, place: asked.append(place))
        assert "ছবি" in words_of(bring_up_to_date(stage).pdf)
        assert asked == []

    def test_a_withdrawn_step_is_left_out(self, stage):
        stage.guides()[0].unpublish()
        assert "প্রথম ধাপ" not in words_of(bring_up_to_date(stage).pdf)


class TestMakingAnew:
    def test_nothing_is_made_while_nothing_has_changed(self, made, stage):
        again = bring_up_to_date(stage)
        assert not again.is_new
        assert again.pdf.made_at == made.made_at

    def test_a_changed_fact_makes_another_one(self, made, stage, fact):
        fact.value = "5035"
        fact.save()
        again = bring_up_to_date(stage)
        assert again.is_new
        assert "৫,০৩৫" in words_of(again.pdf)
        assert "৪,০২৫" not in words_of(again.pdf)

    def test_a_date_that_has_passed_makes_another_one(self, made, stage, fact):
        type(fact).objects.update(check_again_by=timezone.localdate() - timedelta(days=1))
        assert bring_up_to_date(stage).is_new

    def test_the_older_file_is_deleted(
        self, made, stage, fact, django_capture_on_commit_callbacks
    ):
        fact.value = "5035"
        with django_capture_on_commit_callbacks(execute=True):
            fact.save()
            again = bring_up_to_date(stage).pdf
        assert not made.file.storage.exists(made.file.name)
        assert again.file.storage.exists(again.file.name)

    def test_a_lost_file_is_made_again(self, made, stage):
        made.file.storage.delete(made.file.name)
        assert bring_up_to_date(stage).is_new

    def test_the_command_makes_all_of_them(self, stage, capsys):
        call_command("make_journey_pdfs")
        assert JourneyPdf.objects.filter(stage=stage).exists()
        assert "journeys/deciding-bn-" in capsys.readouterr().out


class TestQueue:
    def tasks(self) -> list:
        return list(DBTaskResult.objects.filter(task_path=tasks.make_journey_pdf.module_path))

    def test_changes_in_a_row_make_one_task(
        self, queue, stage, fact, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            for guide in stage.guides():
                guide.save_revision().publish()
            fact.value = "5035"
            fact.save_revision().publish()
        [waiting] = self.tasks()
        assert waiting.args_kwargs["args"] == [stage.pk]
        assert waiting.run_after > timezone.now()
        assert not JourneyPdf.objects.exists()

    def test_a_fact_that_stands_elsewhere_leaves_the_file(self, made, stage):
        """The worker looks, because where facts stand is not known at once."""
        reference.FactFactory().save()
        assert bring_up_to_date(stage).pdf.file.name == made.file.name

    def test_the_worker_comes_back_when_a_check_is_overdue(self, queue, stage, fact):
        tasks.make_journey_pdf.func(stage.pk)
        assert JourneyPdf.objects.filter(stage=stage).exists()
        [waiting] = self.tasks()
        assert timezone.localdate(waiting.run_after) == fact.check_again_by + timedelta(days=1)


class TestReaders:
    def test_the_link_says_how_large_it_is(self, client, made, stage):
        page = page_of(client, stage)
        assert f'href="{ADDRESS}"' in page
        size = str(round(made.bytes / 1024)).translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
        assert size in page[page.index(ADDRESS) :][:900]

    def test_the_page_stays_within_its_queries(
        self, client, made, stage, django_assert_max_num_queries
    ):
        client.get(stage.get_url())
        with django_assert_max_num_queries(12):
            assert ADDRESS in page_of(client, stage)

    def test_the_file_comes_as_a_pdf(self, client, made):
        answer = client.get(ADDRESS, headers={"accept-encoding": "gzip"})
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)
        assert content.startswith(b"%PDF-1.7")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'inline; filename="okup-deciding-bn.pdf"'
        assert int(answer["Content-Length"]) == len(content) == made.bytes
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert not answer.cookies
        assert answer["Last-Modified"]
        unchanged = client.get(ADDRESS, headers={"if-none-match": answer["ETag"]})
        assert unchanged.status_code == 304

    def test_only_what_everybody_may_read_is_sent(self, client, made, stage):
        assert client.get(f"/en{ADDRESS}").status_code == 404
        assert client.get("/guidance/journey/unknown.pdf").status_code == 404
        stage.unpublish()
        assert client.get(ADDRESS).status_code == 404

    def test_a_lost_file_is_not_found(self, client, made):
        made.file.storage.delete(made.file.name)
        assert client.get(ADDRESS).status_code == 404

    def test_new_words_leave_the_older_one_on_offer(self, client, made, stage):
        guide = stage.guides()[0]
        guide.title = "নতুন নাম"
        guide.save_revision().publish()
        assert ADDRESS in page_of(client, stage)
        assert client.get(ADDRESS).status_code == 200

    @pytest.mark.parametrize("change", ["changed", "held back", "withdrawn", "deleted"])
    def test_a_wrong_fact_is_not_handed_out(self, client, made, stage, fact, change):
        if change == "changed":
            fact.value = "5035"
            fact.save()
        elif change == "held back":
            fact.publish_rule = "no"
            fact.save()
        elif change == "withdrawn":
            fact.unpublish()
        else:
            fact.delete()
        assert ADDRESS not in page_of(client, stage)
        assert client.get(ADDRESS).status_code == 404
        bring_up_to_date(stage)
        assert client.get(ADDRESS).status_code == 200

    def test_a_fact_that_was_just_embedded_is_not_handed_out(self, client, made, stage):
        """Wagtail's reference index does not know of it yet."""
        late = reference.FactFactory(key="late", value="98765")
        guide = stage.guides()[0]
        type(guide).objects.filter(pk=guide.pk).update(why="{fact:late}")
        bring_up_to_date(stage)
        assert client.get(ADDRESS).status_code == 200
        late.publish_rule = "no"
        late.save()
        assert client.get(ADDRESS).status_code == 404

    def test_a_step_that_becomes_private_is_not_handed_out(self, client, made, stage):
        PageViewRestriction.objects.create(page=stage.guides()[0], restriction_type="login")
        assert client.get(ADDRESS).status_code == 404
        bring_up_to_date(stage)
        assert client.get(ADDRESS).status_code == 200

    def test_a_withdrawn_step_is_not_handed_out(self, client, made, stage):
        stage.guides()[0].unpublish()
        assert client.get(ADDRESS).status_code == 404

    def test_a_fact_saved_unchanged_brings_the_same_file_back(self, client, made, stage, fact):
        fact.save()
        assert client.get(ADDRESS).status_code == 404
        assert not bring_up_to_date(stage).is_new
        assert client.get(ADDRESS).status_code == 200


class TestPoorMachine:
    def test_the_check_says_how_to_enable_pdfs(self, poor_machine):
        [note] = check_pdf_support(None)
        assert note.id == "guidance.I001"
        assert "libpango-1.0-0" in note.hint
        assert "fonts-noto-core" in note.hint

    def test_the_site_runs_without_a_link(self, client, stage, poor_machine, caplog):
        tasks.make_journey_pdf.func(stage.pk)
        [line] = [each for each in caplog.records if each.name == "guidance.tasks"]
        assert "No PDF" in line.getMessage()
        assert not JourneyPdf.objects.exists()
        page = client.get(stage.get_url())
        assert page.status_code == 200
        assert ADDRESS not in page.content.decode()
        assert client.get(ADDRESS).status_code == 404

    def test_the_command_says_what_to_do(self, stage, poor_machine):
        with pytest.raises(CommandError, match="apt-get install"):
            call_command("make_journey_pdfs")

    def test_editors_are_told(self, admin_client, stage, poor_machine):
        page = admin_client.get(f"/admin/pages/{stage.pk}/edit/").content.decode()
        assert "libpango-1.0-0" in page


def test_a_good_machine_has_no_warning():
    assert check_pdf_support(None) == []
