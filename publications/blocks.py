"""Blocks of publications' texts."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.reference.blocks import GuidanceStreamBlock, PlainHeadingBlock, SpeaksOfFacts


class FindingBlock(SpeaksOfFacts, blocks.TextBlock):
    """What a publication found, with dated facts and figures in its sentence."""


class FindingStreamBlock(blocks.StreamBlock):
    """What a publication found, one sentence or two each."""

    finding = FindingBlock(label=_("Finding"))


class TableBlock(blocks.StructBlock):
    """A table as a publication prints it. The first cell of a row names the row."""

    caption = blocks.CharBlock(label=_("Title of the table"), max_length=200)
    head = blocks.ListBlock(
        blocks.CharBlock(label=_("Column"), max_length=120, required=False), label=_("Columns")
    )
    rows = blocks.ListBlock(
        blocks.ListBlock(
            blocks.CharBlock(label=_("Cell"), max_length=300, required=False), label=_("Row")
        ),
        label=_("Rows"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        template = "publications/blocks/table.html"


class PublicationStreamBlock(GuidanceStreamBlock):
    """Text of a publication: sections with parts, tables, and marks of notes such as `[^1]`."""

    subheading = PlainHeadingBlock(icon="title", label=_("Heading of a part"))
    table = TableBlock()


class NoteStreamBlock(blocks.StreamBlock):
    """Notes of a publication, in the order in which `[^1]`, `[^2]` … stand in its text."""

    note = blocks.RichTextBlock(features=["bold", "italic", "link"], label=_("Note"))

    class Meta:
        required = False
