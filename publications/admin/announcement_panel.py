"""Whether subscribers were told of a publication, on its page in the admin."""

from wagtail.admin.panels import Panel

from publications.models.subscriptions import Announcement


class AnnouncementPanel(Panel):
    """Says when subscribers were or will be told. Hidden while nothing is planned. One query."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "publications/admin/announcement_panel.html"

        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            planned = Announcement.objects.filter(page=self.instance.pk)
            self.announcement = planned.select_related("page").first()

        def is_shown(self):
            return self.announcement is not None

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"announcement": self.announcement}
