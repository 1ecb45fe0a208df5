"""What is counted of searches, and what never is: nobody can be found in the counts."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from portal.search.learning import KEPT_ALONE_DAYS, KEPT_DAYS, delete_old
from portal.search.models import AskedQuery

pytestmark = pytest.mark.django_db

TODAY = date(2099, 6, 15)


def counts() -> dict[tuple[str, str], int]:
    return {(row.language, row.query): row.times for row in AskedQuery.objects.all()}


@pytest.fixture
def ask(client):
    def get(query: str, path: str = "/search/", **more):
        response = client.get(path, {"q": query, **more})
        assert response.status_code == 200
        return response

    return get


class TestCount:
    def test_the_same_search_twice_is_one_row(self, ask, write):
        write("কাল্পনিক ভিসা")
        write("কাল্পনিক ভিসা আবার")
        ask("ভিসা")
        ask("ভিসা")
        row = AskedQuery.objects.get()
        assert (row.query, row.language, row.times) == ("ভিসা", "bn", 2)
        assert (row.found, row.followed, row.day) == (2, 0, timezone.localdate())

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("ফি ৪০২৫", "ফি 4025"),
            ("ফি ৪,০২৫", "ফি 4025"),
            ("Visa Check", " visa,  check?"),
            ("বা\u09dcি", "বা\u09a1\u09bcি"),
            ("নিব\u200cন্ধন", "নিবন্ধন।"),
        ],
    )
    def test_other_signs_and_digits_are_the_same_search(self, ask, one, other):
        ask(one)
        ask(other)
        assert list(counts().values()) == [2]

    def test_each_day_has_its_own_row(self, ask):
        ask("ভিসা")
        yesterday = timezone.localdate() - timedelta(days=1)
        AskedQuery.objects.update(day=yesterday)
        ask("ভিসা")
        days = AskedQuery.objects.order_by("day").values_list("day", "times")
        assert list(days) == [(yesterday, 1), (timezone.localdate(), 1)]

    def test_each_language_has_its_own_row(self, ask):
        ask("visa")
        ask("visa", "/en/search/")
        assert counts() == {("bn", "visa"): 1, ("en", "visa"): 1}

    def test_how_many_were_found_is_that_of_the_last_time(self, ask, write):
        ask("জাহাজ")
        assert AskedQuery.objects.get().found == 0
        write("কাল্পনিক জাহাজ")
        ask("জাহাজ")
        assert AskedQuery.objects.get().found == 1

    @pytest.mark.parametrize(
        "more", [{"format": "json"}, {"kind": "guide"}, {"page": "2"}, {"page": "1", "kind": ""}]
    )
    def test_data_kinds_and_further_pages_are_not_counted(self, ask, write, more):
        write("কাল্পনিক ভিসা")
        ask("ভিসা", **more)
        assert counts() == {}

    def test_suggestions_are_not_counted(self, ask, write):
        write("কাল্পনিক ভিসা")
        ask("ভিসা", "/search/suggest/")
        assert counts() == {}

    @pytest.mark.parametrize("query", ["", " ", "?!", "।", "\u200c"])
    def test_no_word_is_not_counted(self, ask, query):
        ask(query)
        assert counts() == {}


class TestNobodyIsStored:
    @pytest.mark.parametrize(
        "query",
        [
            "01711223344",
            "০১৭১১২২৩৩৪৪",
            "০১৭১১-২২৩৩৪৪",
            "০১৭১১ ২২৩৩ ৪৪",
            "0 1 7 1 1 2 2 3 3 4 4",
            "+880 1711-223344",
            "+৮৮০ (১৭১১) ২২.৩৩.৪৪",
            "০১৭১১\u200c২২৩৩৪৪",
            "০১,৭১১,২২৩,৩৪৪",
            "ফোন ০১৭১১২২৩৩৪৪ এ কেউ ধরে না",
            "00966 50 000 0000",
            "৭৭৭ ৭৭৭",
            "passport A01234567",
            "passport a 0123 4567",
            "BN0123456",
            "bn 0123456",
            "BN-০১২৩৪৫৬",
            "পাসপোর্ট BN০১২৩৪৫৬",
            "EK01234",
            "পাসপোর্ট এ০১২৩৪৫৬৭",
            "1990 1234 5678 90123",
            "somebody@example.org",
            "Somebody@Example.org চিঠি",
            "somebody @ example . org",
            "কেউ@example.org",
            pytest.param("কাল্পনিক নাম " * 7, id="long"),
        ],
    )
    def test_what_may_be_one_person_s_is_not_stored(self, ask, query):
        ask(query)
        ask(query, "/en/search/")
        assert counts() == {}

    @pytest.mark.parametrize("query", ["16135", "৯৯৯", "৪,০২৫ টাকা", "visa 2099", "form 16", "h2"])
    def test_short_numbers_are(self, ask, query):
        ask(query)
        assert list(counts().values()) == [1]

    def test_a_row_has_no_room_for_who_asked_or_when(self):
        names = {field.name for field in AskedQuery._meta.get_fields()}
        assert names == {"id", "day", "language", "query", "times", "found", "followed"}
        assert AskedQuery._meta.get_field("day").get_internal_type() == "DateField"

    @pytest.mark.parametrize("path", ["/search/", "/en/search/"])
    def test_no_cookie_is_set_and_none_is_read(self, ask, client, write, path):
        write("কাল্পনিক ভিসা")
        client.cookies["sessionid"] = "fictional"
        response = ask("ভিসা", path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


class TestFollowed:
    @pytest.fixture
    def follow(self, client):
        def post(query: str = "ভিসা", path: str = "/search/followed/", **headers):
            response = client.post(
                f"{path}?q={query}", "PING", content_type="text/ping", headers=headers
            )
            assert response.status_code == 204
            assert not response.content
            assert not response.cookies

        return post

    @pytest.fixture
    def followed(self):
        return lambda: AskedQuery.objects.get().followed

    def test_it_is_counted(self, ask, follow, followed):
        ask("ভিসা")
        follow("ভিসা", **{"Sec-Fetch-Site": "same-origin"})
        assert followed() == 1

    def test_however_the_words_were_typed(self, ask, follow, followed):
        ask("ফি 4025")
        follow("ফি, ৪০২৫")
        assert followed() == 1

    def test_at_most_as_often_as_it_was_asked(self, ask, follow, followed):
        ask("ভিসা")
        ask("ভিসা")
        for _time in range(4):
            follow()
        assert followed() == 2

    def test_each_language_counts_its_own(self, ask, follow):
        ask("visa")
        ask("visa", "/en/search/")
        follow("visa", "/en/search/followed/")
        rows = AskedQuery.objects.values_list("language", "followed")
        assert dict(rows) == {"bn": 0, "en": 1}

    def test_earlier_days_do_not_count(self, ask, follow, followed):
        ask("ভিসা")
        AskedQuery.objects.update(day=timezone.localdate() - timedelta(days=1))
        follow()
        assert followed() == 0

    @pytest.mark.parametrize("query", ["", "জাহাজ", "০১৭১১২২৩৩৪৪", "somebody@example.org"])
    def test_what_was_not_asked_makes_no_row(self, follow, query):
        follow(query)
        assert counts() == {}

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://elsewhere.example"},
            {"Origin": "null"},
        ],
        ids=str,
    )
    def test_other_sites_are_answered_and_not_counted(self, ask, follow, followed, headers):
        ask("ভিসা")
        follow(**headers)
        assert followed() == 0

    def test_looking_is_not_following(self, ask, client, followed):
        ask("ভিসা")
        assert client.get("/search/followed/", {"q": "ভিসা"}).status_code == 405
        assert followed() == 0

    @pytest.mark.parametrize(("path", "prefix"), [("/search/", ""), ("/en/search/", "/en")])
    def test_results_tell_when_they_are_opened(
        self, ask, client, write, english_stage, followed, path, prefix
    ):
        write("কাল্পনিক ভিসা")
        write("Fictional ভিসা", parent=english_stage)
        page = ask("ভিসা & <b>", path).content.decode()
        address = (
            f"{prefix}/search/followed/?q=%E0%A6%AD%E0%A6%BF%E0%A6%B8%E0%A6%BE%20%26%20%3Cb%3E"
        )
        # One of this language, and one of the other.
        assert page.count(f'ping="{address}"') == 2
        client.post(address)
        assert followed() == 1


class TestDeletion:
    def rows(self, query: str, days_ago: int, times: int = 1, language: str = "bn"):
        day = TODAY - timedelta(days=days_ago)
        AskedQuery.objects.create(query=query, language=language, day=day, times=times)

    def left(self) -> set[str]:
        return set(AskedQuery.objects.values_list("query", flat=True))

    def test_what_was_rare_goes_after_a_month(self):
        self.rows("কাল্পনিক নাম", KEPT_ALONE_DAYS + 1, times=2)
        self.rows("কাল্পনিক নতুন", KEPT_ALONE_DAYS, times=1)
        assert delete_old(TODAY) == 1
        assert self.left() == {"কাল্পনিক নতুন"}

    def test_what_was_asked_often_stays(self):
        self.rows("একদিনে", KEPT_ALONE_DAYS + 1, times=3)
        for days_ago in (1, KEPT_ALONE_DAYS + 5, 200):
            self.rows("কয়েক দিনে", days_ago)
        assert delete_old(TODAY) == 0
        assert AskedQuery.objects.count() == 4

    def test_everything_goes_in_the_end(self):
        self.rows("অনেক", KEPT_DAYS + 1, times=900)
        self.rows("অনেক", KEPT_DAYS, times=900)
        assert delete_old(TODAY) == 1
        assert AskedQuery.objects.get().day == TODAY - timedelta(days=KEPT_DAYS)

    def test_what_goes_no_longer_makes_the_rest_frequent(self):
        self.rows("পুরনো", KEPT_DAYS + 1, times=900)
        self.rows("পুরনো", KEPT_ALONE_DAYS + 1, times=1)
        assert delete_old(TODAY) == 2

    def test_the_promised_times(self):
        assert (KEPT_ALONE_DAYS, KEPT_DAYS) == (30, 400)

    def test_the_daily_command_deletes(self, capsys):
        AskedQuery.objects.create(query="পুরনো", language="bn", day=date(2020, 1, 1), times=900)
        call_command("forget_searches")
        assert counts() == {}


@contextmanager
def read_only():
    """Let the database refuse to write, as it does on a full disk or a standby server."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            # What is checked at the end of a transaction locks rows: not possible afterwards.
            connection.check_constraints()
            # The test's own transaction, which is rolled back.
            cursor.execute("SET TRANSACTION READ ONLY")
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")


def test_without_a_count_the_search_answers_all_the_same(ask, write):
    write("কাল্পনিক ভিসা")
    with read_only():
        page = ask("ভিসা").content.decode()
        nothing = ask("ঢঠঢঠ").content.decode()
    assert "<mark>ভিসা</mark>" in page
    assert 'href="/help/"' in nothing
    assert counts() == {}
