"""Reports of guidance in the admin's menu, and what is overdue on its first page."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.models import Page
from wagtail.permissions import policy_registry

from guidance.admin.due_checks import count_overdue
from guidance.admin.review_reports import DueChecksView, WorstPagesView
from guidance.models import Feedback


def works_on_pages(user) -> bool:
    """Whether somebody edits pages at all."""
    policy = policy_registry.get_by_type(Page)
    return policy.user_has_any_permission(user, ["add", "change", "publish"])


class DueChecksMenuItem(MenuItem):
    """For everybody who edits pages."""

    def is_shown(self, request):
        return works_on_pages(request.user)


class WorstPagesMenuItem(MenuItem):
    """For those who may see what readers answered."""

    def is_shown(self, request):
        return policy_registry.get_by_type(Feedback).user_has_permission(request.user, "view")


class OverdueSummaryItem(SummaryItem):
    """How many checks are overdue, on the admin's first page."""

    order = 90
    template_name = "guidance/admin/overdue_summary.html"

    def is_shown(self):
        return works_on_pages(self.request.user)

    def get_context_data(self, parent_context):
        return {"count": count_overdue()}


@hooks.register("register_admin_urls")
def register_report_urls():
    return [
        path("reports/checks-due/", DueChecksView.as_view(), name="guidance_due_checks"),
        path(
            "reports/checks-due/results/",
            DueChecksView.as_view(results_only=True),
            name="guidance_due_checks_results",
        ),
        path("reports/worst-pages/", WorstPagesView.as_view(), name="guidance_worst_pages"),
        path(
            "reports/worst-pages/results/",
            WorstPagesView.as_view(results_only=True),
            name="guidance_worst_pages_results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def register_due_checks():
    return DueChecksMenuItem(
        _("Checks that are due"),
        reverse("guidance_due_checks"),
        name="checks-due",
        icon_name="date",
        order=100,
    )


@hooks.register("register_reports_menu_item")
def register_worst_pages():
    return WorstPagesMenuItem(
        _("Pages that do not help"),
        reverse("guidance_worst_pages"),
        name="worst-pages",
        icon_name="comment",
        order=110,
    )


@hooks.register("construct_homepage_summary_items")
def add_overdue_checks(request, items):
    items.append(OverdueSummaryItem(request))
