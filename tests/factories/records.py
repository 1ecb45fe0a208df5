"""Records of the upper floors that are no pages: providers, indicators and their values."""

from datetime import date

import factory
from django.utils import timezone
from wagtail.models import Page

from directory.models import Provider
from portal.privacy.models import DataKey
from programs.models import Indicator, IndicatorValue, StoryConsent
from publications.models import Recommendation, RecommendationEvidence, Subscription
from publications.updates.addresses import index_of
from tests.factories.pages import PublicationPageFactory, StoryPageFactory


class ProviderFactory(factory.django.DjangoModelFactory):
    """An office that people can go to and that may be shown."""

    class Meta:
        model = Provider

    key = factory.Sequence(lambda n: f"fictional-provider-{n}")
    name_bn = factory.Sequence(lambda n: f"কাল্পনিক দপ্তর {n}")
    name_en = factory.Sequence(lambda n: f"Fictional Office {n}")
    kind = Provider.Kind.NGO
    services_bn = "কাল্পনিক সেবা"
    services_en = "Fictional services"
    publish_rule = Provider.Publish.YES


class IndicatorFactory(factory.django.DjangoModelFactory):
    """Something that is counted."""

    class Meta:
        model = Indicator

    key = factory.Sequence(lambda n: f"fictional-indicator-{n}")
    name_bn = factory.Sequence(lambda n: f"কাল্পনিক সূচক {n}")
    name_en = factory.Sequence(lambda n: f"Fictional indicator {n}")
    unit = "people"
    may_count_twice = False


class IndicatorValueFactory(factory.django.DjangoModelFactory):
    """An organisation-wide value of one year."""

    class Meta:
        model = IndicatorValue

    indicator = factory.SubFactory(IndicatorFactory)
    period_start = date(2099, 1, 1)
    period_end = date(2099, 12, 31)
    total = 10
    source_bn = "কাল্পনিক সূত্র"
    source_en = "Fictional source"


class StoryConsentFactory(factory.django.DjangoModelFactory):
    """A consent to the website that is valid in every test's year."""

    class Meta:
        model = StoryConsent

    story = factory.LazyFunction(
        lambda: StoryPageFactory(parent=Page.objects.get(depth=2, locale__language_code="bn"))
    )
    for_web = True
    given_on = date(2020, 1, 1)
    valid_until = date(2099, 12, 31)
    giver_name = "Fictional Giver"


class RecommendationFactory(factory.django.DjangoModelFactory):
    """Something that a fictional publication asks of a ministry; nothing is known of it."""

    class Meta:
        model = Recommendation

    key = factory.Sequence(lambda n: f"fictional-recommendation-{n}")
    publication = factory.LazyFunction(
        lambda: PublicationPageFactory(
            parent=Page.objects.get(depth=2, locale__language_code="bn")
        )
    )
    addressee = Recommendation.Addressee.MINISTRY
    addressee_bn = "কাল্পনিক মন্ত্রণালয়"
    addressee_en = "Fictional Ministry"
    text_bn = factory.Sequence(lambda n: f"কাল্পনিক সুপারিশ {n}")
    text_en = factory.Sequence(lambda n: f"Fictional recommendation {n}")


class RecommendationEvidenceFactory(factory.django.DjangoModelFactory):
    """Something that came of a recommendation."""

    class Meta:
        model = RecommendationEvidence

    recommendation = factory.SubFactory(RecommendationFactory)
    day = date(2020, 1, 1)
    status = "partly"
    text_bn = "কাল্পনিক ঘটনা"
    text_en = "Fictional event"
    source = "Fictional Gazette"


class SubscriptionFactory(factory.django.DjangoModelFactory):
    """A confirmed address of a fictional reader of Bangla letters."""

    class Meta:
        model = Subscription

    class Params:
        reader = factory.Sequence(lambda n: f"reader{n}@readers.example")

    data_key = factory.LazyFunction(lambda: _saved(DataKey.generate()))
    address = factory.SelfAttribute("reader")
    address_index = factory.LazyAttribute(lambda row: index_of(row.address))
    language = "bn"
    asked_at = factory.LazyFunction(timezone.now)
    confirmed_at = factory.LazyFunction(timezone.now)


def _saved(data_key: DataKey) -> DataKey:
    data_key.save()
    return data_key
