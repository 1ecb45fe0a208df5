"""Things to look up: words, and the cost sheet."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from guidance.cost_sheet import CostSheetForm, work_out
from guidance.countries import CountryJourneyMixin
from portal.core.models import BasePage
from portal.reference.blocks import GuidanceStreamBlock
from portal.reference.facts import load_facts
from portal.reference.models import Fact, GlossaryTerm
from portal.reference.words import glossary


class GlossaryPage(BasePage):
    """All words of the glossary; each has its own address below: `/guidance/words/iqama/`."""

    search_kind = "glossary"
    parent_page_types = ["guidance.GuidanceIndexPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "guidance/glossary_page.html"

    class Meta:
        verbose_name = _("words explained")

    subpath_is_canonical = True
    # The word of the address that is shown.
    word: GlossaryTerm | None = None

    def route_below(self, rest: list[str]) -> RouteResult:
        """Answer the address of a word. Raises Http404 for an unknown one."""
        if len(rest) == 1:
            self.word = GlossaryTerm.objects.filter(
                key=rest[0], live=True, locale_id=self.locale_id
            ).first()
            if self.word:
                self.subpath = f"{rest[0]}/"
                return RouteResult(self)
        raise Http404

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["word"] = self.word
        if self.word:
            # What is shared is the word, not the list of all words.
            self.seo_title = self.word.term
            self.search_description = self.word.explanation
            context["other_word"] = (
                GlossaryTerm.objects.filter(key=self.word.key, live=True)
                .exclude(pk=self.word.pk)
                .first()
            )
        else:
            context["words"] = glossary(self.locale.language_code)
        return context


class CostSheetPage(CountryJourneyMixin, BasePage):
    """A sheet that sets the cost against the wage. Works without JavaScript; stores nothing."""

    search_kind = "guide"
    body = StreamField(GuidanceStreamBlock(), verbose_name=_("text below the sheet"), blank=True)

    content_panels = [*BasePage.content_panels, "body"]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["guidance.GuidanceIndexPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "guidance/cost_sheet_page.html"

    class Meta:
        verbose_name = _("cost sheet")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        form = CostSheetForm(request.GET if "agency" in request.GET else None)
        context["form"] = form
        context["sheet"] = work_out(form.cleaned_data) if form.is_valid() else None
        context["ceilings"] = self.ceilings()
        context["facts"] = load_facts([self.body], self.locale)
        return context

    def ceilings(self) -> list[Fact]:
        """The last sourced cost ceilings of the country in the address. One query or none."""
        if not self.country:
            return []
        facts = Fact.objects.filter(
            kind=Fact.Kind.CEILING, country=self.country.iso2, locale_id=self.locale_id
        ).select_related("locale")
        return [fact for fact in facts if fact.is_shown]
