"""How editors embed a dated fact, and where it is embedded already."""

from django.contrib.admin.utils import quote
from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail.models import ReferenceIndex


class FactUsePanel(Panel):
    """Shows the token that stands for the fact, and how many pages and records use it.

    One query. A fact that is being made has no key yet.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "reference/admin/fact_use_panel.html"

        def is_shown(self):
            return bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            uses = ReferenceIndex.get_references_to(self.instance).group_by_source_object()
            pattern = f"{self.instance.snippet_viewset.get_url_name('usage')}"
            return context | {
                "token": f"{{fact:{self.instance.key}}}",
                "count": uses.count(),
                "usage_url": reverse(pattern, args=[quote(self.instance.pk)]),
            }
