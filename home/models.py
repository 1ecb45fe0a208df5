"""The home page and the pages that stand by themselves."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from guidance.models import GuidePage, SituationPage, StagePage
from portal.core.blocks import CALLOUT_FEATURES
from portal.core.models import BasePage
from portal.core.site_frame import site_frame
from portal.core.translated_pages import chosen_pages
from portal.reference.blocks import GuidanceStreamBlock
from portal.reference.models import Organisation
from programs.figures import figures_on_home
from publications.models import PublicationPage


class HomePage(BasePage):
    """Danger first, then search, then five doors, then what to know now."""

    hero = models.CharField(_("question at the top"), max_length=80)
    lead = models.CharField(_("sentence below it"), max_length=240, blank=True)
    danger_title = models.CharField(_("danger box: title"), max_length=80)
    danger_note = models.CharField(_("danger box: note"), max_length=160, blank=True)
    search_hint = models.CharField(_("examples in the search box"), max_length=80, blank=True)
    know_now_title = models.CharField(_("title above the guides"), max_length=80)
    figures_title = models.CharField(_("title above the figures"), max_length=80)
    publications_title = models.CharField(_("title above the publications"), max_length=80)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(["hero", "lead", "search_hint"], _("Top")),
        MultiFieldPanel(["danger_title", "danger_note"], _("Danger box")),
        MultiFieldPanel(
            ["know_now_title", "figures_title", "publications_title"], _("Titles of the parts")
        ),
        InlinePanel("featured_guides", label=_("Guide to know now")),
    ]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        stages = list(StagePage.objects.live().filter(locale_id=self.locale_id).order_by("path"))
        context["stages"] = stages
        context["situations"] = list(
            SituationPage.objects.live()
            .filter(locale_id=self.locale_id, on_home_page=True)
            .defer_streamfields()
            .order_by("path")
        )
        context["guides"] = self.guides_to_know_now
        for guide in context["guides"]:
            guide.stage_name = next(
                (
                    stage.get_stage_display()
                    for stage in stages
                    if guide.path.startswith(stage.path)
                ),
                "",
            )
        context["structured_data"] = organization_data()
        context["figures"] = figures_on_home()
        context["publications"] = (
            PublicationPage.objects.live()
            .filter(locale_id=self.locale_id)
            .exclude(kind=PublicationPage.Kind.EVENT)
            .defer_streamfields()
            .order_by("-first_day", "-pk")[:3]
        )
        return context

    @cached_property
    def guides_to_know_now(self) -> list[GuidePage]:
        """The chosen guides in this page's language, in their order. Two queries."""
        rows = self.featured_guides.order_by("sort_order")
        return chosen_pages(GuidePage, [row.guide_id for row in rows], self.locale_id)


def organization_data() -> dict:
    """What search engines may know of the organisation: only what editors have filled in."""
    frame = site_frame()
    facts = {
        "name": frame.name,
        "alternateName": frame.short_name,
        "slogan": frame.tagline,
        "description": frame.footer_text,
        "email": frame.email,
        "telephone": frame.telephone,
        "address": frame.postal_address,
        "sameAs": frame.website,
    }
    return {
        "@context": "https://schema.org",
        "@type": "NGO",
        "url": f"{settings.SITE_URL}/",
    } | {name: value for name, value in facts.items() if value}


class FeaturedGuide(Orderable):
    """A guide that the home page points to."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured_guides")
    guide = models.ForeignKey(
        GuidePage, verbose_name=_("guide"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [PageChooserPanel("guide", "guidance.GuidePage")]


class StandardPage(BasePage):
    """An ordinary page: title, summary and text."""

    body = StreamField(GuidanceStreamBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*BasePage.content_panels, "body"]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage", "home.StandardPage", "home.AboutPage"]
    template = "home/standard_page.html"

    class Meta:
        verbose_name = _("standard page")


class AboutPage(BasePage):
    """Who the organisation is. Statements that nobody has given yet stay hidden."""

    mission = models.TextField(_("mission"), blank=True)
    vision = models.TextField(_("vision"), blank=True)
    principles = models.TextField(_("principles"), blank=True)
    objectives = RichTextField(_("objectives"), blank=True, features=["ol", "ul", "bold"])
    stages_note = models.TextField(_("the core idea"), blank=True)
    where_intro = models.TextField(_("where we work: introduction"), blank=True)
    services = RichTextField(_("what we do"), blank=True, features=["h3", "ul", "bold"])
    governance = RichTextField(_("governance"), blank=True, features=CALLOUT_FEATURES)
    registration = RichTextField(_("registration"), blank=True, features=CALLOUT_FEATURES)
    accounts = RichTextField(_("audited accounts"), blank=True, features=CALLOUT_FEATURES)
    safeguarding = RichTextField(_("safeguarding"), blank=True, features=CALLOUT_FEATURES)
    anti_fraud = RichTextField(_("anti-fraud"), blank=True, features=CALLOUT_FEATURES)
    data_protection = RichTextField(_("data protection"), blank=True, features=CALLOUT_FEATURES)
    editor_note = models.TextField(
        _("note for editors"), blank=True, help_text=_("Readers never see this.")
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            ["mission", "vision", "principles", "objectives", "stages_note"], _("Who we are")
        ),
        FieldPanel("services"),
        InlinePanel("people", label=_("Person")),
        FieldPanel("where_intro"),
        InlinePanel("areas", label=_("Area")),
        InlinePanel("partners", label=_("Partner")),
        MultiFieldPanel(
            [
                "governance",
                "registration",
                "accounts",
                "safeguarding",
                "anti_fraud",
                "data_protection",
            ],
            _("Statements (hidden while empty)"),
        ),
        FieldPanel("editor_note"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("mission"),
        index.SearchField("vision"),
        index.SearchField("objectives"),
        index.SearchField("services"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        SynchronizedField("editor_note"),
    ]
    parent_page_types = ["home.HomePage"]
    max_count_per_parent = 1
    template = "home/about_page.html"

    class Meta:
        verbose_name = _("about page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["people"] = self.people.order_by("sort_order")
        context["areas"] = self.areas.order_by("sort_order")
        context["partners"] = [
            row.organisation
            for row in self.partners.select_related("organisation").order_by("sort_order")
        ]
        context["statements"] = [
            (self._meta.get_field(name).verbose_name, getattr(self, name))
            for name in (
                "governance",
                "registration",
                "accounts",
                "safeguarding",
                "anti_fraud",
                "data_protection",
            )
            if getattr(self, name)
        ]
        return context


class AboutPerson(TranslatableMixin, Orderable):
    """A person with a public office in the organisation, as of a date."""

    page = ParentalKey(AboutPage, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("office, and the year it is known for"), max_length=120)

    panels = ["name", "role"]
    translatable_fields = [TranslatableField("name"), TranslatableField("role")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class AboutArea(TranslatableMixin, Orderable):
    """A district where the organisation works, with its upazilas."""

    page = ParentalKey(AboutPage, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(_("district"), max_length=80)
    detail = models.CharField(_("upazilas"), max_length=160, blank=True)

    panels = ["name", "detail"]
    translatable_fields = [TranslatableField("name"), TranslatableField("detail")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass


class AboutPartner(Orderable):
    """A partner organisation named on the about page."""

    page = ParentalKey(AboutPage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = ["organisation"]


class ContactPage(BasePage):
    """How to reach the organisation. Addresses come from the header and footer snippet."""

    search_kind = "help"
    body = StreamField(GuidanceStreamBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*BasePage.content_panels, "body"]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage"]
    template = "home/contact_page.html"

    class Meta:
        verbose_name = _("contact page")
