"""What staff teach the search, in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from portal.search.models import BestBet, SynonymGroup, SynonymPhrase


class CreateSynonymGroupView(CreateView):
    """A new group; `?phrase=` of the address is already typed in."""

    def get_initial_form_instance(self):
        group = super().get_initial_form_instance() or SynonymGroup()
        phrase = self.request.GET.get("phrase", "")[:60]
        if phrase:
            group.phrases = [SynonymPhrase(text=phrase), SynonymPhrase()]
        return group


class SynonymGroupViewSet(SnippetViewSet):
    """Words that mean the same."""

    model = SynonymGroup
    icon = "resubmit"
    add_view_class = CreateSynonymGroupView
    list_display = ["__str__", "is_danger"]
    list_filter = ["is_danger"]
    search_fields = ["phrases__text"]

    def get_queryset(self, request):
        """All groups, with the phrases that their names are made of."""
        # Once each, however many of its phrases are searched for.
        return SynonymGroup.objects.prefetch_related("phrases").order_by("pk").distinct()


class BestBetViewSet(SnippetViewSet):
    """The page that stands first for a question."""

    model = BestBet
    icon = "pick"
    list_display = ["__str__"]
    search_fields = ["queries__text"]

    def get_queryset(self, request):
        """All best answers with what their names are made of."""
        return BestBet.objects.prefetch_related("page", "queries").order_by("pk").distinct()


class SearchGroup(SnippetViewSetGroup):
    """One menu entry for what the search is taught."""

    items = (SynonymGroupViewSet, BestBetViewSet)
    menu_label = _("Search")
    menu_name = "public-search"
    menu_icon = "search"
    menu_order = 245
