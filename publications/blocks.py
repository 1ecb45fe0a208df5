"""Blocks of publications' texts."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from portal.reference.blocks import GuidanceStreamBlock, PlainHeadingBlock, SpeaksOfFacts
from portal.reference.fact_tokens import check_facts, fact_references, refuse_facts


class FindingBlock(SpeaksOfFacts, blocks.TextBlock):
    """What a publication found, with dated facts and figures in its sentence."""


class FindingStreamBlock(blocks.StreamBlock):
    """What a publication found, one sentence or two each."""

    finding = FindingBlock(label=_("Finding"))


class TableBlock(blocks.StructBlock):
    """A table as a publication prints it. The first cell of a row names the row.

    Cells may hold dated facts and figures, so that a table and the sentence beside it cannot
    differ. Its title and the names of its columns may not.
    """

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

    def clean(self, value):
        """Raise ValidationError for tokens that may not be shown, or not where they stand."""
        value = super().clean(value)
        errors = {}
        for name, check, texts in (
            ("caption", refuse_facts, [value["caption"], *value["head"]]),
            ("rows", check_facts, _cells(value)),
        ):
            try:
                check(" ".join(text or "" for text in texts))
            except ValidationError as error:
                errors[name] = error
        if errors:
            raise blocks.StructBlockValidationError(errors)
        return value

    def extract_references(self, value):
        """Yield the facts and figures that the cells speak of."""
        yield from super().extract_references(value)
        yield from fact_references(" ".join(cell or "" for cell in _cells(value)), "")


def _cells(table) -> Iterator[str]:
    return (cell for row in table["rows"] for cell in row)


class PublicationStreamBlock(GuidanceStreamBlock):
    """Text of a publication: sections with parts, tables, and marks of notes such as `[^1]`."""

    subheading = PlainHeadingBlock(icon="title", label=_("Heading of a part"))
    table = TableBlock()


class NoteStreamBlock(blocks.StreamBlock):
    """Notes of a publication, in the order in which `[^1]`, `[^2]` … stand in its text."""

    note = blocks.RichTextBlock(features=["bold", "italic", "link"], label=_("Note"))

    class Meta:
        required = False
