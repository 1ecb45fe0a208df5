"""What we asked for and what came of it: all recommendations in one list, each at an address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from publications.recommendations import public_recommendations, recommendation_list, shown


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """All recommendations, filtered by the address. What is not understood is said."""
    listing = recommendation_list(request.GET)
    status = 400 if listing.refused else 200
    return render(
        request, "publications/recommendations.html", {"listing": listing}, status=status
    )


@require_safe
def recommendation(request: HttpRequest, key: str) -> HttpResponse:
    """One recommendation with all that is known of it. 404 unless its publication is public."""
    found = shown(public_recommendations().filter(key=key))
    if not found:
        raise Http404
    context = {"asked": found[0], "path": f"/publications/recommendations/{key}/"}
    return render(request, "publications/recommendation.html", context)
