"""The report of searches that found nothing or were not followed."""

from urllib.parse import urlencode

import django_filters
from django.conf import settings
from django.db.models import F, Max, OuterRef, Q, Subquery, Sum
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from portal.search.learning import SHOWN_FROM
from portal.search.models import AskedQuery, SynonymGroup

# Opened less often than once in so many times, what was found is not what was wanted. Some
# browsers never tell.
SELDOM = 5


class AskedFilterSet(WagtailFilterSet):
    """Which searches are shown."""

    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)
    outcome = django_filters.ChoiceFilter(
        label=_("What came of it"),
        method="filter_outcome",
        choices=[
            ("nothing", _("Nothing was found")),
            ("unfollowed", _("Found, and no result was opened")),
        ],
    )

    def filter_outcome(self, queryset, _name, value):
        """Keep the searches with that outcome."""
        if value == "nothing":
            return queryset.filter(results=0)
        return queryset.filter(results__gt=0, opened=0)

    class Meta:
        model = AskedQuery
        fields: list[str] = []


class SynonymColumn(Column):
    """One click makes a group of the words that mean the same out of the search."""

    cell_template_name = "search/admin/synonym_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        add = reverse(SynonymGroup.snippet_viewset.get_url_name("add"))
        context["url"] = f"{add}?{urlencode({'phrase': instance['query']})}"
        return context


class AskedReport(ReportView):
    """What people searched for and did not find, the most often asked first.

    Only what was asked at least three times: a rare question may be one person's.
    """

    page_title = _("Searches without an answer")
    header_icon = "search"
    filterset_class = AskedFilterSet
    index_url_name = "search_asked"
    index_results_url_name = "search_asked_results"
    export_filename = "searches"
    default_ordering = ["-asked", "query", "language"]
    columns = [
        Column("query", label=_("Search")),
        Column("language", label=_("Language")),
        Column("asked", label=_("Times asked")),
        Column("results", label=_("Results")),
        Column("opened", label=_("Times followed")),
        Column("last", label=_("Last asked")),
        SynonymColumn("synonym", label=_("Other words"), accessor="query"),
    ]
    list_export = ["query", "language", "asked", "results", "opened", "last"]
    export_headings = {column.name: column.label for column in columns}
    any_permission_required = ["add", "change"]

    @property
    def permission_policy(self):
        return policy_registry.get_by_type(SynonymGroup)

    def get_base_queryset(self):
        """One row for each question, all days together."""
        latest = AskedQuery.objects.filter(
            query=OuterRef("query"), language=OuterRef("language")
        ).order_by("-day")
        return (
            AskedQuery.objects.values("query", "language")
            .annotate(
                asked=Sum("times"),
                opened=Sum("followed"),
                results=Subquery(latest.values("found")[:1]),
                last=Max("day"),
            )
            .filter(asked__gte=SHOWN_FROM)
            .filter(Q(results=0) | Q(asked__gt=F("opened") * SELDOM))
        )


@hooks.register("register_admin_urls")
def register_asked_report():
    """Addresses of the report."""
    return [
        path("reports/searches/", AskedReport.as_view(), name="search_asked"),
        path(
            "reports/searches/results/",
            AskedReport.as_view(results_only=True),
            name="search_asked_results",
        ),
    ]


class _ReportMenuItem(MenuItem):
    def is_shown(self, request):
        policy = policy_registry.get_by_type(SynonymGroup)
        return policy.user_has_any_permission(request.user, ["add", "change"])


@hooks.register("register_reports_menu_item")
def register_asked_menu_item():
    """The report in the menu of reports."""
    return _ReportMenuItem(
        _("Searches without an answer"), reverse("search_asked"), icon_name="search", order=750
    )
