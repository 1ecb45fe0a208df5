"""Files of indicator values in the admin's list of them: buttons, exports, addresses."""

from django.http import FileResponse, StreamingHttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from programs.admin.value_import import ImportView, StateView
from programs.value_files.columns import COLUMNS
from programs.value_files.writing import csv_lines, xlsx_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ValueIndexView(generic.IndexView):
    """The list of values, which can be exported as it is filtered, and imported into."""

    # Wagtail's own exports hold all rows in memory and have other columns than an import reads.
    show_export_buttons = False
    # 100,000 rows are sorted for seconds before the first can be sent.
    export_order = ("pk",)

    def get_context_data(self, **kwargs):
        """Spare an export the table that nobody will see."""
        return {"object_list": self.object_list} if self.is_export else super().get_context_data()

    def as_spreadsheet(self, queryset, spreadsheet_format):
        values = queryset.order_by(*self.export_order)
        if "empty" in self.request.GET:
            values = values.none()
        if spreadsheet_format == self.FORMAT_CSV:
            response = StreamingHttpResponse(csv_lines(values), content_type="text/csv")
            response["Content-Disposition"] = 'attachment; filename="indicator-values.csv"'
            return response
        return FileResponse(
            xlsx_file(values),
            as_attachment=True,
            content_type=XLSX,
            filename="indicator-values.xlsx",
        )

    @cached_property
    def header_buttons(self):
        buttons = [*super().header_buttons]
        if self.user_has_permission("add"):
            url = reverse("indicator-values:import")
            buttons.append(HeaderButton(_("Import"), url=url, icon_name="upload", priority=20))
        return buttons

    @cached_property
    def header_more_buttons(self):
        return [
            *super().header_more_buttons,
            Button(_("Export CSV"), url=self.csv_export_url, icon_name="download", priority=90),
            Button(_("Export XLSX"), url=self.xlsx_export_url, icon_name="download", priority=100),
        ]


class ValueFilesMixin:
    """Gives a viewset of values import and export."""

    index_view_class = ValueIndexView
    list_export = list(COLUMNS)

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("import/", ImportView.as_view(), name="import"),
            path("import/<int:pk>/", StateView.as_view(), name="import_state"),
        ]
