"""The frame around every page: names, menus and footer, one translatable snippet."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, PageChooserBlock, StreamBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from portal.core.blocks import PathBlock


class MenuLinkBlock(StructBlock):
    """A link of a menu: to a page, or to a path of the site such as /help/."""

    label = CharBlock(label=_("Text"), max_length=60)
    page = PageChooserBlock(label=_("Page"), required=False)
    path = PathBlock(
        label=_("Path"),
        required=False,
        max_length=120,
        help_text=_("Bangla address without the site's name, such as /help/."),
    )

    class Meta:
        icon = "link"
        label = _("Link")


class MenuStreamBlock(StreamBlock):
    """The links of one menu, in order."""

    link = MenuLinkBlock()


class SiteFrame(DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """Names, menus and footer texts. The newest live one of a language is shown."""

    name = models.CharField(_("full name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    help_label = models.CharField(_("text of the help button"), max_length=30)
    call_label = models.CharField(_("text of the call button"), max_length=30)
    footer_text = models.TextField(_("footer text"), blank=True)
    menu = StreamField(MenuStreamBlock(), verbose_name=_("main menu"), blank=True)
    footer_menu = StreamField(MenuStreamBlock(), verbose_name=_("footer menu"), blank=True)
    # Hidden as long as they are empty: nothing is invented.
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone number"), max_length=40, blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    social_handle = models.CharField(_("name on social media"), max_length=60, blank=True)

    panels = [
        MultiFieldPanel(["name", "short_name", "tagline"], _("Names")),
        FieldPanel("menu"),
        MultiFieldPanel(["help_label", "call_label"], _("Buttons")),
        MultiFieldPanel(["footer_text", "footer_menu"], _("Footer")),
        MultiFieldPanel(
            ["email", "telephone", "postal_address", "website", "social_handle"],
            _("Ways to reach the organisation"),
        ),
    ]
    translatable_fields = [
        TranslatableField("name"),
        TranslatableField("short_name"),
        TranslatableField("tagline"),
        TranslatableField("help_label"),
        TranslatableField("call_label"),
        TranslatableField("footer_text"),
        TranslatableField("menu"),
        TranslatableField("footer_menu"),
        TranslatableField("postal_address"),
        SynchronizedField("email"),
        SynchronizedField("telephone"),
        SynchronizedField("website"),
        SynchronizedField("social_handle"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("header and footer")
        verbose_name_plural = _("header and footer")

    def __str__(self):
        return self.short_name
