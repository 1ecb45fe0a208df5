"""What changed in a year, and over the years."""

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.url_routing import RouteResult

from portal.core.models import BasePage
from portal.core.numerals import to_ascii_digits
from portal.reference.blocks import GuidanceStreamBlock
from programs.impact import YearInFigures, over_the_years, year_in_figures, years_with_figures
from programs.program_impact import programs_with_figures


class ImpactPage(BasePage):
    """Results of each year at `2019/`, below it; at its own address what can be compared.

    Everything comes from indicator values. The text tells how to read them.
    """

    search_kind = "programme"
    body = StreamField(GuidanceStreamBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    parent_page_types = ["programs.ProgramIndexPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "programs/impact_page.html"
    subpath_is_canonical = True
    year: int | None = None
    in_figures: YearInFigures | None = None

    class Meta:
        verbose_name = _("impact")

    def route_below(self, rest):
        """A year that has figures."""
        text = to_ascii_digits(rest[0])
        if len(rest) != 1 or text != rest[0] or not text.isdecimal():
            raise Http404
        self.in_figures = year_in_figures(int(text), self.locale)
        if self.in_figures is None:
            raise Http404
        self.year = int(text)
        self.subpath = f"{text}/"
        return RouteResult(self)

    def get_context(self, request, *args, **kwargs):
        from programs.open_data.datasets import dataset_of_all_years, dataset_of_year

        context = super().get_context(request, *args, **kwargs)
        address = settings.SITE_URL + request.path
        if self.in_figures is None:
            years = context["years"] = years_with_figures()
            context["over_the_years"] = over_the_years()
            context["programs"] = programs_with_figures(self.locale)
            if years:
                context["structured_data"] = dataset_of_all_years(years, address)
        else:
            context["years"] = self.in_figures.years
            context["in_figures"] = self.in_figures
            context["structured_data"] = dataset_of_year(self.in_figures, address)
        return context
