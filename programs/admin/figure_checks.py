"""Tells whoever saves a programme which figures were typed by hand."""

from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from programs.figure_checks import typed_figures
from programs.models import ProgramPage


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_typed_figures(request, page):
    """Say after saving what to write instead. Saving by itself stays silent."""
    if isinstance(page, ProgramPage) and request.accepts("text/html"):
        for figure in typed_figures(page.get_latest_revision_as_object()):
            messages.warning(
                request,
                _("%(figure)s was typed by hand. Write %(token)s, so that text and table agree.")
                % {"figure": figure.text, "token": figure.token},
            )
