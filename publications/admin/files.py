"""Files of publications as editors see them: how far they were read, and what they lack."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from portal.core.models import CustomDocument
from publications.admin.file_states import FileState
from publications.files.hints import accessibility_hints
from publications.files.problems import problem_in_words
from publications.files.public import reading_of
from publications.files.tasks import documents_have_changed
from publications.models import DocumentReading

SHOWN_PAGES = 10


def _document_for(request, key: int) -> CustomDocument:
    """Return a document. Raises PermissionDenied for those who may not change it."""
    document = get_object_or_404(CustomDocument.objects.select_related("reading"), pk=key)
    policy = policy_registry.get_by_type(CustomDocument)
    if not policy.user_has_permission_for_instance(request.user, "change", document):
        raise PermissionDenied
    return document


@require_safe
def document_reading(request, key: int):
    """Show what the worker read in a document, with a button to have it read again."""
    document = _document_for(request, key)
    reading = reading_of(document)
    pages = list(reading.pages.all()[: SHOWN_PAGES + 1]) if reading else []
    return TemplateResponse(
        request,
        "publications/admin/document_reading.html",
        {
            "file": FileState(document),
            "document": document,
            "pages": pages[:SHOWN_PAGES],
            "has_more": len(pages) > SHOWN_PAGES,
            "again_url": reverse("read_document_again", args=[key]),
        },
    )


@require_POST
def read_document_again(request, key: int):
    """Have a document read once more by the worker."""
    document = _document_for(request, key)
    documents_have_changed([document.pk], again=True)
    messages.success(request, _now("The worker reads it next. Look again in a minute."))
    return redirect("document_reading", key)


class FileStateFilterSet(WagtailFilterSet):
    """Files by how far they are."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=DocumentReading.State.choices)

    class Meta:
        model = DocumentReading
        fields: list[str] = []


class ReadFilesReport(ReportView):
    """All PDFs with their state, those with problems first, for those who change documents."""

    any_permission_required = ["add", "change"]
    page_title = _("Files that were read")
    header_icon = "doc-full"
    model = DocumentReading
    filterset_class = FileStateFilterSet
    index_url_name = "read_files"
    index_results_url_name = "read_files_results"
    export_filename = "files-read"
    columns = [
        TitleColumn(
            "document",
            label=_("File"),
            get_url=lambda row: reverse("document_reading", args=[row.document_id]),
        ),
        Column("get_state_display", label=_("State")),
        Column("page_count", label=_("Pages")),
        Column("what_is_wrong", label=_("What is wrong")),
        Column("what_is_missing", label=_("What it lacks")),
    ]
    list_export = ["document", "state", "page_count", "what_is_wrong", "what_is_missing"]
    export_headings = {
        "document": _("File"),
        "state": _("State"),
        "page_count": _("Pages"),
        "what_is_wrong": _("What is wrong"),
        "what_is_missing": _("What it lacks"),
    }

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(CustomDocument)

    def get_base_queryset(self):
        mine = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, ["change"]
        )
        found = DocumentReading.objects.filter(document__in=mine).select_related("document")
        # "failed" stands before "read", "scanned" and "waiting".
        return found.order_by("state", "document__title", "pk")

    def decorate_paginated_queryset(self, object_list):
        for row in object_list:
            row.what_is_wrong = problem_in_words(row.problem)
            row.what_is_missing = " ".join(accessibility_hints(row.document, row))
        return object_list


@hooks.register("register_admin_urls")
def register_urls():
    return [
        path("publications/files/<int:key>/", document_reading, name="document_reading"),
        path(
            "publications/files/<int:key>/again/",
            read_document_again,
            name="read_document_again",
        ),
        path("reports/files/", ReadFilesReport.as_view(), name="read_files"),
        path(
            "reports/files/results/",
            ReadFilesReport.as_view(results_only=True),
            name="read_files_results",
        ),
    ]


class ReadFilesMenuItem(MenuItem):
    """Shown to those who may change documents."""

    def is_shown(self, request):
        policy = policy_registry.get_by_type(CustomDocument)
        return policy.user_has_any_permission(request.user, ["add", "change"])


@hooks.register("register_reports_menu_item")
def register_report():
    return ReadFilesMenuItem(
        _("Files that were read"), reverse("read_files"), icon_name="doc-full", order=860
    )
