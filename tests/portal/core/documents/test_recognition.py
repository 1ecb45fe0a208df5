"""A document is what its name says, or it is not kept; and the editor is told why."""

import pytest
from django.core.files.base import ContentFile
from django.utils import translation

from portal.core.documents.recognition import check_document
from portal.core.documents.refusals import MAX_BYTES, SENTENCES, DocumentRefusedError
from tests.portal.core.documents import samples


def refusal(content: bytes, name: str) -> str:
    """The code of why a file is refused; nothing when it is taken."""
    try:
        check_document(ContentFile(content, name))
    except DocumentRefusedError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", samples.pdf_saying("Fictional")),
        ("A.PDF", samples.scan()),
        ("a.docx", samples.office("word/document.xml")),
        ("a.xlsx", samples.office("xl/workbook.xml")),
        ("a.pptx", samples.office("ppt/presentation.xml")),
        ("a.odt", samples.odt()),
        ("a.zip", samples.archive(a_txt=b"a")),
        ("a.csv", "ক,খ\n১,২\n".encode()),
        ("a.csv", "name,note\na,5 < 6 <b>bold</b>\n".encode("utf-16")),
        ("a.txt", "\ufeffকাল্পনিক".encode()),
        ("a.txt", b"caf\xe9 in an old encoding"),
    ],
)
def test_what_is_what_it_says_is_taken(name, content):
    assert refusal(content, name) == ""


def test_a_link_to_a_page_an_outline_and_a_table_are_no_harm():
    from pikepdf import Array, Dictionary, Name, OutlineItem, String

    def change(pdf):
        pdf.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([pdf.pages[0].obj, Name.Fit]))
        pdf.pages[0].obj.Annots = Array(
            [
                Dictionary(
                    Subtype=Name.Link,
                    Rect=Array([0, 0, 9, 9]),
                    A=Dictionary(S=Name.URI, URI=String("https://okup.example/")),
                )
            ]
        )
        with pdf.open_outline() as outline:
            outline.root.append(OutlineItem("Fictional", 0))

    assert refusal(samples.changed(change), "a.pdf") == ""


@pytest.mark.parametrize(
    ("code", "content"),
    [
        pytest.param(code, content, id=f"{code}: {what}")
        for code, kinds in samples.HARMFUL_PDF.items()
        for what, content in kinds.items()
    ],
)
def test_a_harmful_pdf_is_refused_with_its_reason(code, content):
    assert refusal(content, "fictional.pdf") == code


PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("page.pdf", PAGE, "not_what_it_says"),
        ("late.pdf", b"\n" + samples.pdf_saying("a"), "not_what_it_says"),
        ("page.txt", PAGE, "not_what_it_says"),
        ("page.csv", b"a,b\n<script>alert(1)</script>", "not_what_it_says"),
        ("wide.txt", PAGE.decode().encode("utf-16"), "not_what_it_says"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "not_what_it_says"),
        ("late.txt", b"words\n" * 40_000 + b"\x00\x01", "not_what_it_says"),
        ("pdf.txt", samples.pdf_saying("a"), "not_what_it_says"),
        ("zip.txt", samples.archive(a_txt=b"a"), "not_what_it_says"),
        ("pdf.docx", samples.pdf_saying("a"), "not_what_it_says"),
        ("zip.docx", samples.archive(a_txt=b"a"), "not_what_it_says"),
        ("table.docx", samples.office("xl/workbook.xml"), "not_what_it_says"),
        ("other.odt", samples.odt(b"application/vnd.oasis.opendocument.presentation"),
         "not_what_it_says"),
        ("page.zip", PAGE + samples.archive(a_txt=b"a"), "not_what_it_says"),
        ("both.pdf", samples.pdf_saying("a") + samples.archive(a_txt=b"a"), "two_in_one"),
        ("both.pdf", b"%PDF-1.7\n<html><script>alert(1)</script>", "two_in_one"),
        ("macros.docx", samples.office("word/document.xml", **{"word/vbaProject.bin": b"a"}),
         "macros"),
        ("cut.zip", samples.archive(a_txt=b"a" * 900)[:-30], "broken"),
        ("bomb.zip", samples.zip_bomb(), "bomb"),
        ("locked.zip", samples.locked_zip(), "encrypted"),
        *((f"empty.{ending}", b"", "empty") for ending in ("pdf", "zip", "txt")),
    ],
)  # fmt: skip
def test_what_is_something_else_is_refused(name, content, code):
    assert refusal(content, name) == code


def test_a_file_is_refused_by_its_size_before_anything_of_it_is_read():
    class Huge(ContentFile):
        def read(self, *args):
            raise AssertionError("It was read.")

    file = Huge(b"", "fictional.pdf")
    file.size = MAX_BYTES + 1
    with pytest.raises(DocumentRefusedError) as refused:
        check_document(file)
    assert refused.value.code == "too_large"


def test_the_process_that_opens_pdfs_knows_no_secret_and_opens_nothing(tmp_path, monkeypatch):
    from portal.core import limited_process

    monkeypatch.setenv("FIELD_ENCRYPTION_KEYS", "t1:" + "D" * 43 + "=")
    (tmp_path / "taken_over.py").write_text(
        "import os, socket, sys\n"
        "from portal.core.documents import pdf_process\n"
        "def attack(content):\n"
        "    found = ['FIELD_ENCRYPTION_KEYS' in os.environ]\n"
        "    for act in (lambda: open('/etc/passwd'), lambda: open('/tmp/x-okup', 'w'),\n"
        "                socket.socket, lambda: bytearray(3 << 30)):\n"
        "        try:\n"
        "            act()\n"
        "        except (OSError, MemoryError):\n"
        "            found.append(False)\n"
        "        else:\n"
        "            found.append(True)\n"
        "    return repr(found)\n"
        "pdf_process.find_problem = attack\n"
        "sys.exit(pdf_process.main())\n"
    )
    real = limited_process.subprocess.Popen

    def start(command, **options):
        return real([command[0], str(tmp_path / "taken_over.py")], **options)

    monkeypatch.setattr(limited_process.subprocess, "Popen", start)
    code = refusal(samples.pdf_saying("a"), "a.pdf")
    assert code == "[False, False, False, False, False]"


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch):
    from portal.core.documents import recognition

    monkeypatch.setattr(recognition, "PDF_SECONDS", 0.01)
    assert refusal(samples.pdf_saying("a"), "a.pdf") == "too_much_work"


@pytest.mark.parametrize("code", SENTENCES)
def test_every_reason_is_said_in_both_languages(code):
    said = {}
    for language in ("en", "bn"):
        with translation.override(language):
            said[language] = DocumentRefusedError(code).message
    assert said["en"].isascii()
    assert any("\u0980" <= letter <= "\u09ff" for letter in said["bn"])
