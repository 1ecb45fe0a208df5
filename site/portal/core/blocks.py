"""Blocks that page texts are made of. Blocks that show dated facts live in portal.reference."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

# Bold, lists and links: nothing that an editor could use to make a page look like another site.
RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
CALLOUT_FEATURES = ["bold", "italic", "link"]


class PathBlock(blocks.CharBlock):
    """An address inside the site. Translators never see it: both languages share it."""

    def get_translatable_segments(self, value):
        return []

    def restore_translated_segments(self, value, segments):
        return value


class HeadingBlock(blocks.CharBlock):
    """A heading inside a page, one step below its title."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "core/blocks/heading.html"
        form_classname = "title"


class ParagraphBlock(blocks.RichTextBlock):
    """Running text with lists and links."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "core/blocks/paragraph.html"

    def __init__(self, **kwargs):
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)


class ChecklistBlock(blocks.StructBlock):
    """Things to tick off. Ticks stay on the reader's screen: nothing is sent or stored."""

    items = blocks.ListBlock(blocks.CharBlock(label=_("Item"), max_length=200), label=_("Items"))

    class Meta:
        icon = "tick"
        label = _("Checklist")
        template = "core/blocks/checklist.html"


class WarningBlock(blocks.RichTextBlock):
    """A danger or a fraud to look out for."""

    class Meta:
        icon = "warning"
        label = _("Warning")
        template = "core/blocks/warning.html"

    def __init__(self, **kwargs):
        kwargs.setdefault("features", CALLOUT_FEATURES)
        super().__init__(**kwargs)


class TipBlock(blocks.RichTextBlock):
    """Something that helps."""

    class Meta:
        icon = "help"
        label = _("Tip")
        template = "core/blocks/tip.html"

    def __init__(self, **kwargs):
        kwargs.setdefault("features", CALLOUT_FEATURES)
        super().__init__(**kwargs)


class PictureBlock(blocks.StructBlock):
    """A picture with a caption."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "core/blocks/picture.html"


class TextStreamBlock(blocks.StreamBlock):
    """The blocks that every page text may use."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    checklist = ChecklistBlock()
    warning = WarningBlock()
    tip = TipBlock()
    picture = PictureBlock()

    class Meta:
        required = False
