"""The report on e-mail updates: how many subscribers, and what was sent. Never an address."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem

from publications.models import Announcement, Subscription

NEWEST_SHOWN = 50
PERMISSION = "publications.view_recommendation"


def report(request: HttpRequest) -> HttpResponse:
    """Counts by language, and the newest announcements."""
    if not request.user.has_perm(PERMISSION):
        return permission_denied(request)
    counts = (
        Subscription.objects.values("language")
        .annotate(
            confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)),
            waiting=Count("pk", filter=Q(confirmed_at=None)),
        )
        .order_by("language")
    )
    announcements = Announcement.objects.select_related("page__locale").defer(
        "page__body", "page__key_findings", "page__notes"
    )
    context = {
        "title": _("E-mail updates"),
        "counts": counts,
        "announcements": announcements.order_by("-due_at")[:NEWEST_SHOWN],
    }
    return render(request, "publications/admin/update_report.html", context)


@hooks.register("register_admin_urls")
def register_update_report():
    """The address of the report."""
    return [path("reports/e-mail-updates/", report, name="publications_update_report")]


class _ReportMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(PERMISSION)


@hooks.register("register_reports_menu_item")
def register_update_menu_item():
    """The report in the menu of reports."""
    return _ReportMenuItem(
        _("E-mail updates"), reverse("publications_update_report"), icon_name="mail", order=760
    )
