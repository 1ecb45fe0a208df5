"""Bangla in PDFs that can be searched, copied and read out, beside looking right.

A PDF holds drawings of letters in the order in which they stand on paper. Bangla vowel signs
stand left of the consonant that they follow, and a conjunct is one drawing of several letters:
WeasyPrint 70 leaves readers to guess the words from these, and they guess wrong (প্রস্তুতি is read
as “প্রস্তু তি”). The format has a place for the real words, `ActualText`, which is filled here.
"""

import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager

_BANGLA = re.compile("[\u0980-\u09ff]")


@contextmanager
def real_words() -> Iterator[None]:
    """Give every line of Bangla that WeasyPrint draws meanwhile its words. Not for threads."""
    module = importlib.import_module("weasyprint.draw.text")
    draw = module.draw_first_line

    def draw_with_words(stream, textbox, *args, **kwargs):
        if not _BANGLA.search(textbox.text):
            return draw(stream, textbox, *args, **kwargs)
        words = textbox.text.encode("utf-16-be").hex()
        stream.begin_marked_content("Span", f"<</ActualText <feff{words}>>>".encode())
        try:
            return draw(stream, textbox, *args, **kwargs)
        finally:
            stream.end_marked_content()

    module.draw_first_line = draw_with_words
    try:
        yield
    finally:
        module.draw_first_line = draw
