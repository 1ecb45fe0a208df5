"""Reference data in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.core.models import SiteFrame
from portal.reference.models import (
    Country,
    EmergencyAdvice,
    EmergencyNumber,
    Fact,
    Organisation,
    Topic,
)


class FactViewSet(SnippetViewSet):
    """Dated facts, the ones due for a check first."""

    model = Fact
    icon = "date"
    list_display = ["label", "kind", "value", "publish_rule", "check_again_by"]
    list_filter = ["kind", "publish_rule", "confidence", "check_again_by"]
    ordering = ["check_again_by", "label"]


class EmergencyNumberViewSet(SnippetViewSet):
    """The list of numbers to call."""

    model = EmergencyNumber
    icon = "warning"
    list_display = ["label", "place", "fact", "sort_order"]
    list_filter = ["place"]


class EmergencyAdviceViewSet(SnippetViewSet):
    """What stands under the numbers of a place."""

    model = EmergencyAdvice
    icon = "help"
    list_display = ["text", "place"]


class CountryViewSet(SnippetViewSet):
    """Countries of destination."""

    model = Country
    icon = "globe"
    list_display = ["name", "iso2", "currency"]


class TopicViewSet(SnippetViewSet):
    """Topics of programmes and publications."""

    model = Topic
    icon = "tag"
    list_display = ["name", "key"]


class ReferenceGroup(SnippetViewSetGroup):
    """One menu entry for everything that several parts of the site speak of."""

    items = (
        FactViewSet,
        EmergencyNumberViewSet,
        EmergencyAdviceViewSet,
        CountryViewSet,
        TopicViewSet,
    )
    menu_label = _("Reference")
    menu_icon = "list-ul"
    menu_order = 250


class SiteFrameViewSet(SnippetViewSet):
    """Header and footer."""

    model = SiteFrame
    icon = "cogs"
    add_to_settings_menu = True
    list_display = ["short_name", "name"]


class OrganisationViewSet(ModelViewSet):
    """Partners, donors and publishers."""

    model = Organisation
    icon = "group"
    form_fields = ["name_bn", "name_en", "key", "kind", "url", "logo", "iati_identifier"]
    list_display = ["name_en", "name_bn", "kind"]
    list_filter = ["kind"]
    search_fields = ["name_en", "name_bn"]
    add_to_admin_menu = True
    menu_order = 260


register_snippet(ReferenceGroup)
register_snippet(SiteFrameViewSet)


@hooks.register("register_admin_viewset")
def register_organisations():
    return OrganisationViewSet("organisations")
