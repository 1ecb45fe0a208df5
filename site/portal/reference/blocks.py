"""Blocks that put dated facts into texts: as a box of their own, or inside a sentence."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from portal.core.blocks import (
    ChecklistBlock,
    HeadingBlock,
    ParagraphBlock,
    PictureBlock,
    TextStreamBlock,
    TipBlock,
    WarningBlock,
)
from portal.reference.fact_tokens import check_facts, fact_references, refusal, refuse_facts


class FactBlock(SnippetChooserBlock):
    """A dated fact with its value, year, source and, where it needs one, “check first”.

    A fact that is held back or unpublished shows nothing to readers, and cannot be chosen anew.
    """

    class Meta:
        icon = "date"
        label = _("Dated fact")
        template = "reference/blocks/fact.html"

    def __init__(self, **kwargs):
        super().__init__("reference.Fact", **kwargs)

    def clean(self, value):
        """Raise ValidationError for a fact that is held back."""
        value = super().clean(value)
        if value is not None and value.publish_rule == value.Publish.NO:
            raise ValidationError(refusal([value.key]))
        return value

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        context["fact"] = value if value is not None and value.is_shown else None
        return context


class _SpeaksOfFacts:
    """A text block whose sentences may hold tokens of dated facts."""

    def clean(self, value):
        """Raise ValidationError for unknown facts and those held back."""
        value = super().clean(value)
        check_facts(_source(value))
        return value

    def extract_references(self, value):
        """Yield the facts that the text speaks of, and what the block refers to otherwise."""
        yield from super().extract_references(value)
        yield from fact_references(_source(value), "")


def _source(value) -> str:
    return value.source if hasattr(value, "source") else str(value or "")


class FactParagraphBlock(_SpeaksOfFacts, ParagraphBlock):
    """Running text with dated facts in its sentences."""


class FactWarningBlock(_SpeaksOfFacts, WarningBlock):
    """A danger or a fraud, with dated facts in its sentences."""


class FactTipBlock(_SpeaksOfFacts, TipBlock):
    """Something that helps, with dated facts in its sentences."""


class PlainHeadingBlock(HeadingBlock):
    """A heading: it also stands in lists of contents, where no fact is filled in."""

    def clean(self, value):
        """Raise ValidationError for a fact."""
        value = super().clean(value)
        refuse_facts(value)
        return value


class PlainPictureBlock(PictureBlock):
    """A picture whose caption speaks of no fact."""

    def clean(self, value):
        """Raise ValidationError for a fact in the caption."""
        value = super().clean(value)
        try:
            refuse_facts(value["caption"])
        except ValidationError as error:
            raise blocks.StructBlockValidationError({"caption": error}) from None
        return value


class FactItemBlock(_SpeaksOfFacts, blocks.CharBlock):
    """A line with dated facts in it."""


class FactChecklistBlock(ChecklistBlock):
    """Things to tick off, with dated facts in their lines."""

    items = blocks.ListBlock(FactItemBlock(label=_("Item"), max_length=200), label=_("Items"))


class GuidanceStreamBlock(TextStreamBlock):
    """Page text that may hold dated facts, in boxes and in sentences: `{fact:key}`."""

    heading = PlainHeadingBlock()
    paragraph = FactParagraphBlock()
    checklist = FactChecklistBlock()
    warning = FactWarningBlock()
    tip = FactTipBlock()
    picture = PlainPictureBlock()
    fact = FactBlock()
