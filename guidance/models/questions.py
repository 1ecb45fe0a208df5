"""Questions in everyday wording, each with its answer."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import PageChooserPanel
from wagtail_localize.fields import SynchronizedField

from guidance.models.checked_page import CheckedPage
from guidance.models.guides import GuidePage, StagePage
from portal.core.models import BasePage
from portal.core.translated_pages import chosen_pages

# How many other questions stand under an answer.
ALSO_ASKED = 5


class QuestionIndexPage(BasePage):
    """All questions, by stage."""

    search_kind = "guide"
    parent_page_types = ["guidance.GuidanceIndexPage"]
    subpage_types = ["guidance.QuestionPage"]
    max_count_per_parent = 1
    template = "guidance/question_index_page.html"

    class Meta:
        verbose_name = _("questions and answers")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        questions = list(
            QuestionPage.objects.live().child_of(self).defer_streamfields().order_by("path")
        )
        context["groups"] = [
            (label, [question for question in questions if question.stage == stage])
            for stage, label in StagePage.Stage.choices
            if any(question.stage == stage for question in questions)
        ]
        return context


class QuestionPage(CheckedPage):
    """A question as people ask it (the title), its answer in one sentence, and the rest."""

    stage = models.CharField(_("stage"), max_length=12, choices=StagePage.Stage.choices)
    guide = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("the guide that says more"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels = [
        *BasePage.content_panels,
        "body",
        "stage",
        PageChooserPanel("guide", "guidance.GuidePage"),
        "related",
        *CheckedPage.trust_panels,
    ]
    override_translatable_fields = [
        *CheckedPage.override_translatable_fields,
        SynchronizedField("stage", overridable=False),
        SynchronizedField("guide", overridable=False),
    ]
    parent_page_types = ["guidance.QuestionIndexPage"]
    subpage_types: list[str] = []
    template = "guidance/question_page.html"

    class Meta:
        verbose_name = _("question")

    @cached_property
    def main_guide(self) -> GuidePage | None:
        """The guide that says more, in this page's language. One query or none."""
        chosen = [self.guide_id] if self.guide_id else []
        return next(iter(chosen_pages(GuidePage, chosen, self.locale_id)), None)

    def also_asked(self) -> list["QuestionPage"]:
        """What people also ask: first about the same guide, then in the same stage. One query."""
        others = (
            QuestionPage.objects.live()
            .filter(locale_id=self.locale_id, stage=self.stage)
            .exclude(pk=self.pk)
            .defer_streamfields()
        )
        return sorted(others, key=lambda other: (other.guide_id != self.guide_id, other.path))[
            :ALSO_ASKED
        ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["main_guide"] = self.main_guide
        context["also_asked"] = self.also_asked()
        return context


def questions_about(guide: GuidePage) -> list[QuestionPage]:
    """Return the live questions that name a guide as theirs, in its language. One query."""
    return list(
        QuestionPage.objects.live()
        .filter(locale_id=guide.locale_id, guide__translation_key=guide.translation_key)
        .defer_streamfields()
        .order_by("path")[:ALSO_ASKED]
    )
