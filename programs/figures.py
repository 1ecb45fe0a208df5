"""Indicator values for pages: the ones of the home page, of a programme, of the organisation."""

from django.apps import apps
from django.db.models import Q, QuerySet


def _values() -> QuerySet:
    return apps.get_model("programs", "IndicatorValue").objects.select_related("indicator")


def public_values(values: QuerySet | None = None) -> QuerySet:
    """Return the values, of some or of all, that everybody may see, with their indicators.

    Those of a programme are, while its page is live and restricted to nobody. One query at once.
    """
    pages = apps.get_model("programs", "ProgramPage").objects.live().public()
    values = _values() if values is None else values
    return values.filter(Q(program=None) | Q(program__in=pages.order_by().values("pk")))


def figures_on_home() -> QuerySet:
    """Return the values that editors placed on the home page, in their order."""
    return _values().filter(home_order__isnull=False).order_by("home_order")


def organisation_wide_values() -> QuerySet:
    """Return the values that belong to no single programme, outcomes before outputs."""
    return (
        _values()
        .filter(program=None)
        .order_by("indicator__level", "indicator__sort_order", "-period_end")
    )


def values_of_program(page) -> QuerySet:
    """Return the values of a programme, whichever language's page is given."""
    return (
        _values()
        .filter(program__translation_key=page.translation_key)
        .order_by("indicator__level", "indicator__sort_order", "-period_end", "pk")
    )
