"""Importing indicator values in the admin: upload, watch, look, confirm."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.core.numerals import format_number
from programs.models import IndicatorValue, ValueImport, ValueImportFile
from programs.value_files.columns import COLUMNS, DESCRIBED, REQUIRED
from programs.value_files.importing import begin_again, is_soon_done, keep_file
from programs.value_files.problems import FileRefusedError, problem
from programs.value_files.reading import (
    ENDINGS,
    LARGEST_FILE,
    MEGABYTE,
    MOST_ROWS,
    refuse_at_the_door,
)
from programs.value_files.tasks import check_values, write_values

NO_FILE = _("Choose a file first.")
OUTCOMES = {"new": _("new"), "changed": _("changed"), "unchanged": _("unchanged")}
State = ValueImport.State


class ImportPage(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """For everybody who may add values."""

    model = IndicatorValue
    permission_required = "add"
    page_title = _("Import values")
    header_icon = "upload"

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("indicator-values:index"), "label": _("Values")},
            {"url": "", "label": self.get_page_title()},
        ]


class ImportView(ImportPage):
    """Takes a file. A long one is left to the worker, a short one is checked at once."""

    template_name = "programs/admin/value_import.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            columns=[(name, text, name in REQUIRED) for name, text in DESCRIBED],
            endings=",".join(ENDINGS),
            megabytes=LARGEST_FILE // MEGABYTE,
            most_rows=MOST_ROWS,
            latest=ValueImport.objects.select_related("uploaded_by").defer(
                "errors", "warnings", "preview"
            )[:10],
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        file = request.FILES.get("file")
        if file is None:
            return self._refused(problem(NO_FILE))
        try:
            refuse_at_the_door(file.name, file.size, file.read(200))
        except FileRefusedError as refused:
            return self._refused(refused.problem)
        file.seek(0)
        content = file.read()
        value_import = keep_file(file.name, content, request.user)
        if is_soon_done(content):
            check_values.call(value_import.pk)
        else:
            check_values.enqueue(value_import.pk)
        return redirect("indicator-values:import_state", value_import.pk)

    def _refused(self, found):
        context = self.get_context_data(refusals=[found])
        return self.render_to_response(context, status=422)


class StateView(ImportPage):
    """How far a file is: being checked, what it would change, what is wrong, imported."""

    template_name = "programs/admin/value_import_state.html"

    def get_import(self) -> ValueImport:
        return get_object_or_404(ValueImport, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        return self.value_import.file_name

    def get(self, request, *args, **kwargs):
        self.value_import = self.get_import()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        value_import = self.value_import
        return super().get_context_data(
            value_import=value_import,
            columns=COLUMNS,
            preview=[_shown(row) for row in value_import.preview],
            left_out=max(value_import.rows_with_values - len(value_import.preview), 0),
            more_errors=value_import.error_count - len(value_import.errors),
            more_warnings=value_import.warning_count - len(value_import.warnings),
            writes=value_import.new + value_import.changed,
            may_write=self._may_write(value_import),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        self.value_import = value_import = self.get_import()
        action = request.POST.get("action")
        if action == "confirm":
            return self._confirm(value_import)
        if action == "restart":
            return self._restart(value_import)
        if action == "discard" and value_import.may_be_discarded:
            value_import.delete()
            messages.success(request, gettext("The file was deleted. Nothing was imported."))
            return redirect("indicator-values:import")
        return self._back()

    def _may_write(self, value_import: ValueImport) -> bool:
        return not value_import.changed or self.user_has_permission("change")

    def _confirm(self, value_import: ValueImport) -> HttpResponseRedirect:
        if not self._may_write(value_import):
            raise PermissionDenied
        # Somebody may press the button twice, or two people at the same time.
        taken = ValueImport.objects.filter(pk=value_import.pk, state=State.READY).update(
            state=State.TO_WRITE,
            moved_at=timezone.now(),
            confirmed_by=self.request.user,
            is_stale=False,
        )
        if taken:
            content = ValueImportFile.objects.get(pk=value_import.pk).content
            if is_soon_done(bytes(content)):
                write_values.call(value_import.pk)
                self._say_what_was_done()
            else:
                write_values.enqueue(value_import.pk)
        return self._back()

    def _restart(self, value_import: ValueImport) -> HttpResponseRedirect:
        """Ask a worker again, where the one that had begun is gone or none has come."""
        if begin_again(value_import):
            writes = value_import.state in (State.TO_WRITE, State.WRITING)
            (write_values if writes else check_values).enqueue(value_import.pk)
        return self._back()

    def _say_what_was_done(self) -> None:
        done = self.get_import()
        if done.state == State.DONE:
            count = done.new + done.changed
            text = ngettext(
                "%(count)s value was imported.", "%(count)s values were imported.", count
            )
            language = "bn" if self.request.LANGUAGE_CODE == "bn" else "en"
            messages.success(self.request, text % {"count": format_number(count, language)})

    def _back(self) -> HttpResponseRedirect:
        return redirect("indicator-values:import_state", self.kwargs["pk"])


def _shown(row: dict) -> dict:
    different = set(row["different"])
    cells = zip(COLUMNS, row["cells"], strict=True)
    return {
        "row": row["row"],
        "outcome": OUTCOMES[row["outcome"]],
        "is_changed": row["outcome"] == "changed",
        "cells": [(cell, name in different) for name, cell in cells],
    }
