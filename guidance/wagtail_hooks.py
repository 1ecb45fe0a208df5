"""What guidance adds to the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from guidance.admin import (
    content_checks,  # noqa: F401
    review,  # noqa: F401
)
from guidance.admin.recordings import GuideRecordingViewSet
from guidance.admin.viewsets import CountryNoteViewSet, FreeSessionViewSet, GlossaryTermViewSet


class GuidanceGroup(SnippetViewSetGroup):
    """One menu entry for the texts that guides draw on."""

    items = (CountryNoteViewSet, GlossaryTermViewSet)
    menu_label = _("Guidance")
    menu_icon = "list-ol"
    menu_order = 240


register_snippet(GuidanceGroup)


@hooks.register("register_admin_viewset")
def register_free_sessions():
    return FreeSessionViewSet("free_sessions")


@hooks.register("register_admin_viewset")
def register_recordings():
    return GuideRecordingViewSet("guide_recordings")
