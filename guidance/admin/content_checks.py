"""Content checks beside the editor: a side panel, a message after saving, and two reports."""

from django.conf import settings
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.side_panels import BaseSidePanel
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from guidance.admin.reports import BrokenLinksReport, ContentChecksReport
from guidance.content_checks import checked_models, content_findings
from guidance.models.checked_page import CheckedPage


class ContentChecksSidePanel(BaseSidePanel):
    """The findings of the latest draft. Drawn anew whenever the editor saves by itself."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Show the content checks")
        icon_name = "clipboard-list"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context):
            """Count the errors: warnings are for a quiet hour."""
            context = super().get_context_data(parent_context)
            context["count"] = sum(finding.is_error for finding in self.panel.findings)
            return context

    name = "content-checks"
    title = _("Content checks")
    template_name = "guidance/admin/content_checks_panel.html"
    order = 340

    def __init__(self, object, request):  # noqa: A002
        super().__init__(object, request)
        self.findings = content_findings(object)

    def get_context_data(self, parent_context):
        return {**super().get_context_data(parent_context), "findings": self.findings}


class CheckedPageEditView(EditView):
    """Wagtail's editor with the content checks beside the page."""

    def get_side_panels(self):
        panels = super().get_side_panels()
        panels.append(ContentChecksSidePanel(self.page, self.request))
        return panels


class CheckedPageViewSet(PageViewSet):
    """The views of a type of page of advice: Wagtail has no hook for side panels."""

    edit_view_class = CheckedPageEditView


@hooks.register("register_admin_viewset")
def register_checked_pages():
    return [
        CheckedPageViewSet(f"checked_{model._meta.model_name}", model=model)
        for model in checked_models()
    ]


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_errors(request, page):
    """Say after saving how many errors the checks find. Saving by itself stays silent."""
    if isinstance(page, CheckedPage) and request.accepts("text/html"):
        _warn(request, page)


# Before wagtail-localize's own hook, which shows translators a screen without side panels.
@hooks.register("before_edit_page", order=-10)
def tell_translators_of_errors(request, page):
    """Say it to translators when they open a page: a fact in a sentence may be mistyped."""
    is_translation = page.locale.language_code != settings.LANGUAGE_CODE
    if (
        request.method == "GET"
        and is_translation
        and not page.alias_of_id
        and isinstance(page, CheckedPage)
    ):
        _warn(request, page)


def _warn(request, page) -> None:
    errors = [finding for finding in content_findings(page) if finding.is_error]
    if not errors:
        return
    text = ngettext(
        "“%(title)s”: the content checks find %(count)s error. First: %(first)s",
        "“%(title)s”: the content checks find %(count)s errors. First: %(first)s",
        len(errors),
    ) % {"title": page.title, "count": len(errors), "first": errors[0]}
    edit = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Edit"))
    messages.warning(request, text, buttons=[edit])


class ReportMenuItem(MenuItem):
    """An entry for those who work on pages."""

    def is_shown(self, request):
        return user_has_any_page_permission(request.user)


@hooks.register("register_reports_menu_item")
def register_content_checks_menu_item():
    return ReportMenuItem(
        _("Content checks"), reverse("content_checks"), icon_name="clipboard-list", order=1200
    )


@hooks.register("register_reports_menu_item")
def register_broken_links_menu_item():
    return ReportMenuItem(_("Broken links"), reverse("broken_links"), icon_name="link", order=1210)


@hooks.register("register_admin_urls")
def register_report_urls():
    return [
        path("reports/content-checks/", ContentChecksReport.as_view(), name="content_checks"),
        path(
            "reports/content-checks/results/",
            ContentChecksReport.as_view(results_only=True),
            name="content_checks_results",
        ),
        path("reports/broken-links/", BrokenLinksReport.as_view(), name="broken_links"),
        path(
            "reports/broken-links/results/",
            BrokenLinksReport.as_view(results_only=True),
            name="broken_links_results",
        ),
    ]
