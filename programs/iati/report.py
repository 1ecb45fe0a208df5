"""The report for editors: which projects stand in the IATI file, and what others lack."""

from dataclasses import dataclass

import django_filters
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from programs.iati.publisher import Publisher
from programs.iati.readiness import Readiness, all_readiness


@dataclass
class ReadinessRow:
    """A programme as a row of the report."""

    judged: Readiness
    edit_url: str | None

    @property
    def title(self) -> str:
        """The programme."""
        return self.judged.project.page.title

    @property
    def state(self) -> str:
        """Whether it is published, in words."""
        return _now("In the file") if self.judged.is_ready else _now("Left out")

    @property
    def missing(self) -> str:
        """What keeps it out."""
        return " · ".join(self.judged.missing)

    @property
    def remarks(self) -> str:
        """What is left out of it."""
        return " · ".join(self.judged.remarks)


class ReadinessFilterSet(WagtailFilterSet):
    """Rows are made, not stored: the report itself applies what is chosen here."""

    ready = django_filters.BooleanFilter(label=_("In the file"))

    class Meta:
        model = Page
        fields: list[str] = []


class IATIReadinessReport(ReportView):
    """Every public programme, those that are left out first."""

    page_title = _("IATI readiness")
    header_icon = "globe"
    filterset_class = ReadinessFilterSet
    index_url_name = "iati_readiness"
    index_results_url_name = "iati_readiness_results"
    export_filename = "iati-readiness"
    any_permission_required = ["add", "change", "publish"]
    columns = [
        TitleColumn("title", label=_("Programme"), get_url=lambda row: row.edit_url),
        Column("state", label=_("IATI file")),
        Column("missing", label=_("What is missing")),
        Column("remarks", label=_("What is left out of it")),
    ]
    list_export = ["title", "state", "missing", "remarks"]
    export_headings = {column.name: column.label for column in columns}

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Page)

    def get_filtered_queryset(self):
        """Return a list, as long as there are programmes."""
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        wanted = chosen.get("ready")
        finder = AdminURLFinder(self.request.user)
        rows = [
            ReadinessRow(judged, finder.get_edit_url(judged.project.page))
            for judged in all_readiness(Publisher.known())
            if wanted is None or judged.is_ready == wanted
        ]
        return sorted(rows, key=lambda row: row.judged.is_ready)


class ReportMenuItem(MenuItem):
    """An entry for those who work on pages."""

    def is_shown(self, request):
        return user_has_any_page_permission(request.user)


@hooks.register("register_reports_menu_item")
def register_iati_menu_item():
    return ReportMenuItem(
        _("IATI readiness"), reverse("iati_readiness"), icon_name="globe", order=1250
    )


@hooks.register("register_admin_urls")
def register_iati_urls():
    return [
        path("reports/iati-readiness/", IATIReadinessReport.as_view(), name="iati_readiness"),
        path(
            "reports/iati-readiness/results/",
            IATIReadinessReport.as_view(results_only=True),
            name="iati_readiness_results",
        ),
    ]
