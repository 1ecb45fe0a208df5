"""What is changed, withdrawn or deleted in Bangla is changed, withdrawn or deleted in English."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from portal.reference.last_good import FILE_NAME, emergency_places
from portal.reference.models import EmergencyAdvice, EmergencyNumber, Fact
from portal.reference.translations import synchronised_fields
from tests.factories.people import UserFactory
from tests.factories.reference import (
    EmergencyAdviceFactory,
    EmergencyNumberFactory,
    FactFactory,
    HotlineFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def file(settings, tmp_path) -> Path:
    settings.LAST_GOOD_DIR = tmp_path / "last-good"
    return settings.LAST_GOOD_DIR / FILE_NAME


@pytest.fixture
def translate(english):
    """Returns a function that publishes the English translation of an object."""

    def translate(source, **words):
        copy = source.copy_for_translation(english)
        for name, value in words.items():
            setattr(copy, name, value)
        copy.save()
        copy.save_revision().publish()
        return type(source).objects.get(pk=copy.pk)

    return translate


@pytest.fixture
def number(translate, django_capture_on_commit_callbacks) -> EmergencyNumber:
    """A number that is live in both languages, with its fact, and stands in the file."""
    with django_capture_on_commit_callbacks(execute=True):
        number = EmergencyNumberFactory(label="লাইন", fact__value="16135")
        fact = translate(number.fact, label="The line's fact")
        translate(number, label="Line", fact=fact)
    return number


def publish(instance, **changes):
    """As the admin does it: on an instance of its own, through a revision."""
    edited = type(instance).objects.get(pk=instance.pk)
    for name, value in changes.items():
        setattr(edited, name, value)
    edited.save_revision().publish()


def in_english(instance):
    return type(instance).objects.get(
        translation_key=instance.translation_key, locale__language_code="en"
    )


def lines(language: str, place: str = "bd"):
    return [(line.label, line.dial) for line in emergency_places(language)[place].lines]


def test_the_fields_come_from_the_models():
    assert {field.name for field in synchronised_fields(EmergencyNumber)} == {
        "place",
        "sort_order",
    }
    assert {"value", "dial", "publish_rule", "check_again_by", "checked_by"} <= {
        field.name for field in synchronised_fields(Fact)
    }


class TestChanges:
    def test_every_synchronised_value_of_a_fact_arrives(self, translate):
        fact = FactFactory(value="100")
        translate(fact, label="A fee")
        person = UserFactory()
        changes = {
            "value": "200",
            "unit": Fact.Unit.DAYS,
            "publish_rule": Fact.Publish.NO,
            "check_again_by": date(2099, 1, 1),
            "valid_from": date(2098, 1, 1),
            "checked_by": person,
            "source_url": "https://example.org/",
            "key": "another-key",
        }
        publish(fact, label="নতুন", **changes)
        english = in_english(fact)
        assert {name: getattr(english, name) for name in changes} == changes
        assert english.label == "A fee"
        assert english.live

    def test_a_draft_leaks_nothing(self, number, django_capture_on_commit_callbacks):
        draft = Fact.objects.get(pk=number.fact.pk)
        draft.value = "99999"
        with django_capture_on_commit_callbacks(execute=True):
            draft.save_revision()
        assert in_english(number.fact).value == "16135"
        assert lines("bn") == [("লাইন", "16135")]
        assert lines("en") == [("Line", "16135")]

    def test_a_change_planned_for_later_waits(self, number):
        publish(number.fact)
        publish(number.fact, value="99999", go_live_at=timezone.now() + timedelta(days=1))
        assert in_english(number.fact).value == "16135"
        assert in_english(number.fact).live

    def test_publishing_an_old_english_revision_brings_no_old_value_back(self, number):
        old = in_english(number.fact).latest_revision
        publish(number.fact, value="16136")
        assert in_english(number.fact).latest_revision.content["value"] == "16136"
        type(old).objects.filter(pk=old.pk).update(content=old.content)
        old.refresh_from_db()
        old.publish()
        assert in_english(number.fact).value == "16136"

    def test_the_file_has_it_in_both_languages(self, number, django_capture_on_commit_callbacks):
        assert lines("bn") == [("লাইন", "16135")]
        assert lines("en") == [("Line", "16135")]
        with django_capture_on_commit_callbacks(execute=True):
            publish(number.fact, value="16136", publish_rule=Fact.Publish.CHECK_FIRST)
        assert lines("bn") == [("লাইন", "16136")]
        assert lines("en") == [("Line", "16136")]
        (line,) = emergency_places("en")["bd"].lines
        assert (line.displayed, line.check_first) == ("16136", True)

    def test_a_number_that_moves(self, number, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            publish(number, place="abroad", sort_order=7)
        english = in_english(number)
        assert (english.place, english.sort_order) == ("abroad", 7)
        assert lines("en") == []
        assert lines("en", "abroad") == [("Line", "16135")]

    def test_a_number_that_points_to_another_fact(
        self, number, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            publish(number, fact=HotlineFactory(value="16137"))
        assert lines("en") == [("Line", "16137")]

    def test_other_objects_stay_as_they_are(self, number, translate):
        other = FactFactory(value="1")
        translate(other)
        publish(number.fact, value="16136")
        assert in_english(other).value == "1"


class TestWithdrawing:
    def test_a_fact(self, number, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            kept = EmergencyNumberFactory(label="থাকে", fact__value="16139")
        with django_capture_on_commit_callbacks(execute=True):
            Fact.objects.get(pk=number.fact.pk).unpublish()
        assert not in_english(number.fact).live
        assert lines("bn") == lines("en") == [("থাকে", kept.fact.value)]

    def test_a_number(self, number, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            EmergencyNumberFactory(label="থাকে", fact__value="16139")
        with django_capture_on_commit_callbacks(execute=True):
            EmergencyNumber.objects.get(pk=number.pk).unpublish()
        assert not in_english(number).live
        assert lines("bn") == lines("en") == [("থাকে", "16139")]

    def test_advice(self, number, translate, django_capture_on_commit_callbacks):
        advice = EmergencyAdviceFactory(text="আগে ভাবুন")
        with django_capture_on_commit_callbacks(execute=True):
            translate(advice, text="Think first")
        assert emergency_places("en")["abroad"].advice == "Think first"
        with django_capture_on_commit_callbacks(execute=True):
            EmergencyAdvice.objects.get(pk=advice.pk).unpublish()
        assert emergency_places("en")["abroad"].advice == ""
        assert not in_english(advice).live

    def test_english_cannot_be_live_alone(self, number):
        Fact.objects.get(pk=number.fact.pk).unpublish()
        in_english(number.fact).save_revision().publish()
        assert not in_english(number.fact).live

    def test_withdrawing_english_leaves_bangla(self, number, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            in_english(number).unpublish()
        number.refresh_from_db()
        assert number.live
        # The number is still a number to call: it stands in the source's words.
        assert lines("en") == [("লাইন", "16135")]


class TestDeleting:
    def test_the_translation_goes_too(self, number):
        number.delete()
        assert not EmergencyNumber.objects.exists()
        number.fact.delete()
        assert not Fact.objects.filter(key=number.fact.key).exists()

    def test_one_that_is_still_in_use_is_withdrawn(self, number):
        publish(number, fact=HotlineFactory())
        Fact.objects.get(pk=number.fact.pk).delete()
        (left,) = Fact.objects.filter(key=number.fact.key)
        assert left.locale.language_code == "en"
        assert not left.live

    def test_deleting_english_leaves_bangla(self, number):
        in_english(number).delete()
        assert EmergencyNumber.objects.get() == number

    def test_all_at_once(self, number):
        EmergencyNumber.objects.all().delete()
        assert not EmergencyNumber.objects.exists()
