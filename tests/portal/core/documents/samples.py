"""Documents for tests, made here. All fictional, some hostile."""

import zipfile
import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw


def _saved(pdf: pikepdf.Pdf, **options) -> bytes:
    out = BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def _page(pdf: pikepdf.Pdf, text: str) -> pikepdf.Page:
    page = pdf.add_blank_page(page_size=(595, 842))
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        Encoding=Name.WinAnsiEncoding,
    )
    page.Resources = Dictionary(Font=Dictionary(F1=font))
    lines = text.split("\n")
    drawn = " ".join(f"({line}) Tj 0 -24 Td" for line in lines)
    page.Contents = Stream(pdf, f"BT /F1 18 Tf 72 760 Td {drawn} ET".encode("latin-1"))
    return page


def written(*texts: str, title: str = "", language: str = "") -> pikepdf.Pdf:
    """A PDF with a page of Latin text for each text."""
    pdf = pikepdf.new()
    for text in texts:
        _page(pdf, text)
    if title:
        pdf.docinfo["/Title"] = title
    if language:
        pdf.Root.Lang = String(language)
    return pdf


def pdf_saying(*texts: str, **options) -> bytes:
    """The same as bytes."""
    return _saved(written(*texts, **options))


def changed(change, text: str = "Fictional words of a report") -> bytes:
    """A PDF in which `change(pdf)` has put something."""
    pdf = written(text)
    change(pdf)
    # As it was put in: QPDF would pack streams anew.
    return _saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def _open_action(**action):
    def change(pdf):
        pdf.Root.OpenAction = pdf.make_indirect(Dictionary(**action))

    return change


def _named_script(pdf):
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    pdf.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), pdf.make_indirect(action)]))
    )


def _page_script(pdf):
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def _attachment(pdf):
    pdf.attachments["fictional.exe"] = b"MZ fictional"


def _script_link(pdf):
    pdf.pages[0].obj.Annots = Array(
        [
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([0, 0, 9, 9]),
                A=Dictionary(S=Name.URI, URI=String("JavaScript:alert(1)")),
            )
        ]
    )


def _film(pdf):
    pdf.pages[0].obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=Array([0, 0, 9, 9]))]
    )


def packed(size: int, rounds: int = 1) -> bytes:
    """So many zeros, packed without ever holding them, and packed again."""
    packer = zlib.compressobj(9)
    piece = bytes(1024 * 1024)
    parts = [packer.compress(piece) for _number in range(size // len(piece))]
    data = b"".join([*parts, packer.flush()])
    for _round in range(rounds - 1):
        data = zlib.compress(data, 9)
    return data


def _stream_of(data: bytes, rounds: int):
    def change(pdf):
        stream = Stream(pdf, b"")
        filters = Array([Name.FlateDecode] * rounds) if rounds > 1 else Name.FlateDecode
        stream.write(data, filter=filters)
        pdf.pages[0].Contents = stream

    return change


def _page_loop(pdf):
    pages = pdf.Root.Pages
    pdf.pages[0].obj  # noqa: B018
    middle = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=1, Parent=pages))
    middle.Kids = Array([middle])
    pages.Kids.append(middle)


def _million_pages(pdf):
    page = pdf.pages[0].obj
    inner = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=1000, Kids=Array([page] * 1000)))
    pdf.Root.Pages.Kids = Array([inner] * 1000)
    pdf.Root.Pages.Count = 1_000_000


def nested() -> bytes:
    """A PDF with an array a hundred thousand deep."""
    deep = b"[" * 100_000 + b"]" * 100_000
    return by_hand([b"<< /Type /Catalog /Pages 2 0 R /Deep %s >>" % deep])


def by_hand(first: list[bytes]) -> bytes:
    """A PDF written out by hand, with other first objects."""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
    ]
    parts[: len(first)] = first
    out = b"%PDF-1.4\n"
    places = []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 4\n0000000000 65535 f \n"
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def locked(password: str = "", owner: str = "fictional-owner") -> bytes:
    """A PDF that opens with a password, or with none but protected against copying."""
    return _saved(
        written("Locked words"), encryption=pikepdf.Encryption(user=password, owner=owner)
    )


def scan(pages: int = 2) -> bytes:
    """Pages that are pictures of text."""
    pictures = []
    for number in range(pages):
        picture = Image.new("L", (620, 877), 250)
        ImageDraw.Draw(picture).text((80, 90), f"A scanned page {number}", fill=10)
        pictures.append(picture)
    out = BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def archive(**files: bytes) -> bytes:
    """A ZIP archive; two underscores stand for a slash, one for a dot."""
    named = {name.replace("__", "/").replace("_", "."): data for name, data in files.items()}
    return archive_of(named)


def archive_of(files: dict[str, bytes]) -> bytes:
    """A ZIP archive of files by their names."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def office(part: str, **more: bytes) -> bytes:
    """A document of Office with one part in it."""
    return archive_of({"[Content_Types].xml": b"<Types/>", part: b"<a/>"} | more)


def odt(kind: bytes = b"application/vnd.oasis.opendocument.text") -> bytes:
    """A document of LibreOffice."""
    return archive_of({"mimetype": kind, "content.xml": b"<a/>"})


def zip_bomb() -> bytes:
    """An archive whose list says that it holds three thousand million bytes."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.txt", b"a")
    data = bytearray(out.getvalue())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (3_000_000_000).to_bytes(4, "little")
    return bytes(data)


def locked_zip() -> bytes:
    """An archive with a password."""
    data = bytearray(archive_of({"a.txt": b"a"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


# A little more than may come out of one stream.
_PACKED = packed(520 * 1024**2)

HARMFUL_PDF = {
    "script": {
        "an action on opening": changed(_open_action(S=Name.JavaScript, JS=String("app.alert()"))),
        "a named script": changed(_named_script),
        "a page's script": changed(_page_script),
        "a link to a script": changed(_script_link),
        "a form program": changed(
            lambda pdf: setattr(pdf.Root, "AcroForm", Dictionary(XFA=Stream(pdf, b"<xdp/>")))
        ),
    },
    "launch": {
        "a program": changed(_open_action(S=Name.Launch, F=String("calc.exe"))),
        "a form that is sent": changed(
            _open_action(Type=Name.Action, S=Name.SubmitForm, F=String("https://a.example/"))
        ),
    },
    "embedded": {"a program": changed(_attachment), "a film": changed(_film)},
    "bomb": {
        "a stream": changed(_stream_of(_PACKED, 1)),
        "a stream packed twice": changed(_stream_of(zlib.compress(_PACKED, 9), 2)),
        "packed often": changed(_stream_of(packed(1024**2, 5), 5)),
        "a loop of pages": changed(_page_loop),
    },
    "too_many_pages": {"a million": changed(_million_pages)},
    "encrypted": {"a password": locked("fictional"), "against copying": locked()},
    "broken": {
        "cut off": pdf_saying("Cut off " * 20)[:-300],
        "nothing behind its mark": b"%PDF-1.7\n",
        "nested": nested(),
        "without pages": by_hand(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Kids [] /Count 0 >>",
            ]
        ),
    },
}
