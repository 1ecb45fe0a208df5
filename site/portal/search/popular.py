"""What to offer somebody whose question found nothing."""

from django.db.models import IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from wagtail.models import Page

from portal.search.models import AskedQuery, BestBet, BestBetQuery

MOST_POPULAR = 6


def popular_pages(language: str) -> list[Page]:
    """Return the live pages that staff put first for what people ask most, at most six."""
    asked = (
        AskedQuery.objects.filter(query=OuterRef("folded"))
        .values("query")
        .annotate(total=Sum("times"))
        .values("total")
    )
    wanted = (
        BestBetQuery.objects.annotate(times=Coalesce(Subquery(asked, IntegerField()), 0))
        .values("best_bet")
        .annotate(total=Sum("times"))
        .order_by("-total", "best_bet")
        .values_list("best_bet", flat=True)[:MOST_POPULAR]
    )
    keys = dict(
        BestBet.objects.filter(pk__in=list(wanted)).values_list("page__translation_key", "pk")
    )
    order = {key: place for place, key in enumerate(wanted)}
    pages = Page.objects.filter(translation_key__in=keys, locale__language_code=language)
    return sorted(pages.live().public(), key=lambda page: order[keys[page.translation_key]])
