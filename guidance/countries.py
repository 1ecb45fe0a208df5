"""The country a reader is going to, carried in the path: `…/visa-and-contract/in/sa/`.

Never in a query or a cookie: the address can be sent to somebody, stored, and tells nothing about
the reader that the page itself does not show. It is canonical to the plain step.
"""

from django.apps import apps
from django.db.models import OuterRef, Subquery
from django.http import Http404
from wagtail.url_routing import RouteResult

from portal.core.site_frame import in_language
from portal.reference.models import Country


def notes_on(guide, country: Country) -> list:
    """Return what is different in a country in a step, in the guide's language. One query."""
    notes = apps.get_model("guidance", "CountryNote").objects.filter(
        live=True,
        locale_id=guide.locale_id,
        guide__translation_key=guide.translation_key,
        country__iso2=country.iso2,
    )
    return list(notes)


def noted_countries(locale_id: int, guide=None) -> list[Country]:
    """Return the countries on which there are notes (on a guide), in a locale. One query."""
    notes = apps.get_model("guidance", "CountryNote").objects.filter(
        live=True, locale_id=locale_id
    )
    if guide is not None:
        notes = notes.filter(guide__translation_key=guide.translation_key)
    codes = notes.values("country__iso2")
    return list(Country.objects.filter(locale_id=locale_id, iso2__in=codes))


def country_of(code: str, locale_id: int) -> Country | None:
    """Return a country in a locale by its two letters in lower case. One query.

    `destination_path` is the stored path of its own page, None while it has none.
    """
    if code != code.lower() or not code.isascii():
        return None
    destination = (
        apps.get_model("guidance", "DestinationPage")
        .objects.live()
        .filter(country__iso2=OuterRef("iso2"), locale_id=locale_id)
    )
    return (
        Country.objects.filter(iso2=code.upper(), locale_id=locale_id)
        .annotate(destination_path=Subquery(destination.values("url_path")[:1]))
        .first()
    )


class CountryJourneyMixin:
    """A page of a journey that can be read for one country of destination."""

    # The country of the address that is shown.
    country: Country | None = None

    def route_below(self, rest: list[str]) -> RouteResult:
        """Answer `in/sa/`. Raises Http404 for anything else and for an unknown country."""
        if len(rest) == 2 and rest[0] == "in":
            self.country = country_of(rest[1], self.locale_id)
            if self.country:
                self.subpath = f"in/{rest[1]}/"
                return RouteResult(self)
        raise Http404

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["country"] = self.country
        # Appended to the address of every page of the journey that is linked.
        context["subpath"] = self.subpath
        if self.country and self.country.destination_path:
            # A stored path begins with the home page's slug, an address with its language.
            below_home = self.country.destination_path.split("/", 2)[2]
            context["destination_url"] = in_language(f"/{below_home}", self.locale.language_code)
        return context
