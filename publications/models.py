"""Reports and briefs, readable on the page and citable."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
)
from wagtail.blocks import CharBlock, StreamBlock, StructBlock, TextBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from portal.core.models import BasePage
from portal.core.models.media import LANGUAGE_CHOICES
from portal.core.translated_pages import chosen_pages
from portal.reference.blocks import GuidanceStreamBlock
from portal.reference.models import Organisation, Topic
from portal.reference.topics import topics_in_language


class PublicationIndexPage(BasePage):
    """All publications, the newest first."""

    search_kind = "publication"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["publications.PublicationPage"]
    max_count_per_parent = 1
    template = "publications/publication_index_page.html"

    class Meta:
        verbose_name = _("publication index")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["publications"] = (
            PublicationPage.objects.live()
            .child_of(self)
            .defer_streamfields()
            .order_by("-year", "-month", "title")
        )
        return context


class FindingStreamBlock(StreamBlock):
    """What a publication found, one sentence or two each."""

    finding = TextBlock(label=_("Finding"))


class RecommendationBlock(StructBlock):
    """What a publication asks, and of whom."""

    to = CharBlock(label=_("Addressed to"), max_length=200)
    text = TextBlock(label=_("Recommendation"))


class RecommendationStreamBlock(StreamBlock):
    """The recommendations of a publication."""

    recommendation = RecommendationBlock()


class PublicationPage(BasePage):
    """A report or brief. The English title is the one that was printed."""

    search_kind = "publication"

    class Kind(models.TextChoices):
        ANNUAL_REPORT = "annual_report", _("Annual report")
        RESEARCH_REPORT = "research_report", _("Research")
        POLICY_BRIEF = "policy_brief", _("Policy brief")
        WORKSHOP_REPORT = "workshop_report", _("Workshop report")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    subtitle = models.CharField(_("subtitle"), max_length=255, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    date_note = models.CharField(_("remark on the date"), max_length=255, blank=True)
    original_language = models.CharField(
        _("language of the original"), max_length=5, choices=LANGUAGE_CHOICES, default="en"
    )
    key_findings = StreamField(FindingStreamBlock(), verbose_name=_("key findings"), blank=True)
    recommendations = StreamField(
        RecommendationStreamBlock(), verbose_name=_("recommendations"), blank=True
    )
    body = StreamField(GuidanceStreamBlock(), verbose_name=_("text"), blank=True)
    document = models.ForeignKey(
        "core.CustomDocument",
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    topics = ParentalManyToManyField(Topic, verbose_name=_("topics"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        "subtitle",
        MultiFieldPanel(
            [FieldRowPanel(["kind", "original_language"]), FieldRowPanel(["year", "month"])],
            _("Kind and date"),
        ),
        "date_note",
        InlinePanel("organisations", label=_("Author or funder")),
        FieldPanel("document"),
        "key_findings",
        "recommendations",
        "body",
        FieldPanel("topics"),
        InlinePanel("related_pages", label=_("Related page")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("subtitle"),
        index.SearchField("key_findings"),
        index.SearchField("recommendations"),
        index.SearchField("body"),
        index.SearchField("names_beside_text", boost=1.5),
        # A long file says many words in passing.
        index.SearchField("words_of_file", boost=0.3),
    ]
    search_words_only = ("names_beside_text", "words_of_file")
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("kind", overridable=False),
        SynchronizedField("year", overridable=False),
        SynchronizedField("month", overridable=False),
        SynchronizedField("original_language", overridable=False),
        SynchronizedField("document"),
        SynchronizedField("topics", overridable=False),
    ]
    parent_page_types = ["publications.PublicationIndexPage"]
    subpage_types: list[str] = []
    template = "publications/publication_page.html"

    class Meta:
        verbose_name = _("publication")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        rows = list(self.organisations.select_related("organisation").order_by("sort_order"))
        context["authors"] = [row.organisation for row in rows if row.role == "author"]
        context["funders"] = [row.organisation for row in rows if row.role == "funder"]
        context["topics"] = topics_in_language(self)
        related = self.related_pages.order_by("sort_order")
        context["related_pages"] = chosen_pages(
            Page, [row.target_id for row in related], self.locale_id
        )
        context["structured_data"] = self.structured_data(context["authors"], context["funders"])
        return context

    def names_beside_text(self) -> list[str]:
        """Authors and funders in both languages, topics and year, for the search index."""
        rows = self.organisations.select_related("organisation")
        organisations = [row.organisation for row in rows]
        return [
            *(name for each in organisations for name in (each.name_bn, each.name_en)),
            *(topic.name for topic in topics_in_language(self)),
            str(self.year or ""),
        ]

    def words_of_file(self) -> str:
        """What the file says, for the search index."""
        from publications.file_text import file_text

        return file_text(self.document) if self.document else ""

    def structured_data(self, authors, funders) -> dict:
        """The publication as search engines read it; what is not known is left out."""
        published = str(self.year or "")
        if published and self.month:
            published += f"-{self.month:02}"
        data = {
            "@context": "https://schema.org",
            "@type": "Report",
            "name": self.title,
            "description": self.summary,
            "inLanguage": self.content_language,
            "datePublished": published,
            "author": _organisations_data(authors),
            "funder": _organisations_data(funders),
        }
        return {name: value for name, value in data.items() if value}


def _organisations_data(organisations) -> list[dict]:
    return [{"@type": "Organization", "name": row.name} for row in organisations]


class FileText(models.Model):
    """The words of a document, taken out once for each version of its file."""

    document = models.OneToOneField(
        "core.CustomDocument", on_delete=models.CASCADE, related_name="+"
    )
    file_hash = models.CharField(max_length=40)
    text = models.TextField(blank=True)

    def __str__(self):
        return str(self.document)


class PublicationOrganisation(Orderable):
    """An organisation that wrote or paid for a publication."""

    class Role(models.TextChoices):
        AUTHOR = "author", _("Author")
        FUNDER = "funder", _("Funder")

    page = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="organisations")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    role = models.CharField(_("role"), max_length=8, choices=Role.choices)

    panels = [FieldRowPanel(["organisation", "role"])]


class PublicationRelatedPage(Orderable):
    """A programme or publication that belongs to this one.

    The relation is to any page, because apps of this floor do not import each other.
    """

    page = ParentalKey(PublicationPage, on_delete=models.CASCADE, related_name="related_pages")
    target = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = [FieldPanel("target")]
