"""Reports for editors: checks that are due, and pages that do not help."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page
from wagtail.permissions import policy_registry

from guidance.admin.due_checks import due_checks
from guidance.admin.panels import SCORE_DAYS
from guidance.feedback import answers_since
from guidance.models import Feedback

# Fewer answers say more about who answered than about the page.
LEAST_ANSWERS = 10


@dataclass(frozen=True)
class PageScore:
    """How a page fared with its readers, both languages together; `share` in whole per cent."""

    title: str
    yes: int
    no: int
    share: int
    edit_url: str


def worst_pages() -> list[PageScore]:
    """Return the pages with enough answers, the lowest share of yes first. Two queries."""
    rows = list(
        answers_since(SCORE_DAYS)
        .order_by()
        .values("page_key")
        .annotate(total=Count("pk"), yes=Count("pk", filter=Q(helped=True)))
        .filter(total__gte=LEAST_ANSWERS)
    )
    pages = Page.objects.filter(
        locale=Locale.get_default(), translation_key__in=[row["page_key"] for row in rows]
    )
    # Answers on pages that were deleted have nothing to improve.
    by_key = {page.translation_key: page for page in pages}
    found = [
        PageScore(
            title=by_key[row["page_key"]].get_admin_display_title(),
            yes=row["yes"],
            no=row["total"] - row["yes"],
            share=round(100 * row["yes"] / row["total"]),
            edit_url=reverse("wagtailadmin_pages:edit", args=[by_key[row["page_key"]].pk]),
        )
        for row in rows
        if row["page_key"] in by_key
    ]
    return sorted(found, key=lambda score: (score.share, -score.no, score.title))


class DueChecksView(ReportView):
    """Facts, pages and notes whose check is overdue or due within 30 days."""

    page_title = _("Checks that are due")
    header_icon = "date"
    index_url_name = "guidance_due_checks"
    index_results_url_name = "guidance_due_checks_results"
    any_permission_required = ["add", "change", "publish"]
    export_filename = "checks-due"
    list_export = ["title", "kind", "state", "check_again_by", "checked_on", "checked_by"]
    export_headings = {
        "title": _("Title"),
        "kind": _("Kind"),
        "state": _("State"),
        "check_again_by": _("Check again by"),
        "checked_on": _("Checked on"),
        "checked_by": _("Checked by"),
    }
    columns = [
        TitleColumn("title", label=_("Title"), get_url=lambda row: row.edit_url),
        Column("kind", label=_("Kind")),
        Column("state", label=_("State")),
        Column("check_again_by", label=_("Check again by")),
        Column("checked_on", label=_("Checked on")),
        Column("checked_by", label=_("Checked by")),
    ]

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Page)

    def get_queryset(self):
        return due_checks()


class WorstPagesView(ReportView):
    """Pages by the share of readers whom they helped, the worst first."""

    model = Feedback
    page_title = _("Pages that do not help")
    header_icon = "comment"
    index_url_name = "guidance_worst_pages"
    index_results_url_name = "guidance_worst_pages_results"
    permission_required = "view"
    export_filename = "pages-that-do-not-help"
    list_export = ["title", "share", "yes", "no"]
    export_headings = {
        "title": _("Title"),
        "share": _("Share that it helped, per cent"),
        "yes": _("Helped"),
        "no": _("Did not help"),
    }
    columns = [
        TitleColumn("title", label=_("Title"), get_url=lambda row: row.edit_url),
        Column("share", label=_("Share that it helped, per cent")),
        Column("yes", label=_("Helped")),
        Column("no", label=_("Did not help")),
    ]

    def get_page_subtitle(self):
        return gettext("%(days)s days, at least %(count)s answers") % {
            "days": SCORE_DAYS,
            "count": LEAST_ANSWERS,
        }

    def get_queryset(self):
        return worst_pages()
