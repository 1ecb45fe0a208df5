"""Which recommendations a reader asked for: one engine for the page and the data."""

import django_filters
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core.filters import ANY, YearFilter
from portal.reference.models import Topic
from publications.models import Recommendation
from publications.models.recommendations import Status
from publications.public import public_publications

# “Open” alone would sound as if it were known that nothing happened.
STATUSES = [
    (Status.OPEN.value, _("Open, or we know of nothing yet")),
    *((status.value, status.label) for status in Status if status != Status.OPEN),
]


def _topics(request=None):
    return Topic.objects.filter(locale__language_code=get_language() or settings.LANGUAGE_CODE)


def _publications(request=None):
    """Publications that recommend something, in the reader's language; both share a slug."""
    asking = Recommendation.objects.values("publication__translation_key")
    return (
        public_publications()
        .filter(
            locale__language_code=get_language() or settings.LANGUAGE_CODE,
            translation_key__in=asking,
        )
        .order_by("-first_day", "-page_ptr_id")
    )


class RecommendationFilter(django_filters.FilterSet):
    """Recommendations by addressee, status, topic, publication and the year of publication."""

    addressee = django_filters.ChoiceFilter(
        label=_("To whom"), empty_label=ANY, choices=Recommendation.Addressee.choices
    )
    status = django_filters.ChoiceFilter(
        label=_("What came of it"), empty_label=ANY, choices=STATUSES
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"),
        empty_label=ANY,
        queryset=_topics,
        to_field_name="key",
        method="on_topic",
    )
    publication = django_filters.ModelChoiceFilter(
        label=_("Publication"),
        empty_label=ANY,
        queryset=_publications,
        to_field_name="slug",
        method="from_publication",
    )
    year = YearFilter(label=_("Year of the publication"), field_name="publication__year")

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def on_topic(self, queryset, name, topic):
        """Recommendations on a topic; they refer to the topic of the source language."""
        return queryset.filter(topic__key=topic.key)

    def from_publication(self, queryset, name, publication):
        """Recommendations of a publication; they refer to its page in the source language."""
        return queryset.filter(publication__translation_key=publication.translation_key)
