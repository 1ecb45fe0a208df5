"""What staff see of the search in the admin: what found nothing, and what they teach it."""

import csv
import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.search.models import AskedQuery, BestBet, BestBetQuery, SynonymGroup
from tests.factories.people import SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db

REPORT = "search_asked"


@pytest.fixture
def admin(client):
    client.force_login(SuperuserFactory())
    return client


@pytest.fixture
def editor(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return client


@pytest.fixture
def asked(db):
    """Store how often something was asked, found and followed."""

    def store(query: str, times: int, found: int = 0, followed: int = 0, **fields) -> None:
        fields.setdefault("day", timezone.localdate() - timedelta(days=fields.pop("ago", 0)))
        fields.setdefault("language", "bn")
        AskedQuery.objects.create(
            query=query, times=times, found=found, followed=followed, **fields
        )

    return store


def address(model, view: str, *args) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def group_address(view: str, *args) -> str:
    return address(SynonymGroup, view, *args)


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the form for editing, as it was served."""
    form = page[page.index('id="w-editor-form"') :]
    form = form[: form.index("</form>")]
    form = re.sub(r"(?s)<template.*?</template>", "", form)
    fields = {}
    for tag in re.findall(r"<input[^>]*>", form):
        found = dict(re.findall(r'\b(name|value|type)="([^"]*)"', tag))
        if "name" in found and found["type"] not in ("checkbox", "submit"):
            fields[unescape(found["name"])] = unescape(found.get("value", ""))
    return fields


class TestReport:
    @pytest.fixture
    def listed(self, admin):
        def get(**parameters) -> list[str]:
            page = admin.get(reverse(REPORT), parameters)
            assert page.status_code == 200
            rows = [row["query"] for row in page.context["object_list"]]
            text = page.content.decode()
            assert all(row in text for row in rows)
            return rows

        return get

    def test_it_lists_what_found_nothing_or_was_not_followed(self, listed, asked):
        asked("নেই কিছু", 3)
        asked("আছে কিছু", 5, found=4)
        asked("খোলা হয়েছে", 4, found=4, followed=4)
        assert listed() == ["আছে কিছু", "নেই কিছু"]

    def test_what_is_asked_most_comes_first(self, listed, asked):
        for query, times in (("খ", 3), ("গ", 9), ("ক", 3), ("ঘ", 4)):
            asked(query, times)
        assert listed() == ["গ", "ঘ", "ক", "খ"]

    def test_what_was_asked_less_than_three_times_may_be_one_person_s(self, listed, asked):
        asked("কাল্পনিক নাম", 2)
        assert listed() == []
        asked("কাল্পনিক নাম", 1, ago=3)
        assert listed() == ["কাল্পনিক নাম"]

    def test_the_days_of_a_search_are_one_row(self, admin, asked):
        asked("নেই", 2, ago=40)
        asked("নেই", 5, found=1, followed=1)
        (row,) = admin.get(reverse(REPORT)).context["object_list"]
        assert (row["asked"], row["results"], row["opened"]) == (7, 1, 1)
        assert row["last"] == timezone.localdate()

    def test_languages_are_apart(self, listed, asked):
        asked("visa", 2)
        asked("visa", 2, language="en")
        assert listed() == []
        asked("visa", 1, language="en", ago=1)
        assert listed(language="en") == ["visa"]
        assert listed(language="bn") == []

    def test_the_outcome_can_be_chosen(self, listed, asked):
        asked("নেই কিছু", 3)
        asked("আছে কিছু", 3, found=4)
        asked("কমই খোলা", 6, found=4, followed=1)
        asked("বেশ খোলা", 5, found=4, followed=1)
        assert listed(outcome="nothing") == ["নেই কিছু"]
        assert listed(outcome="unfollowed") == ["আছে কিছু"]
        assert set(listed(outcome="")) == {"নেই কিছু", "আছে কিছু", "কমই খোলা"}

    def test_what_found_nothing_last_counts_as_nothing(self, listed, asked):
        asked("আগে ছিল", 3, found=7, ago=2)
        asked("আগে ছিল", 1, found=0)
        asked("এখন আছে", 3, found=0, ago=2)
        asked("এখন আছে", 9, found=7, followed=9)
        assert listed(outcome="nothing") == ["আগে ছিল"]

    def test_the_parts_that_filters_load_are_there(self, admin, asked):
        asked("নেই কিছু", 3)
        page = admin.get(reverse("search_asked_results"), {"outcome": "nothing"})
        assert "নেই কিছু" in page.content.decode()

    def test_it_can_be_taken_along_as_a_file(self, admin, asked):
        asked("নেই, কিছু", 3)
        asked("visa", 7, found=2, language="en")
        answer = admin.get(reverse(REPORT), {"export": "csv"})
        assert answer["Content-Type"].startswith("text/csv")
        head, *rows = csv.reader(answer.getvalue().decode("utf-8-sig").splitlines())
        assert len(head) == 6
        today = timezone.localdate().isoformat()
        assert rows == [
            ["visa", "en", "7", "2", "0", today],
            ["নেই, কিছু", "bn", "3", "0", "0", today],
        ]

    def test_the_menu_leads_there(self, admin):
        assert reverse(REPORT) in admin.get(reverse("wagtailadmin_home")).content.decode()

    def test_more_rows_ask_no_more(self, admin, asked):
        def queries() -> int:
            with CaptureQueriesContext(connection) as found:
                admin.get(reverse(REPORT))
            return len(found)

        for number in range(4):
            asked(f"নেই {number}", 3)
        queries()
        few = queries()
        for number in range(4, 12):
            asked(f"নেই {number}", 3)
        assert queries() == few


class TestFromReportToGroup:
    def test_one_click_and_the_other_word_make_a_group(self, admin, titles, write, asked):
        write("কাল্পনিক জাহাজ")
        asked('ফেরি & "নৌকা"', 3)
        page = admin.get(reverse(REPORT)).content.decode()
        (link,) = re.findall(rf'href="({group_address("add")}\?phrase=[^"]*)"', page)
        fields = fields_of(admin.get(unescape(link)).content.decode())
        assert fields["phrases-0-text"] == 'ফেরি & "নৌকা"'
        assert "কাল্পনিক জাহাজ" not in titles("ফেরি নৌকা")
        fields["phrases-1-text"] = "জাহাজ"
        assert admin.post(group_address("add"), fields).status_code == 302
        assert str(SynonymGroup.objects.get()) == 'ফেরি & "নৌকা" = জাহাজ'
        assert titles("ফেরি নৌকা")[0] == "কাল্পনিক জাহাজ"

    def test_without_another_word_it_says_what_is_missing(self, admin):
        fields = fields_of(admin.get(group_address("add"), {"phrase": "ফেরি"}).content.decode())
        page = admin.post(group_address("add"), fields)
        assert page.status_code == 200
        assert "ফেরি" in page.content.decode()
        assert not SynonymGroup.objects.exists()

    @pytest.mark.parametrize("phrase", ["", "ক" * 500, "<script>alert(1)</script>", "\x00"])
    def test_any_phrase_opens_the_form(self, admin, phrase):
        page = admin.get(group_address("add"), {"phrase": phrase})
        assert page.status_code == 200
        assert "<script>alert(1)" not in page.content.decode()

    def test_a_phrase_that_a_group_has_already_is_refused(self, admin, same):
        same("ফেরি", "লঞ্চ")
        fields = fields_of(admin.get(group_address("add"), {"phrase": "ফেরি"}).content.decode())
        fields["phrases-1-text"] = "জাহাজ"
        page = admin.post(group_address("add"), fields)
        assert page.status_code == 200
        assert "ফেরি = লঞ্চ" in page.content.decode()


class TestLists:
    @pytest.fixture
    def best(self, write):
        def make(number: int) -> BestBet:
            bet = BestBet(page=write(f"কাল্পনিক উত্তর {number}"))
            bet.queries = [
                BestBetQuery(text=f"প্রশ্ন {number}"),
                BestBetQuery(text=f"প্রশ্ন আবার {number}"),
            ]
            bet.save()
            return bet

        return make

    def listed(self, client, model, **parameters) -> list[str]:
        page = client.get(address(model, "list"), parameters)
        assert page.status_code == 200
        rows = [str(row) for row in page.context["object_list"]]
        text = unescape(page.content.decode())
        assert all(row in text for row in rows)
        return rows

    def test_groups_are_shown_by_their_words(self, admin, same):
        same("জাহাজ", "ship")
        same("বেতন", "salary", is_danger=True)
        assert self.listed(admin, SynonymGroup) == ["জাহাজ = ship", "বেতন = salary"]
        assert self.listed(admin, SynonymGroup, is_danger="true") == ["বেতন = salary"]

    @pytest.mark.parametrize("typed", ["জাহাজ", "জাহা", "SHIP", "ship"])
    def test_a_group_is_found_once_by_any_of_its_words(self, admin, same, typed):
        same("জাহাজ", "বড় জাহাজ", "ship", "big ship")
        same("বেতন", "salary")
        assert self.listed(admin, SynonymGroup, q=typed) == ["জাহাজ = বড় জাহাজ = ship = big ship"]

    def test_best_answers_are_shown_and_found_once(self, admin, best):
        for number in (1, 2):
            best(number)
        assert self.listed(admin, BestBet) == [
            "প্রশ্ন 1, প্রশ্ন আবার 1 → কাল্পনিক উত্তর 1",
            "প্রশ্ন 2, প্রশ্ন আবার 2 → কাল্পনিক উত্তর 2",
        ]
        assert self.listed(admin, BestBet, q="প্রশ্ন") == self.listed(admin, BestBet)
        assert len(self.listed(admin, BestBet, q="আবার 2")) == 1

    def test_forms_open(self, admin, same, best):
        group, bet = same("জাহাজ", "ship"), best(1)
        for model, row in ((SynonymGroup, group), (BestBet, bet)):
            for view, keys in (("add", ()), ("edit", (row.pk,)), ("delete", (row.pk,))):
                assert admin.get(address(model, view, *keys)).status_code == 200
            # The list leads there.
            assert (
                address(model, "edit", row.pk)
                in admin.get(address(model, "list")).content.decode()
            )

    @pytest.mark.parametrize("parameters", [{}, {"q": "শব্দ"}], ids=["all", "searched"])
    def test_more_groups_ask_no_more(self, admin, same, parameters):
        self.no_more(
            admin, SynonymGroup, lambda number: same(f"শব্দ {number}", f"word {number}"), parameters
        )

    @pytest.mark.parametrize("parameters", [{}, {"q": "প্রশ্ন"}], ids=["all", "searched"])
    def test_more_best_answers_ask_no_more(self, admin, best, parameters):
        self.no_more(admin, BestBet, best, parameters)

    def no_more(self, client, model, make, parameters) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as found:
                client.get(address(model, "list"), parameters)
            return len(found)

        for number in range(3):
            make(number)
        queries()
        few = queries()
        for number in range(3, 9):
            make(number)
        assert queries() == few


class TestPermission:
    @pytest.fixture
    def other(self, client):
        """Somebody who works in the admin, and whom nobody let teach the search."""
        user = UserFactory()
        user.groups.add(Group.objects.get(name="Help desk caseworkers"))
        client.force_login(user)
        return client

    def test_who_has_none_is_refused(self, other, same):
        group = same("জাহাজ", "ship")
        for url in (
            reverse(REPORT),
            reverse("search_asked_results"),
            reverse(REPORT) + "?export=csv",
            group_address("list"),
            group_address("add"),
            group_address("edit", group.pk),
            group_address("delete", group.pk),
            address(BestBet, "list"),
            address(BestBet, "add"),
        ):
            answer = other.get(url)
            assert answer.status_code == 302, url
            assert answer["Location"] == reverse("wagtailadmin_home"), url
        other.post(group_address("add"), {"phrases-TOTAL_FORMS": "0"})
        assert SynonymGroup.objects.count() == 1

    def test_the_menu_does_not_lead_there(self, other):
        page = other.get(reverse("wagtailadmin_home")).content.decode()
        assert reverse(REPORT) not in page
        assert group_address("list") not in page

    def test_editors_have_it(self, editor, same, asked):
        asked("ফেরি", 3)
        assert "ফেরি" in editor.get(reverse(REPORT)).content.decode()
        fields = fields_of(editor.get(group_address("add"), {"phrase": "ফেরি"}).content.decode())
        fields["phrases-1-text"] = "জাহাজ"
        assert editor.post(group_address("add"), fields).status_code == 302
        assert str(SynonymGroup.objects.get()) == "ফেরি = জাহাজ"

    def test_who_is_not_signed_in_is_asked_to(self, client):
        for url in (reverse(REPORT), group_address("list"), address(BestBet, "list")):
            answer = client.get(url)
            assert answer.status_code == 302
            assert answer["Location"].startswith(reverse("wagtailadmin_login"))
