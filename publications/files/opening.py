"""Has a PDF read by a process of its own, and takes nothing from it on trust."""

import json
from dataclasses import dataclass

from PIL import Image

from portal.core.inputs import clean_line, clean_text
from portal.core.limited_process import MEGABYTE, ProcessFailedError, run_limited

MODULE = "publications.files.read_process"
SECONDS = 300
MOST_BYTES = 96 * MEGABYTE
MAX_PAGES = 10_000


@dataclass(frozen=True)
class OpenedPdf:
    """What stands in a PDF, as clean text. `cover` is None where page one cannot be drawn."""

    title: str
    language: str
    is_tagged: bool
    pages: list[str]
    cover: Image.Image | None


def open_pdf(file) -> OpenedPdf:
    """Return what stands in a PDF (a Django file).

    Raises portal.core.limited_process.ProcessFailedError when it cannot be read, OSError when the
    file or a process is out of reach now.
    """
    written = run_limited(MODULE, chunks=file.chunks(), seconds=SECONDS, most=MOST_BYTES)
    line, _end, points = written.partition(b"\n")
    try:
        said = json.loads(line)
        pages = [clean_text(str(page)) for page in said["pages"][:MAX_PAGES]]
        width, height = (int(side) for side in said["cover_size"])
        has_cover = 0 < width * height * 3 == len(points)
        return OpenedPdf(
            title=clean_line(str(said["title"]))[:255],
            language=clean_line(str(said["language"]))[:16],
            is_tagged=said["is_tagged"] is True,
            pages=pages,
            cover=Image.frombytes("RGB", (width, height), points) if has_cover else None,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ProcessFailedError("The answer makes no sense.") from error
