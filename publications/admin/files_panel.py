"""The files of a publication on the page where it is edited."""

from wagtail.admin.panels import Panel


class FilesPanel(Panel):
    """Every file of a publication, how far it was read, and what it lacks. Two queries."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "publications/admin/files_panel.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            # Pages have panels, and states are told with models that are loaded beside pages.
            from portal.core.models import CustomDocument
            from publications.admin.file_states import FileState

            keys = [row.document_id for row in self.instance.files.all()]
            documents = CustomDocument.objects.select_related("reading").in_bulk(keys)
            files = [FileState(documents[key]) for key in keys if key in documents]
            return super().get_context_data(parent_context) | {"files": files}
