"""`manage.py rotate_keys`: data keys come under a new master key, records are not touched."""

import re
import subprocess
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from helpdesk.erasure import erase
from helpdesk.models import CaseNote, Ticket
from portal.core.models import User
from portal.privacy.ciphers import CannotOpenError, key_name_of
from portal.privacy.keys import UnknownKeyError
from portal.privacy.management.commands import rotate_keys
from portal.privacy.models import DataKey
from portal.privacy.tokens import TokenError, make_token, read_token
from tests.committed_database import (  # noqa: F401
    MANAGE,
    ROOT,
    process_environment,
    transactional_db,
)

OLD = "old:" + "C" * 43 + "="
NEW = "new:" + "D" * 43 + "="


@pytest.fixture
def keys(db, settings) -> dict:
    """Seven data keys under the old master key, and what they are."""
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    made = {}
    for _number in range(7):
        data_key = DataKey.generate()
        data_key.save()
        made[data_key.pk] = data_key.plain
    return made


def rotate() -> str:
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def test_after_it_the_old_key_may_be_taken_away(keys, settings):
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    assert "7 of 7" in rotate()
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    for data_key in DataKey.objects.all():
        assert data_key.master_key == key_name_of(bytes(data_key.wrapped)) == "new"
        assert data_key.plain == keys[data_key.pk]


def test_before_it_the_old_key_may_not(keys, settings):
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    with pytest.raises(UnknownKeyError):
        _ = DataKey.objects.first().plain


def test_stopped_half_way_it_goes_on_where_it_was(keys, settings, monkeypatch):
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    monkeypatch.setattr(rotate_keys, "BATCH", 3)
    rewrap, calls = DataKey.rewrap, []

    def pull_the_plug(data_key):
        if len(calls) == 5:
            raise KeyboardInterrupt
        calls.append(data_key.pk)
        rewrap(data_key)

    monkeypatch.setattr(DataKey, "rewrap", pull_the_plug)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    # One batch is through; the one that was begun is undone as a whole.
    assert DataKey.objects.filter(master_key="new").count() == 3
    for data_key in DataKey.objects.all():
        assert data_key.plain == keys[data_key.pk]

    monkeypatch.setattr(DataKey, "rewrap", rewrap)
    text = rotate()
    assert "4 of 4" in text
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    for data_key in DataKey.objects.all():
        assert data_key.plain == keys[data_key.pk]


def test_a_second_time_it_has_nothing_to_do(keys, settings):
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    rotate()
    before = dict(DataKey.objects.values_list("pk", "wrapped"))
    assert " of " not in rotate()
    after = dict(DataKey.objects.values_list("pk", "wrapped"))
    assert {pk: bytes(value) for pk, value in after.items()} == {
        pk: bytes(value) for pk, value in before.items()
    }


def test_destroyed_keys_stay_destroyed(keys, settings):
    data_key = DataKey.objects.first()
    data_key.destroy()
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    assert "6 of 6" in rotate()
    with pytest.raises(CannotOpenError, match="erased"):
        _ = DataKey.objects.get(pk=data_key.pk).plain


def test_a_missing_old_key_changes_nothing(keys, settings):
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    with pytest.raises(CommandError, match="7 data keys do not open"):
        rotate()
    assert not DataKey.objects.filter(master_key="new").exists()


def test_one_damaged_key_does_not_stop_the_others(keys, settings, monkeypatch):
    monkeypatch.setattr(rotate_keys, "BATCH", 2)
    damaged = list(DataKey.objects.order_by("pk"))[::3]
    for data_key in damaged:
        data_key.wrapped = bytes(data_key.wrapped)[:-1] + b"\0"
        data_key.save(update_fields=["wrapped"])
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    # A second time too: it must not begin at the same one and get no further.
    for _time in range(2):
        with pytest.raises(CommandError, match="3 data keys do not open") as failure:
            rotate()
        assert failure.value.returncode == 1
        assert all(str(data_key.pk) in str(failure.value) for data_key in damaged)
        assert DataKey.objects.filter(master_key="new").count() == 4
    for data_key in DataKey.objects.filter(master_key="new"):
        assert data_key.plain == keys[data_key.pk]


def test_a_wrapped_key_opens_in_its_own_row_only(keys):
    first, second = DataKey.objects.all()[:2]
    second.wrapped = first.wrapped
    with pytest.raises(CannotOpenError):
        _ = second.plain


def test_the_key_itself_is_not_in_its_row(keys):
    for data_key in DataKey.objects.all():
        assert keys[data_key.pk] not in bytes(data_key.wrapped)
    assert len(set(keys.values())) == 7


@pytest.fixture
def tickets(db, settings) -> list[Ticket]:
    """Two requests and a note, sealed while the old master key was the current one."""
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    author = User.objects.create_user("author", password="not-a-real-one")
    made = []
    for number in range(2):
        data_key = DataKey.generate()
        data_key.save()
        ticket = Ticket.objects.create(
            data_key=data_key,
            submission_hash=str(number),
            language="bn",
            relation="parent",
            narrative=f"কথা {number}",
            phone="+8801700000000",
        )
        CaseNote.objects.create(ticket=ticket, author=author, body=f"note {number}")
        made.append(ticket)
    return made


def columns() -> list:
    """What the sealed columns hold."""
    rows = Ticket.objects.order_by("pk").values_list("narrative", "phone", "notes__body")
    return [[bytes(value) for value in row] for row in rows]


def test_words_open_afterwards_and_their_rows_were_not_touched(tickets, settings):
    before = columns()
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    rotate()
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    assert columns() == before
    for number, ticket in enumerate(Ticket.objects.order_by("pk")):
        assert ticket.narrative == f"কথা {number}"
        assert ticket.phone == "+8801700000000"
        assert ticket.notes.get().body == f"note {number}"


def test_what_is_written_between_the_keys_opens_too(tickets, settings):
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    ticket = Ticket.objects.get(pk=tickets[0].pk)
    ticket.narrative = "নতুন কথা"
    ticket.save()
    rotate()
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    assert Ticket.objects.get(pk=ticket.pk).narrative == "নতুন কথা"


def test_erased_before_or_after_stays_erased(tickets, settings):
    first, second = tickets
    erase(first, None)
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    rotate()
    erase(Ticket.objects.get(pk=second.pk), None)
    for ring in ([NEW, OLD], [OLD], [NEW]):
        settings.FIELD_ENCRYPTION_KEYS = ring
        for ticket in Ticket.objects.all():
            assert ticket.data_key.wrapped is None
            with pytest.raises(CannotOpenError, match="erased"):
                _ = ticket.narrative


def test_forms_that_are_open_survive_until_the_old_key_goes(tickets, settings):
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    token = make_token("help-form", {"answer": "কথা"})
    settings.FIELD_ENCRYPTION_KEYS = [NEW, OLD]
    rotate()
    assert read_token("help-form", token, 60)[0] == {"answer": "কথা"}
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    with pytest.raises(TokenError):
        read_token("help-form", token, 60)


def test_killed_half_way_a_process_is_followed_by_another(transactional_db, settings, tmp_path):  # noqa: F811
    settings.FIELD_ENCRYPTION_KEYS = [OLD]
    made = DataKey.objects.bulk_create([DataKey.generate() for _number in range(1200)])
    plain = {data_key.pk: data_key.plain for data_key in made}
    ours = DataKey.objects.filter(pk__in=plain)
    environment = process_environment(tmp_path, FIELD_ENCRYPTION_KEYS=f"{NEW},{OLD}")

    process = subprocess.Popen(
        [*MANAGE, "rotate_keys"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    first_line = process.stdout.readline()
    process.kill()
    process.communicate()
    assert re.match(r"200 of 1200 ", first_line)
    done = ours.filter(master_key="new").count()
    assert 200 <= done < 1200
    assert done % rotate_keys.BATCH == 0, "a batch is wrapped whole or not at all"

    again = subprocess.run(
        [*MANAGE, "rotate_keys"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=120,
    )
    left = 1200 - done
    assert f"200 of {left} " in again.stdout
    assert f"{left} of {left} " in again.stdout
    settings.FIELD_ENCRYPTION_KEYS = [NEW]
    assert {data_key.pk: data_key.plain for data_key in ours} == plain
