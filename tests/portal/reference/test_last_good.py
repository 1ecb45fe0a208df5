"""The file of emergency numbers: there when the database is not."""

import json
import runpy
from datetime import timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory
from django.utils import timezone

from portal.errors import server_error
from portal.reference.last_good import FILE_NAME, emergency_places, write_last_good
from portal.reference.models import EmergencyNumber, Fact
from tests.factories.reference import (
    EmergencyAdviceFactory,
    EmergencyNumberFactory,
    FactFactory,
    HotlineFactory,
)

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def file(settings, tmp_path) -> Path:
    settings.LAST_GOOD_DIR = tmp_path / "last-good"
    return settings.LAST_GOOD_DIR / FILE_NAME


def labels(language: str, place: str = "bd") -> list[str]:
    return [line.label for line in emergency_places(language)[place].lines]


class TestWriting:
    def test_publishing_a_number_writes_it(self, file, django_capture_on_commit_callbacks):
        assert not file.exists()
        with django_capture_on_commit_callbacks(execute=True):
            EmergencyNumberFactory(label="লাইন ক", fact__value="16135")
        (line,) = emergency_places("bn")["bd"].lines
        assert (line.label, line.displayed, line.dial) == ("লাইন ক", "১৬১৩৫", "16135")
        assert not line.check_first

    def test_a_changed_number_is_written_anew(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            number = EmergencyNumberFactory(fact__value="16135")
        with django_capture_on_commit_callbacks(execute=True):
            number.fact.value = "16136"
            number.fact.save()
        assert emergency_places("bn")["bd"].lines[0].dial == "16136"

    def test_a_withdrawn_number_goes(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            EmergencyNumberFactory(label="থাকে")
            number = EmergencyNumberFactory(label="যায়")
            other = EmergencyNumberFactory(label="এটিও যায়")
        assert len(labels("bn")) == 3
        with django_capture_on_commit_callbacks(execute=True):
            number.live = False
            number.save()
            other.delete()
        assert labels("bn") == ["থাকে"]

    def test_other_facts_write_nothing(self, file, django_capture_on_commit_callbacks):
        EmergencyNumberFactory()
        with django_capture_on_commit_callbacks(execute=True):
            FactFactory()
        assert not file.exists()

    def test_nothing_is_written_before_the_commit(self, file):
        EmergencyNumberFactory()
        assert not file.exists()

    def test_an_empty_list_never_replaces_a_good_one(
        self, file, django_capture_on_commit_callbacks
    ):
        EmergencyNumberFactory(label="লাইন ক")
        assert write_last_good() is True
        before = file.read_bytes()
        with django_capture_on_commit_callbacks(execute=True):
            EmergencyNumber.objects.all().delete()
        assert write_last_good() is False
        assert file.read_bytes() == before
        assert labels("bn") == ["লাইন ক"]

    @pytest.mark.parametrize("fact", [{"live": False}, {"publish_rule": Fact.Publish.NO}])
    def test_held_back_facts_are_left_out(self, fact):
        EmergencyNumberFactory(label="ভালো")
        EmergencyNumberFactory(fact=HotlineFactory(**fact))
        write_last_good()
        assert labels("bn") == ["ভালো"]

    def test_a_number_past_its_check_says_so(self):
        yesterday = timezone.localdate() - timedelta(days=1)
        EmergencyNumberFactory(fact__check_again_by=yesterday)
        EmergencyNumberFactory(fact__publish_rule=Fact.Publish.CHECK_FIRST)
        write_last_good()
        assert [line.check_first for line in emergency_places("bn")["bd"].lines] == [True, True]

    def test_order_and_places(self):
        EmergencyNumberFactory(label="খ", sort_order=2)
        EmergencyNumberFactory(label="ক", sort_order=1)
        EmergencyNumberFactory(label="বিদেশ", place="abroad")
        EmergencyAdviceFactory(text="আগে ভাবুন")
        EmergencyAdviceFactory(text="পুরোনো", live=False, place="bd")
        write_last_good()
        assert labels("bn") == ["ক", "খ"]
        assert labels("bn", "abroad") == ["বিদেশ"]
        assert emergency_places("bn")["abroad"].advice == "আগে ভাবুন"
        assert emergency_places("bn")["bd"].advice == ""

    def test_each_language_has_its_own_words(self, english):
        number = EmergencyNumberFactory(label="লাইন", fact__value="16135")
        fact = HotlineFactory(
            locale=english,
            key=number.fact.key,
            translation_key=number.fact.translation_key,
            value="16135",
        )
        EmergencyNumberFactory(
            label="Line", locale=english, translation_key=number.translation_key, fact=fact
        )
        write_last_good()
        assert labels("bn") == ["লাইন"]
        (line,) = emergency_places("en")["bd"].lines
        assert (line.label, line.displayed) == ("Line", "16135")

    def test_an_english_line_that_still_holds_the_bangla_fact_is_english(self, english):
        number = EmergencyNumberFactory(fact__value="16135")
        HotlineFactory(
            locale=english,
            key=number.fact.key,
            translation_key=number.fact.translation_key,
            value="16135",
        )
        EmergencyNumberFactory(
            label="Line",
            locale=english,
            translation_key=number.translation_key,
            fact=number.fact,
        )
        write_last_good()
        assert emergency_places("en")["bd"].lines[0].displayed == "16135"

    def test_no_half_written_file_is_left(self, file, monkeypatch):
        EmergencyNumberFactory(label="ক")
        write_last_good()
        before = file.read_bytes()

        def full(_descriptor):
            raise OSError("No space left on device")

        monkeypatch.setattr("portal.reference.last_good.os.fsync", full)
        EmergencyNumberFactory(label="খ")
        with pytest.raises(OSError, match="No space"):
            write_last_good()
        assert file.read_bytes() == before
        assert [path.name for path in file.parent.iterdir()] == [FILE_NAME]

    def test_more_numbers_cost_no_more_queries(self, django_assert_num_queries):
        EmergencyNumberFactory.create_batch(3)
        with django_assert_num_queries(3):
            write_last_good()
        EmergencyNumberFactory.create_batch(6)
        with django_assert_num_queries(3):
            write_last_good()


class TestReading:
    def test_without_any_query(self, django_assert_num_queries):
        EmergencyNumberFactory()
        write_last_good()
        with django_assert_num_queries(0):
            assert len(labels("bn")) == 1
            assert len(labels("en")) == 1

    def test_while_english_is_empty_it_shows_the_bangla_numbers(self):
        EmergencyNumberFactory(label="লাইন")
        write_last_good()
        assert labels("en") == ["লাইন"]

    def test_nothing_was_ever_published(self, file):
        assert not file.exists()
        assert labels("bn") == labels("en") == []
        assert set(emergency_places("bn")) == {"bd", "abroad"}

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"\xff\xfe\x00",
            b"[]",
            b"null",
            b'"text"',
            b"{}",
            b'{"bn": {}}',
            b'{"bn": []}',
            b'{"bn": {"lines": 5, "advice": {}}}',
            b'{"bn": {"lines": [{}], "advice": {}}}',
            b'{"bn": {"lines": [{"place": "moon"}], "advice": {}}}',
            b'{"bn": {"lines": [{"place": "bd", "unknown": 1}], "advice": {}}}',
            b'{"bn": {"lines": [], "advice": {"moon": "x"}}}',
        ],
    )
    @pytest.mark.parametrize("language", ["bn", "en"])
    def test_a_damaged_file_gives_empty_lists(self, file, content, language):
        file.parent.mkdir(parents=True)
        file.write_bytes(content)
        places = emergency_places(language)
        assert set(places) == {"bd", "abroad"}
        assert all(place.lines == [] and place.advice == "" for place in places.values())

    def test_a_folder_in_its_place_gives_empty_lists(self, file):
        file.mkdir(parents=True)
        assert labels("bn") == []

    @pytest.mark.parametrize("content", [None, b"", b"{", b'{"bn": {"lines": [], "advice": {}}}'])
    def test_without_a_sound_file_the_database_is_asked_once(
        self, file, content, django_assert_num_queries
    ):
        EmergencyNumberFactory(label="লাইন", fact__value="16135")
        if content is not None:
            file.parent.mkdir(parents=True)
            file.write_bytes(content)
        assert labels("en") == ["লাইন"]
        with django_assert_num_queries(0):
            assert labels("bn") == ["লাইন"]

    def test_half_of_a_real_file_is_replaced(self, file):
        EmergencyNumberFactory(label="লাইন")
        write_last_good()
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2])
        assert labels("bn") == ["লাইন"]
        assert file.read_bytes() == content

    def test_a_disk_that_cannot_be_written_hides_no_number(self, file, monkeypatch):
        EmergencyNumberFactory(label="লাইন")

        def full(_descriptor):
            raise OSError("No space left on device")

        monkeypatch.setattr("portal.reference.last_good.os.fsync", full)
        assert labels("bn") == ["লাইন"]
        assert not file.exists()

    @pytest.mark.parametrize("error", [OperationalError, InterfaceError])
    def test_neither_file_nor_database_gives_empty_lists(self, monkeypatch, error):
        def away(*args, **kwargs):
            raise error

        EmergencyNumberFactory()
        monkeypatch.setattr("portal.reference.last_good._live_numbers", away)
        assert labels("bn") == labels("en") == []

    @pytest.mark.parametrize("path", ["/help/", "/en/help/", "/nothing-here/"])
    def test_help_and_error_pages_show_numbers_without_a_file(self, client, path):
        EmergencyNumberFactory(fact__value="16135")
        assert 'href="tel:16135"' in client.get(path).content.decode()

    def test_an_error_page_shows_the_numbers_without_the_database(self, django_assert_num_queries):
        EmergencyNumberFactory(label="কাল্পনিক লাইন", fact__value="16135")
        write_last_good()
        with django_assert_num_queries(0):
            try:
                raise OperationalError
            except OperationalError:
                response = server_error(RequestFactory().get("/en/"))
        assert response.status_code == 503
        assert response["Retry-After"]
        assert 'href="tel:16135"' in response.content.decode()

    def test_the_file_is_readable_text(self, file):
        EmergencyNumberFactory(label="কাল্পনিক লাইন")
        write_last_good()
        text = file.read_text(encoding="utf-8")
        assert "কাল্পনিক লাইন" in text
        assert set(json.loads(text)) == {"bn", "en"}


class TestStartOfTheServer:
    @pytest.fixture
    def when_ready(self, monkeypatch):
        settings = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
        # Would close the test's own connection, and freeze the test's memory.
        monkeypatch.setattr("django.db.connections.close_all", lambda: None)
        monkeypatch.setattr("gc.freeze", lambda: None)
        return settings["when_ready"]

    def test_it_writes_the_file(self, file, when_ready):
        EmergencyNumberFactory()
        when_ready(Mock())
        assert file.exists()

    @pytest.mark.parametrize("error", [OperationalError, OSError, RuntimeError])
    def test_it_is_never_stopped(self, file, when_ready, monkeypatch, error):
        monkeypatch.setattr("portal.reference.last_good.write_last_good", Mock(side_effect=error))
        server = Mock()
        when_ready(server)
        assert server.log.exception.called
        assert not file.exists()
