"""What browsers are told of a document, by the ending of its name. Nothing is ever a page."""

from pathlib import PurePath

UNKNOWN = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "zip": "application/zip",
}


def content_type_of(filename: str) -> str:
    """Return the content type for a file's name; UNKNOWN for what may not be uploaded."""
    return CONTENT_TYPES.get(PurePath(filename).suffix[1:].lower(), UNKNOWN)
