"""PDFs of publications that the demo content makes from its own pages."""

import io
import re

import pikepdf
import pytest

from guidance import pdf_support
from home.demo import editions, publications, reference
from home.demo.files import LANGUAGES, read
from home.demo.loading import Loader
from portal.core.models import CustomDocument
from publications.models import PublicationPage
from tests.factories import pages

pytestmark = pytest.mark.django_db

SLUG = "referral-system-brief"


@pytest.fixture
def site(bangla_home, english, monkeypatch, settings, tmp_path):
    """One publication of the demo content; what it refers to beside is one page."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(publications, "FILES", ("publications_reports",))
    rows = read("publications_reports")["publication"]
    rows[:] = [row for row in rows if row["slug"] == SLUG]
    yield pages.ProgramIndexPageFactory(parent=bangla_home)
    read.cache_clear()


def load(home, anything) -> Loader:
    """Load the publication and its PDFs."""
    loader = Loader(overwrite=False, report=lambda name, count: None)
    loader.keys["page/", "bn"] = home.pk
    for kind in ("program", "publication"):
        files = ["programs"] if kind == "program" else ["publications", "events"]
        for row in (row for name in files for row in read(name)[kind]):
            loader.keys[f"page/{kind}s/{row['slug']}/", "bn"] = anything.pk
    loader.rows("Organisations", reference.organisations())
    loader.snippets("Topics", reference.topics())
    index = publications.index()
    contents = publications.publications()
    loader.place(index)
    loader.place(contents)
    loader.write("Publication index", index)
    loader.write("Publications", contents)
    loader.rows("Recommendations", publications.recommendations())
    editions.load_editions(loader)
    return loader


def documents() -> dict[str, CustomDocument]:
    return {
        re.sub(r"-\w+\.pdf$", "", each.filename): each for each in CustomDocument.objects.all()
    }


def opened(document: CustomDocument) -> pikepdf.Pdf:
    with document.file.open("rb") as file:
        return pikepdf.open(io.BytesIO(file.read()))


def words_of(page) -> str:
    """What a search or a screen reader gets of a page's Bangla."""
    words = [
        str(operands[1]["/ActualText"])
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC" and "/ActualText" in operands[1]
    ]
    return re.sub(r"\s+", " ", " ".join(words))


class TestOnAGoodMachine:
    @pytest.fixture(autouse=True)
    def good_machine(self):
        if missing := pdf_support.what_is_missing():
            pytest.skip(missing)

    def test_each_page_gets_a_pdf_in_each_language(self, bangla_home, site):
        load(bangla_home, site)
        assert sorted(documents()) == [f"page-{SLUG}-{language}" for language in LANGUAGES]
        for page in PublicationPage.objects.all():
            files = page.files.order_by("sort_order")
            assert [(file.kind, file.document.language) for file in files] == [
                ("edition", "bn"),
                ("edition", "en"),
            ]
            # What an editor opens next has them as well.
            assert page.latest_revision.as_object().files.count() == 2

    def test_it_says_what_it_is(self, bangla_home, site):
        load(bangla_home, site)
        for language in LANGUAGES:
            document = documents()[f"page-{SLUG}-{language}"]
            page = PublicationPage.objects.get(locale__language_code=language)
            with opened(document) as pdf:
                assert pdf.Root.Lang == language
                assert pdf.Root.MarkInfo.Marked
                with pdf.open_metadata() as metadata:
                    assert metadata["pdfuaid:part"] == "1"
                    assert metadata["dc:title"] == document.title
                labels = read("publications")["edition"][language]
                assert document.title == labels["title"].format(title=page.title)
                assert document.title != page.title
                if language == "bn":
                    first, rest = words_of(pdf.pages[0]), words_of(pdf.pages[-1])
                    assert labels["label"] in first
                    assert "ক্যাফোড" in first
                    assert "নোরাডের অর্থসহায়তায়" in rest
            assert document.file_size < 400_000
            assert document.file_hash

    def test_a_second_load_makes_nothing_anew(self, bangla_home, site):
        load(bangla_home, site)
        before = {name: each.file.name for name, each in documents().items()}
        revisions = set(PublicationPage.objects.values_list("latest_revision_id", flat=True))
        loader = load(bangla_home, site)
        assert not any(count.new or count.updated for count in loader.counts)
        assert {name: each.file.name for name, each in documents().items()} == before
        assert revisions == set(
            PublicationPage.objects.values_list("latest_revision_id", flat=True)
        )

    def test_a_changed_text_makes_its_own_pdf_anew(
        self, bangla_home, site, django_capture_on_commit_callbacks
    ):
        load(bangla_home, site)
        before = documents()
        row = read("publications_reports")["publication"][0]
        row["en"]["key_findings"][0] = "Another finding."
        with django_capture_on_commit_callbacks(execute=True):
            load(bangla_home, site)
        after = documents()
        assert {name: each.pk for name, each in after.items()} == {
            name: each.pk for name, each in before.items()
        }
        changed = {name for name in after if after[name].file.name != before[name].file.name}
        assert changed == {f"page-{SLUG}-en"}
        [name] = changed
        assert not before[name].file.storage.exists(before[name].file.name)
        assert after[name].file_hash != before[name].file_hash


def test_a_poor_machine_leaves_one_plain_line(bangla_home, site, monkeypatch):
    monkeypatch.setattr(pdf_support, "BANGLA_FONTS", ("No Such Font",))
    if "fonts" not in pdf_support.what_is_missing():
        pytest.skip(pdf_support.what_is_missing())
    loader = load(bangla_home, site)
    assert [count.remark for count in loader.counts if count.remark] == [
        "No PDFs are made of publications: None of these fonts is installed: No Such Font."
    ]
    assert not CustomDocument.objects.exists()
    assert all(page.live and not page.files.exists() for page in PublicationPage.objects.all())
