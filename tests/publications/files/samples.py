"""PDFs in Bangla, made by WeasyPrint where the machine can."""

import io

import pytest

from guidance import pdf_support
from guidance.pdf_text import real_words

SENTENCE = "কাল্পনিক প্রতিবেদন: প্রত্যাবাসিত কর্মীদের ক্ষতিপূরণ ও পুনর্বাসনের প্রস্তুতি।"


def bangla_pdf(*texts: str, title: str = "কাল্পনিক শিরোনাম", is_tagged: bool = True) -> bytes:
    """A page for each text. Skips the test where Pango or a Bangla font is missing."""
    if missing := pdf_support.what_is_missing():
        pytest.skip(missing)
    weasyprint = pdf_support.load_weasyprint()
    pages = "".join(f'<p style="break-after: page">{text}</p>' for text in texts)
    html = (
        f'<html lang="bn"><title>{title}</title>'
        f"<style>body {{ font-family: {pdf_support.BANGLA_FONTS[0]} }}</style>{pages}</html>"
    )
    out = io.BytesIO()
    with real_words():
        options = {"pdf_variant": "pdf/ua-1"} if is_tagged else {}
        weasyprint.HTML(string=html).write_pdf(out, **options)
    return out.getvalue()
