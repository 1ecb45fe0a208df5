"""Reports for editors: what the content checks find, and which links do not answer."""

from dataclasses import dataclass

import django_filters
from django.conf import settings
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from guidance.content_checks import SEVERITIES, Finding, findings_of, live_pages
from guidance.link_check import problem_in_words
from guidance.link_places import link_places
from guidance.models import CheckedLink


class PageWorkersReport(ReportView):
    """A report for everybody who may add, change or publish pages."""

    any_permission_required = ["add", "change", "publish"]

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Page)


@dataclass
class FindingRow:
    """A finding with the page it belongs to, as a row of the report."""

    page: object
    finding: Finding
    edit_url: str

    @property
    def title(self) -> str:
        """The page or note."""
        return str(self.page)

    @property
    def language(self) -> str:
        """The page's language in words."""
        return str(dict(settings.LANGUAGES)[self.page.locale.language_code])

    @property
    def severity(self) -> str:
        """How bad it is, in words."""
        return str(self.finding.severity_label)

    @property
    def field(self) -> str:
        """The field of the editor."""
        return capfirst(str(self.finding.field))

    @property
    def message(self) -> str:
        """What is wrong."""
        return str(self.finding.message)

    @property
    def excerpt(self) -> str:
        """The place in the text."""
        return self.finding.excerpt


class ContentChecksFilterSet(WagtailFilterSet):
    """Findings are no rows of a table: the report itself applies what is chosen here."""

    severity = django_filters.ChoiceFilter(label=_("Severity"), choices=list(SEVERITIES.items()))
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = Page
        fields: list[str] = []


class ContentChecksReport(PageWorkersReport):
    """What the checks find in all live pages of advice and notes on countries."""

    page_title = _("Content checks")
    header_icon = "clipboard-list"
    filterset_class = ContentChecksFilterSet
    index_url_name = "content_checks"
    index_results_url_name = "content_checks_results"
    export_filename = "content-checks"
    columns = [
        TitleColumn("title", label=_("Page"), get_url=lambda row: row.edit_url),
        Column("language", label=_("Language")),
        Column("severity", label=_("Severity")),
        Column("field", label=_("Field")),
        Column("message", label=_("What is wrong")),
        Column("excerpt", label=_("Where")),
    ]
    list_export = ["title", "language", "severity", "field", "message", "excerpt"]
    export_headings = {column.name: column.label for column in columns}

    def get_filtered_queryset(self):
        """Return a list: the report is as long as what is wrong. Errors stand first."""
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        severity, language = chosen.get("severity"), chosen.get("language")
        finder = AdminURLFinder(self.request.user)
        rows = [
            FindingRow(page, finding, "")
            for page, findings in findings_of(live_pages())
            if not language or page.locale.language_code == language
            for finding in findings
            if not severity or finding.severity == severity
        ]
        urls: dict[int, str] = {}
        for row in rows:
            if id(row.page) not in urls:
                urls[id(row.page)] = finder.get_edit_url(row.page)
            row.edit_url = urls[id(row.page)]
        return sorted(rows, key=lambda row: not row.finding.is_error)


class LinkPlacesColumn(Column):
    """Where an address stands, with links to the editor."""

    cell_template_name = "guidance/admin/link_places_cell.html"


class BrokenLinksReport(PageWorkersReport):
    """Addresses that do not answer or have moved, and where each of them stands.

    Nothing is asked of other hosts here: `manage.py check_links` has done that.
    """

    page_title = _("Broken links")
    header_icon = "link"
    model = CheckedLink
    index_url_name = "broken_links"
    index_results_url_name = "broken_links_results"
    export_filename = "broken-links"
    columns = [
        TitleColumn("url", label=_("Address"), get_url=lambda link: link.shown_url),
        Column("problem_label", label=_("Problem")),
        Column("status", label=_("Answer")),
        DateColumn("broken_since", label=_("Broken since")),
        DateColumn("checked_at", label=_("Looked at")),
        LinkPlacesColumn("places", label=_("Where it stands")),
    ]
    list_export = ["url", "problem_label", "status", "broken_since", "checked_at", "place_names"]
    export_headings = {
        "problem_label": _("Problem"),
        "status": _("Answer"),
        "place_names": _("Where it stands"),
    }

    def get_filtered_queryset(self):
        places = link_places()
        finder = AdminURLFinder(self.request.user)
        links = CheckedLink.objects.filter(Q(broken_since__isnull=False) | ~Q(problem=""))
        rows = [link for link in links if link.url in places]
        edit_urls: dict[int, str] = {}
        for link in rows:
            link.problem_label = str(problem_in_words(link.problem))
            link.shown_url = link.url if "://" in link.url else None
            link.places = []
            for place in places[link.url]:
                if id(place) not in edit_urls:
                    edit_urls[id(place)] = finder.get_edit_url(place)
                link.places.append({"title": str(place), "edit_url": edit_urls[id(place)]})
            link.place_names = "; ".join(place["title"] for place in link.places)
        return sorted(rows, key=lambda link: (link.broken_since is None, link.url))
