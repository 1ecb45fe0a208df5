"""Which values and programmes a reader asked for: one engine for pages, tables and open data.

What cannot be understood is refused (portal.core.filters).
"""

from datetime import date

import django_filters
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.core.filters import ANY, YearFilter
from portal.reference.models import District, Organisation, Topic
from programs.models import Indicator, IndicatorValue, ProgramPage


def _bangla_programs(request=None) -> QuerySet[ProgramPage]:
    """Programmes as values refer to them: the live pages of the source language."""
    return ProgramPage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE)


class ValueFilter(django_filters.FilterSet):
    """Indicator values by year, programme, indicator, district, level and unit."""

    year = YearFilter(label=_("Year"), method="in_year")
    program = django_filters.ModelChoiceFilter(
        label=_("Programme"), empty_label=ANY, queryset=_bangla_programs, to_field_name="slug"
    )
    indicator = django_filters.ModelChoiceFilter(
        label=_("What was counted"),
        empty_label=ANY,
        queryset=Indicator.objects.all(),
        to_field_name="key",
    )
    district = django_filters.ModelChoiceFilter(
        label=_("District"), empty_label=ANY, queryset=District.objects.all(), to_field_name="code"
    )
    level = django_filters.ChoiceFilter(
        label=_("Level"),
        empty_label=ANY,
        field_name="indicator__level",
        choices=Indicator.Level.choices,
    )
    unit = django_filters.ChoiceFilter(
        label=_("Unit"),
        empty_label=ANY,
        field_name="indicator__unit",
        choices=Indicator.Unit.choices,
    )

    class Meta:
        model = IndicatorValue
        fields: list[str] = []

    def in_year(self, queryset, name, value):
        """Values whose period lies in the year, in whole or in part."""
        first, last = date(value, 1, 1), date(value, 12, 31)
        return queryset.filter(period_start__lte=last, period_end__gte=first)


class ProgramFilter(django_filters.FilterSet):
    """Programmes of one language by area of work, district, partner, status and year."""

    topic = django_filters.ModelChoiceFilter(
        label=_("Area of work"),
        empty_label=ANY,
        queryset=Topic.objects.all(),
        to_field_name="key",
        method="on_topic",
    )
    district = django_filters.ModelChoiceFilter(
        label=_("District"),
        empty_label=ANY,
        queryset=District.objects.all(),
        to_field_name="code",
        method="in_district",
    )
    partner = django_filters.ModelChoiceFilter(
        label=_("Partner or donor"),
        empty_label=ANY,
        queryset=Organisation.objects.all(),
        to_field_name="key",
        field_name="partners__organisation",
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), empty_label=ANY, choices=ProgramPage.Status.choices
    )
    year = YearFilter(label=_("Year"), method="in_year")

    class Meta:
        model = ProgramPage
        fields: list[str] = []

    def on_topic(self, queryset, name, topic):
        """Programmes on a topic; pages of both languages refer to the Bangla ones."""
        return queryset.filter(topics__key=topic.key)

    def in_district(self, queryset, name, district):
        """Programmes that work in the district, in its division, or in the whole country."""
        here = Q(areas__district=district) | Q(areas__division=district.division_id)
        return queryset.filter(here | Q(areas__kind="national")).distinct()

    def in_year(self, queryset, name, value):
        """Programmes whose known years include this one; a running one has no last year."""
        lasted = Q(last_year__gte=value) | Q(last_year=None, status=ProgramPage.Status.RUNNING)
        return queryset.filter(Q(first_year=value) | Q(lasted, first_year__lte=value))
