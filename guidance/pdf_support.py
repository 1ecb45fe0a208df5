"""Whether this machine can make PDFs, and what it lacks.

WeasyPrint draws with Pango and takes fonts from the machine. Neither comes with Python, so both
may be missing, and the site has to run all the same: nothing of it is imported before it is used.
"""

import importlib
import logging

# Tried in this order, also by the PDF's own style sheet. Each one knows the conjuncts.
BANGLA_FONTS = ("Noto Sans Bengali", "Noto Serif Bengali", "Lohit Bengali")
DEBIAN_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core"
REMEDY = f"On Debian: apt-get install {DEBIAN_PACKAGES}. Then restart the worker."


class PdfNotPossible(Exception):
    """This machine cannot make PDFs. The text says in English what it lacks, in one line."""


def load_weasyprint():
    """Return the module of WeasyPrint. Raises PdfNotPossible. Takes a second at first."""
    for chatty in ("weasyprint.progress", "fontTools"):
        # A line for each page and each table of a font.
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        weasyprint = importlib.import_module("weasyprint")
    except ImportError:
        raise PdfNotPossible("WeasyPrint is not installed.") from None
    except OSError:
        raise PdfNotPossible("Pango, which WeasyPrint draws with, is not installed.") from None
    if not any(_is_installed(font) for font in BANGLA_FONTS):
        raise PdfNotPossible(f"None of these fonts is installed: {', '.join(BANGLA_FONTS)}.")
    return weasyprint


def what_is_missing() -> str:
    """Return why this machine cannot make PDFs, in English; nothing if it can."""
    try:
        load_weasyprint()
    except PdfNotPossible as problem:
        return str(problem)
    return ""


def _is_installed(family: str) -> bool:
    """Ask fontconfig, as Pango will. It answers with a font of another name if there is none."""
    text_libraries = importlib.import_module("weasyprint.text.ffi")
    ffi, fontconfig = text_libraries.ffi, text_libraries.fontconfig
    config = fontconfig.FcInitLoadConfigAndFonts()
    wanted = fontconfig.FcPatternCreate()
    found = ffi.NULL
    try:
        fontconfig.FcPatternAddString(wanted, b"family", family.encode())
        fontconfig.FcConfigSubstitute(config, wanted, fontconfig.FcMatchPattern)
        fontconfig.FcDefaultSubstitute(wanted)
        found = fontconfig.FcFontMatch(config, wanted, ffi.new("FcResult *"))
        name = ffi.new("FcChar8 **")
        if found == ffi.NULL or fontconfig.FcPatternGetString(found, b"family", 0, name):
            return False
        return ffi.string(ffi.cast("char *", name[0])).decode() == family
    finally:
        for pattern in (wanted, found):
            if pattern != ffi.NULL:
                fontconfig.FcPatternDestroy(pattern)
        fontconfig.FcConfigDestroy(config)
