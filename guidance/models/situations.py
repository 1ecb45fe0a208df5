"""Ways in that people really need: what has happened, rather than which chapter."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel
from wagtail_localize.fields import SynchronizedField

from guidance.models.checked_page import CheckedPage
from portal.core.models import BasePage


class SituationPage(CheckedPage):
    """A reader's situation in their own words, what to do now, and the guides that go on."""

    class Icon(models.TextChoices):
        MONEY = "money", _("Money")
        PLANE = "plane", _("Aeroplane")
        STOP = "stop", _("Hand: stop")
        FAMILY = "family", _("Family")
        DANGER = "danger", _("Danger")
        HEALTH = "health", _("Health")
        HELP = "help", _("Help")
        PEOPLE = "people", _("People together")
        CLIMATE = "climate", _("Water and weather")

    door = models.CharField(_("text of the door"), max_length=60)
    door_note = models.CharField(_("note on the door"), max_length=80, blank=True)
    icon = models.CharField(_("drawing"), max_length=8, choices=Icon.choices, default=Icon.HELP)
    on_home_page = models.BooleanField(_("also on the home page"), default=False)

    plain_texts = (*CheckedPage.plain_texts, "door", "door_note")

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel(["door", "door_note"]),
        FieldRowPanel(["icon", "on_home_page"]),
        "body",
        "related",
        *CheckedPage.trust_panels,
    ]
    override_translatable_fields = [
        *CheckedPage.override_translatable_fields,
        SynchronizedField("icon", overridable=False),
        SynchronizedField("on_home_page", overridable=False),
    ]
    parent_page_types = ["guidance.GuidanceIndexPage"]
    subpage_types: list[str] = []
    template = "guidance/situation_page.html"

    class Meta:
        verbose_name = _("situation")
