"""What has to be checked again, where facts are used, and who checked a page."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex

from guidance.models import CountryNote, GuidePage
from tests.factories import pages, reference
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(bangla_home):
    index = pages.GuidanceIndexPageFactory(parent=bangla_home)
    stage = pages.StagePageFactory(parent=index, slug="deciding")
    return pages.GuidePageFactory(parent=stage, slug="cost", title="কাল্পনিক খরচ")


@pytest.fixture
def editor(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return client


def in_days(count: int):
    return timezone.localdate() + timedelta(days=count)


def note_on(guide, text="<p>কাল্পনিক</p>", **values) -> CountryNote:
    return CountryNote.objects.create(
        guide=guide,
        country=reference.CountryFactory(),
        text=text,
        locale=guide.locale,
        **values,
    )


class TestReport:
    def test_what_is_due_stands_there_by_date(self, editor, guide):
        checker = UserFactory(first_name="কাল্পনিক", last_name="যাচাইকারী")
        guide.check_again_by, guide.checked_on = in_days(-3), in_days(-200)
        guide.checked_by = checker
        guide.save()
        line = reference.EmergencyNumberFactory(fact__check_again_by=in_days(-5))
        fact = reference.FactFactory(check_again_by=in_days(30), label="কাল্পনিক ফি")
        later = reference.FactFactory(check_again_by=in_days(31), label="কাল্পনিক পরে")
        withdrawn = reference.FactFactory(
            check_again_by=in_days(-9), live=False, label="কাল্পনিক বাদ"
        )
        note = note_on(guide, check_again_by=in_days(-1))
        page = editor.get(reverse("guidance_due_checks")).content.decode()
        shown = [line.fact.label, guide.title, str(note), fact.label]
        places = [page.index(f"{title}") for title in shown]
        assert places[0] < places[1] < places[3]
        assert later.label not in page
        assert withdrawn.label not in page
        assert "কাল্পনিক যাচাইকারী" in page
        assert "Emergency number" in page
        for name, row in (("reference_fact", fact), ("guidance_countrynote", note)):
            assert reverse(f"wagtailsnippets_{name}:edit", args=[row.pk]) in page
        assert reverse("wagtailadmin_pages:edit", args=[guide.pk]) in page
        report = reverse("guidance_due_checks")
        rows = editor.get(report, {"export": "csv"}).getvalue().decode().splitlines()
        assert [row.split(",")[2] for row in rows[1:]] == [*["Overdue"] * 3, "Due soon"]

    def test_the_first_page_counts_what_is_overdue(self, editor, guide):
        reference.FactFactory(check_again_by=in_days(-1))
        reference.FactFactory(check_again_by=in_days(0))
        note_on(guide, check_again_by=in_days(-1))
        page = editor.get(reverse("wagtailadmin_home")).content.decode()
        assert "2 checks overdue" in page
        assert reverse("guidance_due_checks") in page

    def test_more_rows_ask_no_more(self, editor, guide, django_assert_max_num_queries):
        report = reverse("guidance_due_checks")
        for _number in range(20):
            reference.FactFactory(check_again_by=in_days(-1), checked_by=UserFactory())
        editor.get(report)
        with django_assert_max_num_queries(25):
            editor.get(report)


class TestUseOfAFact:
    @pytest.mark.parametrize("place", ["token", "list", "box", "why", "note"])
    def test_it_is_listed(self, editor, guide, place):
        fact = reference.FactFactory(key="fictional-fee")
        token = "ফি {fact:fictional-fee}"
        if place == "token":
            guide.body = [("paragraph", f"<p>{token}</p>")]
        elif place == "list":
            guide.body = [("checklist", {"items": [token]})]
        elif place == "box":
            guide.costs = [("fact", fact)]
        elif place == "why":
            guide.why = token
        guide.save_revision().publish()
        user = note_on(guide, text=f"<p>{token}</p>") if place == "note" else guide
        usage = reverse("wagtailsnippets_reference_fact:usage", args=[fact.pk])
        page = editor.get(usage).content.decode()
        assert str(user) in page
        uses = ReferenceIndex.get_references_to(fact).group_by_source_object()
        assert uses.count() == 1
        form = editor.get(reverse("wagtailsnippets_reference_fact:edit", args=[fact.pk]))
        assert "{fact:fictional-fee}" in form.content.decode()
        assert "Used in 1 page or record" in form.content.decode()

    def test_one_that_nobody_uses(self, editor):
        fact = reference.FactFactory()
        form = editor.get(reverse("wagtailsnippets_reference_fact:edit", args=[fact.pk]))
        assert "No page uses it yet" in form.content.decode()
        assert editor.get(reverse("wagtailsnippets_reference_fact:add")).status_code == 200

    @pytest.mark.parametrize("state", ["unknown", "held back"])
    def test_a_note_cannot_embed_it(self, guide, state):
        if state == "held back":
            reference.FactFactory(key="fictional-secret", publish_rule="no")
        note = note_on(guide)
        note.text = "<p>{fact:fictional-secret}</p>"
        with pytest.raises(ValidationError) as refused:
            note.full_clean()
        assert "fictional-secret" in str(refused.value)


class TestWhoChecked:
    def test_the_full_name_is_shown(self, client, guide):
        guide.checked_on = in_days(-2)
        guide.checked_by = UserFactory(first_name="কাল্পনিক", last_name="যাচাইকারী")
        guide.save()
        assert "কাল্পনিক যাচাইকারী" in client.get(guide.get_url()).content.decode()

    def test_an_account_without_a_name_stays_unnamed(self, client, guide):
        guide.checked_on, guide.checked_by = in_days(-2), UserFactory(username="staff-secret")
        guide.save()
        assert GuidePage.objects.get(pk=guide.pk).checked_by_name == ""
        assert "staff-secret" not in client.get(guide.get_url()).content.decode()

    def test_it_asks_no_further_query(self, client, guide):
        guide.checked_on = in_days(-2)
        guide.checked_by = UserFactory(first_name="কাল্পনিক-নাম")
        guide.save()
        with CaptureQueriesContext(connection) as queries:
            assert "কাল্পনিক-নাম" in client.get(guide.get_url()).content.decode()
        assert not [query for query in queries if 'FROM "core_user"' in query["sql"]]
