"""What pages that give advice have in common: sources, and who checked them when."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, PageChooserBlock, StreamBlock, StructBlock, URLBlock
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from guidance.admin.panels import FeedbackPanel
from portal.core.models import BasePage
from portal.core.translated_pages import chosen_pages
from portal.reference.blocks import GuidanceStreamBlock
from portal.reference.facts import load_facts


class SourceBlock(StructBlock):
    """Where the advice of a page comes from."""

    name = CharBlock(label=_("Name"), max_length=200)
    year = CharBlock(label=_("Year it speaks of"), required=False, max_length=20)
    url = URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "link"
        label = _("Source")


class SourceStreamBlock(StreamBlock):
    """The sources of a page."""

    source = SourceBlock()


class RelatedStreamBlock(StreamBlock):
    """Guides that help with the same trouble, in the order in which to read them."""

    guide = PageChooserBlock(page_type="guidance.GuidePage", label=_("Guide"))


class CheckedPage(BasePage):
    """A page of advice: a text, its sources, related guides, and its last and next check."""

    search_kind = "guide"
    search_words_only = ("fact_texts",)
    served_with = (*BasePage.served_with, "checked_by")
    # Streams of the page that may hold facts; their words are also searched for facts.
    text_fields: tuple[str, ...] = ("body",)

    body = StreamField(GuidanceStreamBlock(), verbose_name=_("text"), blank=True)
    related = StreamField(RelatedStreamBlock(), verbose_name=_("related guides"), blank=True)
    sources = StreamField(SourceStreamBlock(), verbose_name=_("sources"), blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    check_again_by = models.DateField(_("check again by"), null=True, blank=True)

    trust_panels = [
        "sources",
        MultiFieldPanel(
            [FieldRowPanel(["checked_on", "check_again_by"]), FieldPanel("checked_by")],
            _("Trust"),
        ),
        FeedbackPanel(heading=_("Did this help?"), icon="comment"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("fact_texts"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("checked_on"),
        SynchronizedField("checked_by"),
        SynchronizedField("check_again_by"),
    ]

    class Meta:
        abstract = True

    @property
    def checked_by_name(self) -> str:
        """The full name of who checked the page; nothing where the account has none."""
        return self.checked_by.get_full_name() if self.checked_by else ""

    @property
    def is_overdue(self) -> bool:
        """Whether the page's check is past due."""
        return self.check_again_by is not None and self.check_again_by < timezone.localdate()

    def related_guides(self) -> list:
        """The chosen guides in this page's language and their order. One query or none.

        Reads the chosen keys as they are stored: the choosers would fetch the guides of the
        source language first.
        """
        from guidance.models.guides import GuidePage

        chosen = [block["value"] for block in self.related.raw_data if block["value"]]
        return chosen_pages(GuidePage, chosen, self.locale_id)

    def texts(self) -> list:
        """The streams of the page that readers see, in their order."""
        return [getattr(self, name) for name in self.text_fields]

    def other_text(self) -> str:
        """What may speak of facts outside of the streams."""
        return ""

    def load_facts(self) -> list:
        """Return all facts that the page shows; its boxes are filled. One query or none."""
        return load_facts(self.texts(), self.locale, self.other_text())

    def fact_texts(self) -> list[str]:
        """What the shown facts of the text say, for the search index.

        Values stand there as readers see them and as people type them: 4025 beside ৪,০২৫ টাকা.
        """
        return [
            text
            for fact in self.load_facts()
            if fact.is_shown
            for text in (fact.label, fact.statement, fact.displayed, fact.value, fact.dial)
            if text
        ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["related_guides"] = self.related_guides()
        context["facts"] = self.load_facts()
        if getattr(request, "is_preview", False):
            from guidance.content_checks import content_findings

            context["editors_notes"] = content_findings(self)
        return context
