"""Which publications a reader asked for: one engine for the list, feeds, citations and data.

What cannot be understood is refused (portal.core.filters).
"""

import django_filters
from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.core.filters import ANY, YearField, YearFilter
from portal.core.numerals import to_ascii_digits
from portal.reference.models import Country, Topic
from publications.models import PublicationPage, PublicationRelatedPage

# A programme is a page of another room: it is known by the type of its page alone.
PROGRAM_TYPE = {
    "content_type__app_label": "programs",
    "content_type__model": "programpage",
}
READ_IN = {"bn": ("bn", "bn-en"), "en": ("en", "bn-en")}


# Filters whose choices are records: what they are called is read from the database.
NAMED = ("topic", "country", "program")


def names_of_choices(language: str) -> dict[str, dict[str, str]]:
    """Return what topics, countries and programmes are called in a language, by key, in order.

    One query.
    """
    first, *others = name_rows(language)
    return sorted_names(first.union(*others, all=True))


def sorted_names(rows) -> dict[str, dict[str, str]]:
    """Return rows of `name_rows` as names by key, for each filter, in their order."""
    names: dict[str, dict[str, str]] = {name: {} for name in NAMED}
    for filter_name, key, name, _place in sorted(rows, key=lambda row: (row[0], row[3], row[2])):
        names[filter_name][key] = name
    return names


def name_rows(language: str) -> list[QuerySet]:
    """Return queries of (filter, key, name, place), which can be united.

    Programmes are those that a publication belongs to.
    """
    locale = {"locale__language_code": language}
    related = PublicationPage.objects.live().filter(related_pages__target__isnull=False)
    programs = Page.objects.live().filter(
        **PROGRAM_TYPE,
        **locale,
        translation_key__in=related.values("related_pages__target__translation_key"),
    )
    return [
        _names("topic", Topic.objects.filter(**locale), "key", "name", Value(0)),
        _names("country", Country.objects.filter(**locale), "iso2", "name", F("sort_order")),
        _names("program", programs, "slug", "title", Value(0)),
    ]


def _names(filter_name: str, queryset: QuerySet, key: str, name: str, place) -> QuerySet:
    shown = Value(filter_name, output_field=CharField())
    return queryset.order_by().values_list(shown, F(key), F(name), place)


class YearChoiceField(YearField):
    """A year that is chosen from a list, whose values have the same digits in both languages."""

    def prepare_value(self, value):
        """Write a year as the address does."""
        return to_ascii_digits(str(value)) if value else value


class YearChoiceFilter(YearFilter):
    """The year a publication is of."""

    field_class = YearChoiceField


class PublicationFilter(django_filters.FilterSet):
    """Publications of one language by kind, topic, year, language, programme and country.

    `names` are those of `names_of_choices`, where somebody has read them already; without any,
    they are read.
    """

    kind = django_filters.ChoiceFilter(
        label=_("Kind"), empty_label=ANY, choices=PublicationPage.Kind.choices
    )
    topic = django_filters.ChoiceFilter(
        label=_("Topic"), empty_label=ANY, field_name="topics__key"
    )
    year = YearChoiceFilter(label=_("Year"), field_name="year")
    language = django_filters.ChoiceFilter(
        label=_("Language of the original"),
        empty_label=ANY,
        choices=settings.LANGUAGES,
        method="in_language",
    )
    program = django_filters.ChoiceFilter(
        label=_("Programme"), empty_label=ANY, method="of_program"
    )
    country = django_filters.ChoiceFilter(
        label=_("Country"), empty_label=ANY, field_name="countries__iso2"
    )

    class Meta:
        model = PublicationPage
        fields: list[str] = []

    def __init__(self, data=None, queryset=None, *, names=None, **kwargs):
        super().__init__(data, queryset, **kwargs)
        names = names_of_choices(get_language()) if names is None else names
        for name, choices in names.items():
            self.filters[name].extra["choices"] = list(choices.items())

    def in_language(self, queryset, name, code):
        """Publications whose original is in the language, alone or beside another."""
        return queryset.filter(original_language__in=READ_IN[code])

    def of_program(self, queryset, name, slug):
        """Publications of a programme, whichever language's page was chosen for it."""
        types = {f"target__{part}": value for part, value in PROGRAM_TYPE.items()}
        chosen = PublicationRelatedPage.objects.filter(
            page_id=OuterRef("pk"), target__slug=slug, **types
        )
        # A join would count a publication twice that belongs to it twice.
        return queryset.filter(Exists(chosen))

    def fitting_without(self, *names: str) -> QuerySet[PublicationPage]:
        """Return what fits all filters but some: what choosing anew in these would find."""
        queryset = self.queryset.all()
        for other, value in self.form.cleaned_data.items():
            if other not in names:
                queryset = self.filters[other].filter(queryset, value)
        return queryset
