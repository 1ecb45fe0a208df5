"""QR codes of the site's own addresses, for paper."""

from functools import lru_cache

import segno
from django.utils.html import escape


@lru_cache(maxsize=512)
def qr_drawing(address: str) -> str:
    """Return an SVG drawing of a full address.

    As few squares as the address needs, since old cameras read large ones better, and then as much
    error correction as fits into them. The rest of the white border is the paper's own. Raises
    ValueError for an address too long for any code.
    """
    drawing = segno.make_qr(address, error="l").svg_inline(
        omitsize=True, border=2, svgclass="qr", lineclass=None, title=escape(address)
    )
    return drawing.replace("<svg ", '<svg role="img" ', 1)
