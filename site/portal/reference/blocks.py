"""Blocks that put dated facts into texts: as a box of their own, or inside a sentence."""

from itertools import islice, takewhile

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
    On a page that can be read for one country (its context has `country`), what is true in one
    country alone is folded until a country is chosen, and left out for every other country. Lines
    to call are never folded.
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
        fact = value if value is not None and value.is_shown else None
        context["fact"] = fact
        context["folded"] = bool(
            fact
            and fact.country
            and fact.kind != fact.Kind.HOTLINE
            and "country" in context
            and context["country"] is None
        )
        return context


class SpeaksOfFacts:
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


class FactParagraphBlock(SpeaksOfFacts, ParagraphBlock):
    """Running text with dated facts in its sentences."""


class FactWarningBlock(SpeaksOfFacts, WarningBlock):
    """A danger or a fraud, with dated facts in its sentences."""


class FactTipBlock(SpeaksOfFacts, TipBlock):
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


class FactItemBlock(SpeaksOfFacts, blocks.CharBlock):
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

    def render_basic(self, value, context=None):
        """Return the blocks as HTML, without what is true in other countries alone.

        A heading that stands over nothing else goes too. `context` is the page's; its `country` is
        the one that the reader has chosen.
        """
        country = (context or {}).get("country")
        if country is None:
            return super().render_basic(value, context)
        here = [
            child
            for place, child in enumerate(value)
            if not _is_elsewhere(child, country)
            and not _stands_over_elsewhere(value, place, country)
        ]
        return super().render_basic(here, context)


def _is_elsewhere(child, country) -> bool:
    fact = child.value if child.block_type == "fact" else None
    return bool(fact and fact.country and fact.country != country.iso2)


def _stands_over_elsewhere(stream, place: int, country) -> bool:
    if stream[place].block_type != "heading":
        return False
    below = list(
        takewhile(lambda child: child.block_type != "heading", islice(stream, place + 1, None))
    )
    return bool(below) and all(_is_elsewhere(child, country) for child in below)
