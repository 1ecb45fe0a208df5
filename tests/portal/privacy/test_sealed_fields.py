"""Sealed texts in the database, tried on the model that uses them most: a request for help."""

import json
import uuid
from io import StringIO

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from helpdesk.models import Ticket
from helpdesk.taxonomy import Relation
from portal.privacy.ciphers import CannotOpenError
from portal.privacy.models import DataKey

pytestmark = pytest.mark.django_db

STORY = "কাল্পনিক কথা: দালাল টাকা নিয়েছে। Fictional words."


def make_ticket(**values) -> Ticket:
    data_key = DataKey.generate()
    data_key.save()
    return Ticket.objects.create(
        data_key=data_key,
        submission_hash=uuid.uuid4().hex,
        language="bn",
        relation=Relation.values[0],
        **values,
    )


def stored(ticket: Ticket, column: str = "narrative"):
    """What stands in the row itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM helpdesk_ticket WHERE id = %s",  # noqa: S608
            [ticket.pk],
        )
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


class TestReadingAndWriting:
    def test_words_come_back_and_are_not_in_the_row(self):
        ticket = make_ticket(narrative=STORY, asker_name="রহিমা")
        again = Ticket.objects.get(pk=ticket.pk)
        assert again.narrative == STORY
        assert again.asker_name == "রহিমা"
        for word in STORY.split():
            assert word.encode() not in stored(ticket)
        assert "রহিমা".encode() not in stored(ticket, "asker_name")

    def test_the_whole_row_holds_no_word(self):
        ticket = make_ticket(
            narrative=STORY, asker_name="রহিমা", phone="+8800000000", safety_plan='{"x": "রাতে"}'
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM helpdesk_ticket WHERE id = %s", [ticket.pk])
            row = cursor.fetchone()
        raw = b"|".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for value in row
        )
        for word in ("দালাল", "Fictional", "রহিমা", "+8800000000", "রাতে"):
            assert word.encode() not in raw

    @pytest.mark.parametrize("empty", ["", None])
    def test_empty_is_null_and_reads_as_empty_text(self, empty):
        ticket = make_ticket(narrative=empty)
        assert stored(ticket) is None
        assert Ticket.objects.get(pk=ticket.pk).narrative == ""
        assert Ticket.objects.filter(narrative__isnull=True).exists()

    def test_changing_and_emptying(self):
        ticket = make_ticket(narrative=STORY)
        ticket = Ticket.objects.get(pk=ticket.pk)
        ticket.narrative = "আরেক কথা"
        assert ticket.narrative == "আরেক কথা"
        ticket.save()
        assert Ticket.objects.get(pk=ticket.pk).narrative == "আরেক কথা"
        ticket.narrative = ""
        ticket.save()
        assert stored(ticket) is None

    def test_saving_something_else_leaves_the_value_alone(self):
        ticket = Ticket.objects.get(pk=make_ticket(narrative=STORY).pk)
        before = stored(ticket)
        ticket.status = "closed"
        ticket.save()
        assert stored(ticket) == before
        ticket.save(update_fields=["status"])
        assert Ticket.objects.get(pk=ticket.pk).narrative == STORY

    def test_deferred_values_are_fetched_and_opened(self):
        pk = make_ticket(narrative=STORY).pk
        assert Ticket.objects.defer("narrative").get(pk=pk).narrative == STORY
        assert Ticket.objects.only("pk").get(pk=pk).narrative == STORY
        ticket = Ticket.objects.get(pk=pk)
        ticket.refresh_from_db(fields=["narrative"])
        assert ticket.narrative == STORY

    def test_values_give_ciphertext(self):
        make_ticket(narrative=STORY)
        (value,) = Ticket.objects.values_list("narrative", flat=True)
        assert "দালাল".encode() not in bytes(value)

    def test_equal_words_are_sealed_differently(self):
        assert stored(make_ticket(narrative=STORY)) != stored(make_ticket(narrative=STORY))


class RoundTrip(TestCase):
    @run(max_examples=25, deadline=None)
    @given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200))
    def test_any_text_comes_back(self, text):
        ticket = make_ticket(narrative=text)
        assert Ticket.objects.get(pk=ticket.pk).narrative == text


class TestAPlaceOfItsOwn:
    def move(self, source, source_column, target, target_column):
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE helpdesk_ticket SET {target_column} = "  # noqa: S608
                f"(SELECT {source_column} FROM helpdesk_ticket WHERE id = %s) WHERE id = %s",
                [source.pk, target.pk],
            )
        return Ticket.objects.get(pk=target.pk)

    def test_a_value_moved_to_another_field_does_not_open(self):
        ticket = make_ticket(narrative=STORY)
        moved = self.move(ticket, "narrative", ticket, "asker_name")
        assert moved.narrative == STORY
        with pytest.raises(CannotOpenError):
            _ = moved.asker_name

    def test_a_value_moved_to_another_row_does_not_open(self):
        moved = self.move(make_ticket(narrative=STORY), "narrative", make_ticket(), "narrative")
        with pytest.raises(CannotOpenError):
            _ = moved.narrative

    def test_not_even_together_with_its_key(self):
        source, target = make_ticket(narrative=STORY), make_ticket()
        moved = self.move(source, "narrative", target, "narrative")
        moved.data_key = source.data_key
        with pytest.raises(CannotOpenError):
            _ = moved.narrative


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "lookup", ["narrative", "narrative__exact", "narrative__contains", "narrative__in"]
    )
    def test_filters(self, lookup):
        make_ticket(narrative=STORY)
        with pytest.raises(FieldError):
            list(Ticket.objects.filter(**{lookup: STORY}))

    def test_updates_of_rows(self):
        ticket = make_ticket(narrative=STORY)
        with pytest.raises(TypeError, match="sealed"), transaction.atomic():
            Ticket.objects.update(narrative="plain words")
        assert Ticket.objects.get(pk=ticket.pk).narrative == STORY

    def test_bulk_updates(self):
        ticket = make_ticket(narrative=STORY)
        ticket.narrative = "plain words"
        with pytest.raises(TypeError, match="sealed"):
            Ticket.objects.bulk_update([ticket], ["narrative"])

    def test_rows_may_be_emptied(self):
        ticket = make_ticket(narrative=STORY)
        Ticket.objects.update(narrative="")
        assert stored(ticket) is None
        Ticket.objects.update(narrative=None)
        assert stored(ticket) is None


class TestFixtures:
    def dump(self) -> str:
        out = StringIO()
        call_command("dumpdata", "privacy", "helpdesk", stdout=out)
        return out.getvalue()

    def test_a_dump_carries_ciphertext(self):
        ticket = make_ticket(narrative=STORY, asker_name="রহিমা")
        dump = self.dump()
        rows = {row["model"]: row["fields"] for row in json.loads(dump)}
        assert rows["helpdesk.ticket"]["narrative"]
        assert rows["helpdesk.ticket"]["phone"] is None
        decoded = json.dumps(json.loads(dump), ensure_ascii=False)
        for word in ("দালাল", "Fictional", "রহিমা"):
            assert word not in decoded
        assert ticket.reference in decoded

    def test_checking_an_object_does_not_take_its_words_for_a_fixture(self):
        ticket = make_ticket()
        ticket.narrative = "QUJDRA=="
        ticket.full_clean(exclude=["submission_hash"])
        ticket.save()
        assert Ticket.objects.get(pk=ticket.pk).narrative == "QUJDRA=="

    def test_a_dump_can_be_loaded_again_without_its_keys(self, settings):
        pk = make_ticket(narrative=STORY).pk
        dump = self.dump()
        before = stored(Ticket.objects.get(pk=pk))
        Ticket.objects.all().delete()
        DataKey.objects.all().delete()
        rows = sorted(json.loads(dump), key=lambda row: row["model"] != "privacy.datakey")
        wanted = [row for row in rows if row["model"] in ("privacy.datakey", "helpdesk.ticket")]
        ring = settings.FIELD_ENCRYPTION_KEYS
        settings.FIELD_ENCRYPTION_KEYS = []
        for item in serializers.deserialize("json", json.dumps(wanted)):
            item.save()
        settings.FIELD_ENCRYPTION_KEYS = ring
        again = Ticket.objects.get(pk=pk)
        assert stored(again) == before
        assert again.narrative == STORY


class TestErasure:
    def test_a_destroyed_key_makes_the_words_unreadable(self):
        ticket = make_ticket(narrative=STORY, asker_name="রহিমা")
        backup = stored(ticket)
        ticket.data_key.destroy()
        erased = Ticket.objects.get(pk=ticket.pk)
        with pytest.raises(CannotOpenError, match="erased"):
            _ = erased.narrative
        with pytest.raises(CannotOpenError, match="erased"):
            _ = erased.asker_name
        # The ciphertext is still there, as it is in every backup: it is worth nothing.
        assert stored(ticket) == backup
        data_key = DataKey.objects.get()
        assert data_key.wrapped is None
        assert data_key.destroyed_at is not None

    def test_the_key_is_forgotten_in_memory_too(self):
        data_key = DataKey.generate()
        data_key.save()
        assert data_key.plain
        data_key.destroy()
        with pytest.raises(CannotOpenError):
            _ = data_key.plain

    def test_another_record_is_untouched(self):
        erased, kept = make_ticket(narrative=STORY), make_ticket(narrative=STORY)
        erased.data_key.destroy()
        assert Ticket.objects.get(pk=kept.pk).narrative == STORY

    def test_nothing_can_be_written_any_more(self):
        ticket = make_ticket(narrative=STORY)
        ticket.data_key.destroy()
        ticket = Ticket.objects.get(pk=ticket.pk)
        ticket.narrative = "নতুন কথা"
        with pytest.raises(CannotOpenError):
            ticket.save()
