"""Recommendations in the admin, each with the evidence of what came of it."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.models import Locale

from portal.reference.models import Topic
from publications.models import Recommendation
from publications.models.recommendations import Status


class RecommendationForm(WagtailAdminModelForm):
    """A recommendation belongs to the source-language page, whichever one was chosen."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "topic" in self.fields:
            self.fields["topic"].queryset = Topic.objects.filter(locale=Locale.get_default())

    def clean_publication(self):
        """The page in its source language."""
        publication = self.cleaned_data["publication"]
        return publication.get_translation_or_none(Locale.get_default()) or publication

    def is_valid(self):
        """Also refuse evidence of days that have not come yet."""
        is_valid = super().is_valid()
        today = timezone.localdate()
        for row in self.formsets["evidence"].forms if "evidence" in self.formsets else ():
            day = getattr(row, "cleaned_data", {}).get("day")
            if day and day > today and not row.cleaned_data.get("DELETE"):
                row.add_error("day", forms.ValidationError(_now("This day has not come yet.")))
                is_valid = False
        return is_valid


class RecommendationViewSet(ModelViewSet):
    """What publications ask for. A status follows from evidence, and is never chosen alone."""

    model = Recommendation
    icon = "clipboard-list"
    menu_label = _("Recommendations")
    menu_name = "recommendations"
    list_display = [
        "__str__",
        "publication",
        "addressee",
        Column("status", label=_("How far"), accessor=lambda row: Status(row.status).label),
    ]
    list_filter = ["addressee", "publication"]
    search_fields = ["text_bn", "text_en", "addressee_bn", "addressee_en", "key"]
    ordering = ["publication", "sort_order", "pk"]
    edit_handler = ObjectList(
        [
            PageChooserPanel("publication", ["publications.PublicationPage"]),
            FieldPanel("source_page"),
            MultiFieldPanel(
                [FieldPanel("addressee"), FieldRowPanel(["addressee_bn", "addressee_en"])],
                _("To whom"),
            ),
            MultiFieldPanel(["text_bn", "text_en", FieldPanel("topic")], _("What is asked")),
            InlinePanel(
                "evidence",
                [
                    FieldRowPanel(["day", "status"]),
                    "text_bn",
                    "text_en",
                    "source",
                    "url",
                ],
                heading=_("What came of it"),
                label=_("Evidence"),
                help_text=_(
                    "The newest evidence gives the status. Without evidence readers see "
                    "“We know of nothing yet”."
                ),
            ),
            FieldRowPanel(["sort_order", "key"]),
        ],
        base_form_class=RecommendationForm,
    )

    @property
    def index_view_class(self):
        """The list, with the status that evidence gives."""
        stock = super().index_view_class

        class RecommendationIndexView(stock):
            def get_base_queryset(self):
                return super().get_base_queryset().with_status().select_related("publication")

        return RecommendationIndexView


class RecommendationsGroup(ModelViewSetGroup):
    """One menu entry for what was asked for."""

    items = (RecommendationViewSet("recommendations"),)
    menu_label = _("Recommendations")
    menu_icon = "clipboard-list"
    menu_order = 258
