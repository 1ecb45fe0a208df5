"""Searches find a publication by the words of its file."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from pypdf import PdfReader, PdfWriter

from portal.core.models.media import CustomDocument
from portal.search.models import Entry
from portal.search.results import answer
from publications.models import FileText
from tests.factories import pages

pytestmark = pytest.mark.django_db


def pdf_saying(text: str) -> bytes:
    """A page of PDF with a line of Latin text, written out by hand."""
    stream = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def document_of(content: bytes, name: str = "fictional.pdf") -> CustomDocument:
    return CustomDocument.objects.create(title="কাল্পনিক", file=ContentFile(content, name))


@pytest.fixture
def publish(bangla_home, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    index = pages.PublicationIndexPageFactory(parent=bangla_home)

    def make(document):
        page = pages.PublicationPageFactory(parent=index, title="কাল্পনিক প্রতিবেদন")
        page.document = document
        page.save_revision().publish()
        return page

    return make


def titles(query: str) -> list[str]:
    return [result.title for result in answer(query, "bn").results]


def test_the_words_of_a_pdf_are_found_and_not_quoted(publish):
    publish(document_of(pdf_saying("Zanzibarian remittances")))
    assert titles("zanzibarian") == ["কাল্পনিক প্রতিবেদন"]
    assert "Zanzibarian" not in Entry.objects.get(title="কাল্পনিক প্রতিবেদন").text


def test_a_new_file_brings_its_own_words(publish):
    page = publish(document_of(pdf_saying("Zanzibarian remittances")))
    page.document = document_of(pdf_saying("Lilliputian wages"))
    page.save_revision().publish()
    assert titles("lilliputian") == ["কাল্পনিক প্রতিবেদন"]
    assert titles("zanzibarian") == []


def test_a_file_is_read_once(publish):
    page = publish(document_of(pdf_saying("Zanzibarian")))
    FileText.objects.update(text="Brobdingnagian")
    page.save_revision().publish()
    assert titles("brobdingnagian") == ["কাল্পনিক প্রতিবেদন"]


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf_saying("Secret"))))
    writer.encrypt("fictional")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"not a pdf", "fictional.pdf"),
        (pdf_saying("Cut off")[:200], "fictional.pdf"),
        (b"", "fictional.pdf"),
        (encrypted(), "fictional.pdf"),
        (pdf_saying("Other"), "fictional.docx"),
    ],
    ids=["nonsense", "cut", "empty", "encrypted", "another kind"],
)
def test_a_file_that_cannot_be_read_leaves_the_page_to_be_found(publish, content, name):
    publish(document_of(content, name))
    assert titles("প্রতিবেদন") == ["কাল্পনিক প্রতিবেদন"]
