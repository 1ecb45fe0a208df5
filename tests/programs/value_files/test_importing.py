"""From a file to the preview, and from the confirmed preview into the database or not at all."""

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry, ReferenceIndex

from programs.models import IndicatorValue, ValueImport, ValueImportFile
from programs.value_files import cells, importing
from programs.value_files.checking import Checked
from tests.factories.people import UserFactory
from tests.factories.records import IndicatorValueFactory
from tests.programs.value_files.files import ROW, csv_bytes, file_of, xlsx_bytes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("make", "name"), [(csv_bytes, "a.csv"), (xlsx_bytes, "a.xlsx")])
def test_a_whole_row(upload, confirm, shown, program, district, make, name):
    row = {
        "key": "fictional-key",
        "program": "fictional",
        "district": "Kalpapur",
        "age_band": "under-18",
        "disability": "with",
        "total": "224653",
        "female": "3764",
        "male": "1859.5",
        "other": "0",
        "target": "300000",
        "out_of": "300001",
        "source_page": "14",
        "note_bn": "টীকা",
        "note_en": "A “note”, with a comma\nand two lines",
    }
    value_import = upload(make(row), name)
    assert value_import.state == "ready"
    assert (value_import.new, value_import.changed, value_import.unchanged) == (1, 0, 0)
    page = shown(value_import)
    assert "224653" in page
    assert "Kalpapur" in page
    assert not IndicatorValue.objects.exists()

    assert confirm(value_import).state == "done"
    value = IndicatorValue.objects.get()
    assert value.key == "fictional-key"
    assert (value.program_id, value.district_id) == (program.pk, district.pk)
    assert (value.period_start, value.period_end) == (date(2019, 1, 1), date(2019, 12, 31))
    assert (value.age_band, value.disability) == ("under-18", "with")
    assert (value.total, value.female, value.male) == (224653, 3764, Decimal("1859.5"))
    assert (value.other, value.target, value.out_of) == (0, 300000, 300001)
    assert (value.source_bn, value.source_page, value.note_bn) == (ROW["source_bn"], "14", "টীকা")
    assert value.note_en == "A “note”, with a comma\nand two lines"


def test_what_was_empty_stays_empty_and_keys_are_made(upload, confirm):
    confirm(upload(csv_bytes({}, {"period_start": "2019-02-01"}, {"period_start": "2019-03-01"})))
    values = IndicatorValue.objects.order_by("pk")
    assert [value.key for value in values] == [
        "people-reached-2019",
        "people-reached-2019-2",
        "people-reached-2019-3",
    ]
    assert values[0].program is None
    assert (values[0].female, values[0].target, values[0].note_en) == (None, None, "")


def test_new_changed_and_unchanged_are_told_apart(upload, confirm, shown, indicator):
    same = IndicatorValueFactory(indicator=indicator, key="same", source_en="Fictional source")
    other = IndicatorValueFactory(
        indicator=indicator, key="other", period_start=date(2098, 1, 1), note_en="Kept"
    )
    period = {"period_start": "2099-01-01", "period_end": "2099-12-31"}
    value_import = upload(
        csv_bytes(
            period, {**period, "key": "other", "period_start": "2098-01-01", "total": 11}, {}
        )
    )
    assert (value_import.new, value_import.changed, value_import.unchanged) == (1, 1, 1)
    page = shown(value_import)
    assert "<strong>11</strong>" in page
    before = same.updated
    confirm(value_import)
    same.refresh_from_db()
    other.refresh_from_db()
    assert (same.updated, same.key) == (before, "same")
    assert (other.total, other.note_en) == (11, "")
    assert other.updated > before
    assert IndicatorValue.objects.count() == 3


def test_columns_that_are_left_out_change_nothing(upload, confirm, indicator):
    value = IndicatorValueFactory(indicator=indicator, female=4, note_en="Kept", home_order=3)
    columns = [
        *("indicator", "program", "period_start", "period_end", "district", "age_band"),
        *("disability", "total", "source_bn", "source_en"),
    ]
    row = {"period_start": "2099-01-01", "period_end": "2099-12-31", "total": 12}
    confirm(upload(csv_bytes(row, columns=columns)))
    value.refresh_from_db()
    assert (value.total, value.female, value.note_en, value.home_order) == (12, 4, "Kept", 3)


def test_a_key_moves_its_value_to_another_period(upload, confirm, indicator):
    value = IndicatorValueFactory(indicator=indicator, key="moved")
    assert confirm(upload(csv_bytes({"key": "moved"}))).changed == 1
    value.refresh_from_db()
    assert (value.key, value.period_start.year) == ("moved", 2019)


def test_one_bad_row_keeps_all_out(upload, confirm, shown):
    value_import = upload(csv_bytes({}, {"period_start": "2019-02-01", "total": "many"}))
    assert value_import.state == "refused"
    assert confirm(value_import).state == "refused"
    assert not IndicatorValue.objects.exists()
    page = shown(value_import)
    assert 'lang="bn"' in page
    assert "“many” is no number" in page
    assert [(each["row"], each["column"]) for each in value_import.errors] == [(3, "total")]
    with translation.override("bn"):
        assert value_import.errors[0]["bn"] == cells.NOT_A_NUMBER % {"value": "many"}


def test_parts_that_do_not_add_up_are_warned_of_and_stored_as_printed(upload, confirm, shown):
    value_import = upload(csv_bytes({"total": 5625, "female": 3764, "male": 1859}))
    assert (value_import.state, value_import.warning_count) == ("ready", 1)
    assert "5,623" in value_import.warnings[0]["en"]
    assert "৫,৬২৩" in value_import.warnings[0]["bn"]
    assert "৫,৬২৩" in shown(value_import)
    confirm(value_import)
    assert IndicatorValue.objects.get().total == 5625


def test_only_the_first_fifty_rows_are_shown_and_all_are_imported(upload, confirm, shown):
    many = [{"period_start": date(2019, 1, 1) + timedelta(days)} for days in range(60)]
    value_import = upload(csv_bytes(*many))
    assert len(value_import.preview) == 50
    assert "10 more rows are not shown" in shown(value_import)
    confirm(value_import)
    assert IndicatorValue.objects.count() == 60


def test_the_file_is_gone_once_it_is_imported(upload, confirm):
    value_import = upload(csv_bytes({}))
    assert ValueImportFile.objects.count() == 1
    confirm(value_import)
    assert not ValueImportFile.objects.exists()
    assert confirm(value_import).state == "done"
    assert IndicatorValue.objects.count() == 1


def test_a_file_can_be_given_up(upload, confirm, editor):
    value_import = upload(csv_bytes({}))
    editor.post(
        reverse("indicator-values:import_state", args=[value_import.pk]), {"action": "discard"}
    )
    assert not ValueImport.objects.exists()
    assert not ValueImportFile.objects.exists()


def test_old_imports_are_deleted(upload):
    old, young = upload(csv_bytes({})), upload(csv_bytes({}))
    ValueImport.objects.filter(pk=old.pk).update(moved_at=timezone.now() - timedelta(days=8))
    said = StringIO()
    call_command("forget_imports", stdout=said)
    assert list(ValueImport.objects.all()) == [young]
    assert said.getvalue().startswith("1 ")


def test_histories_and_references_know_of_the_import(upload, confirm, program, editor):
    confirm(upload(csv_bytes({"program": "fictional"})))
    value = IndicatorValue.objects.get()
    entry = ModelLogEntry.objects.get(object_id=str(value.pk), action="wagtail.create")
    assert (entry.user, entry.data) == (editor.user, {"imported_from": "values.csv"})
    assert ReferenceIndex.get_references_to(program).filter(object_id=value.pk).exists()
    assert editor.get(reverse("indicator-values:history", args=[value.pk])).status_code == 200


class TestMeanwhile:
    def test_a_value_was_changed_since_the_preview(self, upload, confirm, shown, indicator):
        value = IndicatorValueFactory(indicator=indicator, key="kept")
        value_import = upload(csv_bytes({"key": "kept", "total": 12}))
        value.total = 99
        value.save()
        confirm(value_import)
        assert (value_import.state, value_import.is_stale) == ("ready", True)
        assert "Somebody has changed values" in shown(value_import)
        value.refresh_from_db()
        assert value.total == 99
        assert confirm(value_import).state == "done"
        value.refresh_from_db()
        assert value.total == 12

    def test_the_same_value_was_added(self, upload, confirm, indicator):
        value_import = upload(csv_bytes({}))
        IndicatorValueFactory(
            indicator=indicator, period_start=date(2019, 1, 1), period_end=date(2019, 12, 31)
        )
        assert confirm(value_import).is_stale
        assert value_import.new == 0
        assert IndicatorValue.objects.count() == 1

    def test_an_error_half_way_leaves_nothing(self, upload, confirm, shown, monkeypatch):
        value_import = upload(csv_bytes({}, {"period_start": "2019-02-01"}))

        def fails(*args):
            raise RuntimeError

        monkeypatch.setattr(importing, "_log", fails)
        assert confirm(value_import).state == "failed"
        assert not IndicatorValue.objects.exists()
        assert "nothing was imported" in shown(value_import)
        assert ValueImportFile.objects.exists()


class TestLongFiles:
    """The worker does them; the page shows how far it is, without a script."""

    @pytest.fixture
    def waiting(self, editor, indicator, settings, monkeypatch):
        settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
        monkeypatch.setattr(importing, "SOON_DONE", 10)
        editor.post(
            reverse("indicator-values:import"), {"file": file_of(csv_bytes({}), "long.csv")}
        )
        return ValueImport.objects.get()

    def test_the_page_loads_itself_again_until_it_is_done(self, waiting, shown, confirm):
        assert waiting.state == "to-check"
        page = shown(waiting)
        assert "<progress" in page
        assert '<meta http-equiv="refresh"' in page
        ValueImport.objects.update(state="checking", rows_total=2000, rows_done=500)
        page = shown(waiting)
        assert '<progress max="2000" value="500"' in page
        assert "500 of about 2,000 rows" in page
        ValueImport.objects.update(state="to-check")
        importing.check(waiting.pk)
        page = shown(waiting)
        assert "<progress" not in page
        assert "http-equiv" not in page
        assert confirm(waiting).state == "to-write"
        assert "<progress" in shown(waiting)
        importing.write(waiting.pk)
        assert IndicatorValue.objects.count() == 1

    def test_progress_is_noted(self, waiting, monkeypatch):
        steps = []
        monkeypatch.setattr(importing, "STEP", 0)
        monkeypatch.setattr(importing, "_show_progress", lambda _import, *far: steps.append(far))
        importing.check(waiting.pk)
        assert steps == [(0, 2), (1, 2)]

    def test_two_workers_do_not_do_the_same(self, waiting):
        ValueImport.objects.update(state="checking", moved_at=timezone.now())
        importing.check(waiting.pk)
        waiting.refresh_from_db()
        assert waiting.state == "checking"

    def test_a_worker_that_is_gone_is_followed_by_another(self, waiting, shown, confirm):
        ValueImport.objects.update(
            state="checking", moved_at=timezone.now() - timedelta(minutes=6)
        )
        waiting.refresh_from_db()
        page = shown(waiting)
        assert "Begin again" in page
        assert "http-equiv" not in page
        confirm(waiting, "restart")
        waiting.refresh_from_db()
        assert waiting.state == "to-check"
        assert "http-equiv" in shown(waiting)
        importing.check(waiting.pk)
        waiting.refresh_from_db()
        assert waiting.state == "ready"

    def test_a_worker_that_checks_is_given_up_sooner_than_one_that_writes(self, waiting):
        two_minutes_ago = timezone.now() - timedelta(minutes=2)
        for state, is_stuck in (("checking", True), ("writing", False), ("to-check", False)):
            waiting.state, waiting.moved_at = state, two_minutes_ago
            assert waiting.is_stuck is is_stuck, state

    def test_who_begins_again_too_soon_changes_nothing(self, waiting, confirm):
        ValueImport.objects.update(state="checking", moved_at=timezone.now())
        assert confirm(waiting, "restart").state == "checking"

    @pytest.mark.parametrize("is_half_way", [True, False])
    def test_what_is_stopped_stays_deleted(self, waiting, monkeypatch, editor, is_half_way):
        def stopped(table, keep, on_progress):
            editor.post(
                reverse("indicator-values:import_state", args=[waiting.pk]), {"action": "discard"}
            )
            if is_half_way:
                on_progress(1)
                raise AssertionError("the worker goes on")
            return Checked()

        monkeypatch.setattr(importing, "STEP", 0)
        monkeypatch.setattr(importing, "check_table", stopped)
        importing.check(waiting.pk)
        assert not ValueImport.objects.exists()

    def test_the_progress_of_writing_is_shown_too(self, waiting, shown):
        ValueImport.objects.update(state="writing", rows_done=5, rows_total=10)
        waiting.refresh_from_db()
        page = shown(waiting)
        assert '<progress max="10" value="5"' in page
        assert "Stop and delete" not in page


class TestPermissions:
    def addresses(self, pk: int = 1) -> list[str]:
        return [
            reverse("indicator-values:import"),
            reverse("indicator-values:import_state", args=[pk]),
            reverse("indicator-values:index") + "?export=csv",
            reverse("indicator-values:index") + "?export=xlsx",
        ]

    def test_anonymous_visitors_are_sent_to_the_login(self, client):
        for address in self.addresses():
            for answer in (client.get(address), client.post(address, {"file": "x"})):
                assert answer.status_code == 302
                assert "/login/" in answer["Location"]

    def test_staff_without_the_right_are_refused(self, client, indicator):
        user = UserFactory()
        user.groups.add(Group.objects.get(name="Help desk caseworkers"))
        client.force_login(user)
        for address in self.addresses():
            answer = client.post(address, {"file": file_of(csv_bytes({}), "a.csv")})
            assert answer.status_code in (302, 405)
            answer = client.get(address)
            assert (answer.status_code, answer.headers.get("Location")) == (
                302,
                reverse("wagtailadmin_home"),
            )
        assert not ValueImport.objects.exists()

    def test_who_may_only_add_cannot_change(self, client, upload, confirm, shown, indicator):
        adds = UserFactory()
        adds.user_permissions.add(
            Permission.objects.get(codename="add_indicatorvalue"),
            Permission.objects.get(codename="access_admin"),
        )
        client.force_login(adds)
        value = IndicatorValueFactory(indicator=indicator, key="kept")
        value_import = upload(csv_bytes({"key": "kept", "total": 12}))
        assert "may only add new ones" in shown(value_import)
        assert confirm(value_import).state == "ready"
        value.refresh_from_db()
        assert value.total == 10
        assert confirm(upload(csv_bytes({"total": 12}))).state == "done"

    def test_the_list_leads_there(self, editor):
        page = editor.get(reverse("indicator-values:index")).content.decode()
        assert reverse("indicator-values:import") in page
        for label in ("Import", "Export CSV", "Export XLSX"):
            assert label in page
        page = editor.get(reverse("indicator-values:import")).content.decode()
        assert "20 MB" in page
        assert "1,00,000" in page or "100,000" in page
