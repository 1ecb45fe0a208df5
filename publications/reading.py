"""A publication's text for reading on the page: anchors, a table of contents, notes."""

import re
from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.core.numerals import localise_digits

# From here on a reader is helped by a table of contents.
HEADINGS_FOR_CONTENTS = 3
_MARK = re.compile(r"\[\^(\d{1,3})\]")
_TAG = re.compile(r"(<[^>]*>)")


@dataclass
class Section:
    """A heading of the text with its anchor, which both languages share, and its parts."""

    anchor: str
    title: str
    parts: list["Section"] = field(default_factory=list)


def anchor_of(block) -> str:
    """Return the lasting anchor of a block: it stays when others are put before it."""
    return f"s-{(block.id or '')[:8]}"


def contents_of(body) -> list[Section]:
    """Return the sections of a body stream, empty where there are too few to need a list."""
    sections: list[Section] = []
    for block in body:
        if block.block_type == "heading":
            sections.append(Section(anchor_of(block), block.value))
        elif block.block_type == "subheading" and sections:
            sections[-1].parts.append(Section(anchor_of(block), block.value))
    count = len(sections) + sum(len(section.parts) for section in sections)
    return sections if count >= HEADINGS_FOR_CONTENTS else []


def link_notes(html: str, count: int) -> SafeString:
    """Return HTML whose marks `[^1]` lead to the notes of that number, and back.

    A mark without a note is left out: readers cannot do anything with it. The first mark of a
    note is the one that the note leads back to.
    """
    seen: set[int] = set()

    def link(found: re.Match) -> str:
        number = int(found.group(1))
        if not 1 <= number <= count:
            return ""
        place = "" if number in seen else format_html(' id="mark-{}"', number)
        seen.add(number)
        shown = localise_digits(str(number), get_language())
        label = _("Note %(number)s") % {"number": shown}
        return format_html(
            '<sup{}><a href="#note-{}" aria-label="{}">{}</a></sup>', place, number, label, shown
        )

    pieces = [
        piece if piece.startswith("<") else _MARK.sub(link, piece) for piece in _TAG.split(html)
    ]
    return mark_safe("".join(pieces))
