"""The site with one more address, which reads a PDF where it is written first: in the request.

Served by tests.performance.file_reading. The reader is pypdf, which most sites take.
"""

import os
from pathlib import Path

from pypdf import PdfReader

from portal.wsgi import application as site

ADDRESS = "/read-in-the-request"


def application(environ, start_response):
    """Answer with how many letters the PDF has; everything else is the site's."""
    if environ["PATH_INFO"] != ADDRESS:
        return site(environ, start_response)
    reader = PdfReader(Path(os.environ["BENCH_PDF"]))
    letters = sum(len(page.extract_text()) for page in reader.pages)
    body = str(letters).encode()
    start_response("200 OK", [("Content-Length", str(len(body))), ("Content-Type", "text/plain")])
    return [body]
