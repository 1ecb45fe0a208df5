"""Indicators and their values in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.models import Locale

from programs.admin import figure_checks  # noqa: F401
from programs.admin.story_consents import StoryConsentViewSet
from programs.admin.value_files import ValueFilesMixin
from programs.iati import report  # noqa: F401
from programs.models import Indicator, IndicatorValue


class IndicatorViewSet(ModelViewSet):
    """What is counted."""

    model = Indicator
    icon = "list-ol"
    menu_label = _("Indicators")
    list_display = ["name_en", "name_bn", "unit", "level", "sort_order"]
    list_filter = ["level", "unit"]
    search_fields = ["name_en", "name_bn", "key"]
    form_fields = [
        "name_bn",
        "name_en",
        "key",
        "definition_bn",
        "definition_en",
        "verification_bn",
        "verification_en",
        "unit",
        "level",
        "may_count_twice",
        "by_sex",
        "by_age",
        "by_disability",
        "baseline",
        "baseline_year",
        "topic",
        "participants_of",
        "sort_order",
    ]


class IndicatorValueForm(WagtailAdminModelForm):
    """A value belongs to the source-language page of a programme, whichever one was chosen."""

    def clean_program(self):
        program = self.cleaned_data["program"]
        if program is None:
            return None
        return program.get_translation_or_none(Locale.get_default()) or program


class IndicatorValueViewSet(ValueFilesMixin, ModelViewSet):
    """What was counted, as it was printed."""

    model = IndicatorValue
    icon = "table"
    menu_label = _("Values")
    list_display = ["indicator", "program", "period_start", "period_end", "total", "parts_add_up"]
    list_filter = ["indicator", "program", "period_end"]
    search_fields = ["indicator__name_en", "indicator__name_bn", "source_en", "source_bn"]
    edit_handler = ObjectList(
        [
            "indicator",
            "program",
            FieldRowPanel(["period_start", "period_end"]),
            FieldRowPanel(["district", "age_band", "disability"]),
            MultiFieldPanel(
                [
                    FieldRowPanel(["total", "target", "out_of"]),
                    FieldRowPanel(["female", "male", "other"]),
                ],
                _("As it was printed"),
            ),
            MultiFieldPanel(
                [
                    "source_bn",
                    "source_en",
                    "source_page",
                    PageChooserPanel("source_document", ["publications.PublicationPage"]),
                    "note_bn",
                    "note_en",
                ],
                _("Source"),
            ),
            FieldRowPanel(["home_order", "headline_order", "key"]),
        ],
        base_form_class=IndicatorValueForm,
    )


class FiguresGroup(ModelViewSetGroup):
    """One menu entry for indicators and their values."""

    items = (
        IndicatorViewSet("indicators"),
        IndicatorValueViewSet("indicator-values"),
        StoryConsentViewSet("story-consents"),
    )
    menu_label = _("Figures")
    menu_icon = "table"
    menu_order = 257


@hooks.register("register_admin_viewset")
def register_figures():
    return FiguresGroup()
