"""Places, countries, topics and organisations."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from portal.core.inputs import clean_line
from portal.reference.models import District, Division, Upazila
from tests.factories.reference import CountryFactory, OrganisationFactory, TopicFactory

pytestmark = pytest.mark.django_db


def test_all_places_are_there():
    assert Division.objects.count() == 8
    assert District.objects.count() == 64
    assert Upazila.objects.count() == 494
    assert not Division.objects.filter(districts=None).exists()
    assert not District.objects.filter(upazilas=None).exists()


@pytest.mark.parametrize(
    ("model", "today", "bangla", "former"),
    [
        (District, "Cumilla", "কুমিল্লা", "Comilla"),
        (District, "Cox's Bazar", "কক্সবাজার", "Coxsbazar"),
        (District, "Barishal", "বরিশাল", "Barisal"),
        (District, "Chattogram", "চট্টগ্রাম", "Chittagong"),
        (Division, "Barishal", "বরিশাল", "Barisal"),
        (Division, "Chattogram", "চট্টগ্রাম", "Chittagong"),
        (District, "Bogura", "বগুড়া", "Bogra"),
        (District, "Jashore", "যশোর", "Jessore"),
    ],
)
def test_names_are_todays(model, today, bangla, former):
    place = model.objects.get(name_en=today)
    assert clean_line(place.name_bn) == clean_line(bangla)
    assert not model.objects.filter(name_en=former).exists()


@pytest.mark.parametrize("model", [Division, District, Upazila])
def test_names_are_clean(model):
    for place in model.objects.all():
        assert place.name_bn == clean_line(place.name_bn), place.code
        assert place.name_en == clean_line(place.name_en), place.code
        assert place.name_en.isascii()
        assert all("\u0980" <= letter <= "\u09ff" or letter in " ()-." for letter in place.name_bn)


def test_every_place_stands_where_it_belongs():
    assert District.objects.get(name_en="Cumilla").division.name_en == "Chattogram"
    assert District.objects.get(name_en="Tangail").division.name_en == "Dhaka"
    assert Upazila.objects.get(name_en="Shahrasti").district.name_en == "Chandpur"


def test_names_follow_the_readers_language():
    place = District.objects.get(name_en="Cumilla")
    organisation = OrganisationFactory(name_bn="কাল্পনিক", name_en="Fictional")
    with translation.override("bn"):
        assert (str(place), str(organisation)) == (place.name_bn, "কাল্পনিক")
    with translation.override("en"):
        assert (str(place), str(organisation)) == ("Cumilla", "Fictional")


@pytest.mark.parametrize(("factory", "field"), [(CountryFactory, "iso2"), (TopicFactory, "key")])
def test_a_code_stands_once_in_a_language(factory, field, english):
    first = factory()
    code = {field: getattr(first, field)}
    factory(locale=english, **code)
    with pytest.raises(IntegrityError), transaction.atomic():
        factory(**code)
