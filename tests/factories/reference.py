"""Dated facts, numbers to call, countries, topics and organisations."""

from datetime import date, timedelta

import factory
from wagtail.models import Locale

from portal.reference.models import (
    Country,
    EmergencyAdvice,
    EmergencyNumber,
    Fact,
    GlossaryTerm,
    Organisation,
    Topic,
)


class FactFactory(factory.django.DjangoModelFactory):
    """A live fee that may be shown and whose check is due in a year."""

    class Meta:
        model = Fact

    locale = factory.LazyFunction(Locale.get_default)
    key = factory.Sequence(lambda n: f"fictional-fact-{n}")
    kind = Fact.Kind.FEE
    label = factory.LazyAttribute(lambda fact: f"কাল্পনিক তথ্য {fact.key}")
    value = "4025"
    unit = Fact.Unit.BDT
    confidence = Fact.Confidence.HIGH
    publish_rule = Fact.Publish.YES
    checked_on = date(2026, 1, 15)
    check_again_by = factory.LazyFunction(lambda: date.today() + timedelta(days=365))


class HotlineFactory(FactFactory):
    """A telephone line. The number is one that nobody has."""

    kind = Fact.Kind.HOTLINE
    unit = Fact.Unit.PHONE
    value = "00000"


class GlossaryTermFactory(factory.django.DjangoModelFactory):
    """A live word, explained where texts use it."""

    class Meta:
        model = GlossaryTerm

    locale = factory.LazyFunction(Locale.get_default)
    key = factory.Sequence(lambda n: f"fictional-word-{n}")
    term = factory.Sequence(lambda n: f"কাল্পনিকশব্দ{n}")
    explanation = "কাল্পনিক মানে।"


class EmergencyNumberFactory(factory.django.DjangoModelFactory):
    """A live line of the list of numbers in Bangladesh."""

    class Meta:
        model = EmergencyNumber

    locale = factory.LazyFunction(Locale.get_default)
    fact = factory.SubFactory(HotlineFactory, locale=factory.SelfAttribute("..locale"))
    place = EmergencyNumber.Place.BANGLADESH
    label = factory.Sequence(lambda n: f"কাল্পনিক লাইন {n}")
    sort_order = factory.Sequence(lambda n: n)


class EmergencyAdviceFactory(factory.django.DjangoModelFactory):
    """Live advice under the numbers from abroad."""

    class Meta:
        model = EmergencyAdvice

    locale = factory.LazyFunction(Locale.get_default)
    place = EmergencyNumber.Place.ABROAD
    text = "কাল্পনিক পরামর্শ"


class CountryFactory(factory.django.DjangoModelFactory):
    """A country that does not exist: `XA` to `XZ` are codes nobody is given."""

    class Meta:
        model = Country

    locale = factory.LazyFunction(Locale.get_default)
    iso2 = factory.Sequence(lambda n: f"X{chr(ord('A') + n % 26)}")
    name = factory.LazyAttribute(lambda country: f"কল্পদেশ {country.iso2}")


class TopicFactory(factory.django.DjangoModelFactory):
    """A topic."""

    class Meta:
        model = Topic

    locale = factory.LazyFunction(Locale.get_default)
    key = factory.Sequence(lambda n: f"fictional-topic-{n}")
    name = factory.LazyAttribute(lambda topic: f"বিষয় {topic.key}")


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An organisation."""

    class Meta:
        model = Organisation

    key = factory.Sequence(lambda n: f"fictional-organisation-{n}")
    name_en = factory.Sequence(lambda n: f"Fictional Organisation {n}")
    name_bn = factory.Sequence(lambda n: f"কাল্পনিক সংস্থা {n}")
    kind = Organisation.Kind.NGO
