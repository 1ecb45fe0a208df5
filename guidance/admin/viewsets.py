"""Records of guidance in the admin: notes on countries, words, recordings, free sessions."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from guidance.models import CountryNote, FreeSession
from portal.reference.models import GlossaryTerm


class CountryNoteViewSet(SnippetViewSet):
    """What is different in a country from the general step."""

    model = CountryNote
    icon = "globe"
    menu_label = _("Notes on countries")
    list_display = ["guide", "country", "year", "check_again_by"]
    list_filter = ["country", "check_again_by"]


class GlossaryTermViewSet(SnippetViewSet):
    """The words of migration."""

    model = GlossaryTerm
    icon = "help"
    list_display = ["term", "key", "explained_in_texts", "wording_is_sure"]
    list_filter = ["explained_in_texts", "wording_is_sure"]


class FreeSessionViewSet(ModelViewSet):
    """Sessions that anyone may come to without paying."""

    model = FreeSession
    icon = "calendar"
    exclude_form_fields: list[str] = []
    list_display = ["title_bn", "district", "starts_at", "is_shown"]
    list_filter = ["district", "is_shown"]
    menu_label = _("Free sessions")
    add_to_admin_menu = True
    menu_order = 245
