"""The front page of guidance."""

from django.utils.translation import gettext_lazy as _

from portal.core.models import BasePage


class GuidanceIndexPage(BasePage):
    """The way in: what has happened to you, the stages of migration, and things to look up."""

    search_kind = "guide"
    parent_page_types = ["home.HomePage"]
    subpage_types = [
        "guidance.StagePage",
        "guidance.SituationPage",
        "guidance.DestinationIndexPage",
        "guidance.QuestionIndexPage",
        "guidance.GlossaryPage",
        "guidance.CostSheetPage",
        "guidance.FreeSessionsPage",
    ]
    max_count_per_parent = 1
    # See guidance.urls.
    reserved_child_slugs = frozenset({"feedback", "journey", "listen"})
    template = "guidance/guidance_index_page.html"

    class Meta:
        verbose_name = _("guidance index")

    def get_context(self, request, *args, **kwargs):
        from guidance.models.guides import GuidePage, StagePage
        from guidance.models.situations import SituationPage

        context = super().get_context(request, *args, **kwargs)
        guides = list(
            GuidePage.objects.live().descendant_of(self).defer_streamfields().order_by("path")
        )
        context["stages"] = [
            (stage, [guide for guide in guides if guide.path.startswith(stage.path)])
            for stage in StagePage.objects.live().child_of(self).order_by("path")
        ]
        context["situations"] = list(
            SituationPage.objects.live().child_of(self).defer_streamfields().order_by("path")
        )
        context["lookups"] = list(
            self.get_children().live().not_type((StagePage, SituationPage)).order_by("path")
        )
        return context
