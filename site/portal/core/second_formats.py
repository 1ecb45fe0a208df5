"""Whether other programs would see a page, a paper or an archive in the bytes of a file."""

import re

# Signs of a second format within the first KB: browsers and PDF readers look that far.
SECOND_FORMAT = re.compile(
    rb"<(?:!doctype|html|head|body|script|svg|iframe|\?php)|%PDF-", re.IGNORECASE
)
SECOND_FORMAT_BYTES = 1024

ZIP_END = b"PK\x05\x06"
ZIP_END_BYTES = 22
ZIP_TAIL_BYTES = ZIP_END_BYTES + 65_535


def looks_like_another(head: bytes) -> bool:
    """Whether a file that begins so is a page or a paper for some program.

    Leave out the file's own mark where it has one of these.
    """
    return SECOND_FORMAT.search(head[:SECOND_FORMAT_BYTES]) is not None


def ends_as_zip(content: bytes) -> bool:
    """Whether a ZIP archive (an Office file, a JAR, an APK) ends here.

    `content` is the file, or at least its last ZIP_TAIL_BYTES and the archive's directory. The end
    mark of four bytes comes up in pictures by chance, so that what it points to must be the
    directory. Other things that telephones add behind a picture are let be.
    """
    offset = max(0, len(content) - ZIP_TAIL_BYTES)
    at = content.find(ZIP_END, offset)
    while at != -1:
        size = int.from_bytes(content[at + 12 : at + 16], "little")
        start = at - size
        if size and start >= 0 and content.startswith(b"PK\x01\x02", start):
            return True
        if content.startswith(b"PK\x06\x07", max(0, at - 20)):
            return True
        at = content.find(ZIP_END, at + 1)
    return False
