"""Which publications a reader asked for: one engine for the list, feeds, citations and data.

What cannot be understood is refused (portal.core.filters).
"""

import django_filters
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.core.filters import ANY, YearFilter
from portal.reference.models import Country, Topic
from publications.models import PublicationPage

# A programme is a page of another room: it is known by the type of its page alone.
PROGRAM_TYPE = {
    "content_type__app_label": "programs",
    "content_type__model": "programpage",
}
_READ_IN = {"bn": ("bn", "bn-en"), "en": ("en", "bn-en")}


def _source_language(request=None) -> dict:
    return {"locale__language_code": settings.LANGUAGE_CODE}


def _topics(request=None):
    return Topic.objects.filter(**_source_language())


def _countries(request=None):
    return Country.objects.filter(**_source_language())


def _programs(request=None):
    return Page.objects.live().filter(**PROGRAM_TYPE, **_source_language())


class PublicationFilter(django_filters.FilterSet):
    """Publications of one language by kind, topic, year, language, programme and country."""

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), empty_label=ANY, choices=PublicationPage.Kind.choices
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"),
        empty_label=ANY,
        queryset=_topics,
        to_field_name="key",
        method="on_topic",
    )
    year = YearFilter(label=_("Year"), field_name="year")
    language = django_filters.ChoiceFilter(
        label=_("Language of the original"),
        empty_label=ANY,
        choices=settings.LANGUAGES,
        method="in_language",
    )
    program = django_filters.ModelChoiceFilter(
        label=_("Programme"),
        empty_label=ANY,
        queryset=_programs,
        to_field_name="slug",
        method="of_program",
    )
    country = django_filters.ModelChoiceFilter(
        label=_("Country"),
        empty_label=ANY,
        queryset=_countries,
        to_field_name="iso2",
        method="on_country",
    )

    class Meta:
        model = PublicationPage
        fields: list[str] = []

    def on_topic(self, queryset, name, topic):
        """Publications on a topic; pages of both languages refer to the Bangla topics."""
        return queryset.filter(topics__key=topic.key)

    def in_language(self, queryset, name, code):
        """Publications whose original is in the language, alone or beside another."""
        return queryset.filter(original_language__in=_READ_IN[code])

    def of_program(self, queryset, name, program):
        """Publications of a programme; pages of both languages refer to the Bangla programme."""
        same = Q(related_pages__target__translation_key=program.translation_key)
        return queryset.filter(same).distinct()

    def on_country(self, queryset, name, country):
        """Publications on a country; pages of both languages refer to the Bangla countries."""
        return queryset.filter(countries__iso2=country.iso2)
