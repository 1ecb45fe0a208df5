"""Recommendations in the admin: evidence, who may do what, and what follows for the search."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.core.models import User
from publications.models import Announcement, Recommendation
from tests.factories import pages
from tests.factories.records import (
    RecommendationEvidenceFactory,
    RecommendationFactory,
    SubscriptionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(bangla_home):
    return pages.PublicationIndexPageFactory(parent=bangla_home)


@pytest.fixture
def brief(index):
    return pages.PublicationPageFactory(parent=index, slug="brief")


def sign_in(client, group: str) -> User:
    user = User.objects.create_user(group.lower(), password="not-a-real-password")
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    return user


@pytest.fixture
def editor(client):
    return sign_in(client, "Editors")


def form(publication, *evidence: dict, **fields) -> dict:
    rows = [
        {
            "day": "2021-03-01",
            "status": "partly",
            "text_bn": "কাল্পনিক ঘটনা",
            "text_en": "Fictional event",
            "source": "Fictional Gazette",
            "url": "",
            **row,
        }
        for row in evidence
    ]
    return nested_form_data(
        {
            "publication": publication.pk,
            "addressee": "donors",
            "addressee_bn": "কাল্পনিক দাতা",
            "addressee_en": "Fictional donors",
            "text_bn": "কাল্পনিক সুপারিশ জেব্রা",
            "text_en": "Fictional recommendation",
            "topic": "",
            "source_page": "4",
            "sort_order": "0",
            "key": "made-by-hand",
            "evidence": inline_formset(rows),
            **fields,
        }
    )


ADD = "recommendations:add"


class TestTheForm:
    def test_an_editor_records_it_with_evidence_and_the_history_says_so(
        self, client, editor, brief
    ):
        response = client.post(reverse(ADD), form(brief, {"status": "adopted"}))
        assert response.status_code == 302
        made = Recommendation.objects.with_status().get()
        assert (made.status, made.publication) == ("adopted", brief)
        assert ModelLogEntry.objects.for_instance(made).get().user == editor
        assert client.get(reverse("recommendations:edit", args=[made.pk])).status_code == 200
        listed = client.get(reverse("recommendations:index")).content.decode()
        assert "Adopted" in listed

    @pytest.mark.parametrize("missing", ["day", "status", "source", "text_en"])
    def test_evidence_needs_its_day_status_source_and_words(self, client, editor, brief, missing):
        response = client.post(reverse(ADD), form(brief, {missing: ""}))
        assert response.status_code == 200
        assert not Recommendation.objects.exists()

    def test_evidence_of_tomorrow_is_refused_and_nothing_lost(self, client, editor, brief):
        tomorrow = timezone.localdate() + timedelta(days=1)
        response = client.post(reverse(ADD), form(brief, {"day": tomorrow.isoformat()}))
        assert response.status_code == 200
        assert "This day has not come yet." in response.content.decode()
        assert "Fictional Gazette" in response.content.decode()
        assert not Recommendation.objects.exists()

    def test_a_status_is_nowhere_to_be_typed_without_evidence(self, client, editor, brief):
        client.post(reverse(ADD), form(brief, status="adopted"))
        assert Recommendation.objects.with_status().get().status == "open"

    def test_the_english_page_stands_for_the_bangla_one(self, client, editor, brief, english_home):
        english = brief.copy_for_translation(english_home.locale, copy_parents=True)
        client.post(reverse(ADD), form(english))
        assert Recommendation.objects.get().publication == brief


class TestWhoMayDoWhat:
    def test_moderators_delete_and_editors_do_not(self, client, editor, brief):
        made = RecommendationFactory(publication=brief)
        delete = reverse("recommendations:delete", args=[made.pk])
        client.post(delete)
        assert Recommendation.objects.exists()
        sign_in(client, "Moderators")
        client.post(delete)
        assert not Recommendation.objects.exists()

    def test_others_see_nothing(self, client, brief):
        sign_in(client, "Fact checkers")
        assert client.get(reverse("recommendations:index")).status_code == 302


class TestSearch:
    def found(self, client, word: str, prefix: str = "") -> bool:
        page = client.get(f"{prefix}/search/", {"q": word}).content.decode()
        return 'href="' + prefix + "/publications/brief/" in page

    def test_new_words_are_found_and_old_ones_not(
        self, client, brief, english_home, django_capture_on_commit_callbacks
    ):
        translated = brief.copy_for_translation(english_home.locale, copy_parents=True)
        translated.save_revision().publish()
        with django_capture_on_commit_callbacks(execute=True):
            made = RecommendationFactory(
                publication=brief, text_bn="জেব্রাপারাপার দরকার", text_en="A zebracrossing"
            )
        assert self.found(client, "জেব্রাপারাপার")
        assert self.found(client, "zebracrossing", "/en")
        with django_capture_on_commit_callbacks(execute=True):
            made.text_bn, made.text_en = "কাল্পনিক অন্য কথা", "Something else"
            made.save()
        assert not self.found(client, "জেব্রাপারাপার")
        assert not self.found(client, "zebracrossing", "/en")

    def test_one_that_moves_leaves_its_old_publication(
        self, client, brief, index, django_capture_on_commit_callbacks
    ):
        other = pages.PublicationPageFactory(parent=index, slug="other")
        with django_capture_on_commit_callbacks(execute=True):
            made = RecommendationFactory(publication=brief, text_bn="জেব্রাপারাপার দরকার")
        with django_capture_on_commit_callbacks(execute=True):
            made.publication = other
            made.save()
        assert not self.found(client, "জেব্রাপারাপার")

    def test_one_that_is_deleted_is_found_no_more(
        self, client, brief, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            made = RecommendationFactory(publication=brief, text_bn="জেব্রাপারাপার দরকার")
        with django_capture_on_commit_callbacks(execute=True):
            made.delete()
        assert not self.found(client, "জেব্রাপারাপার")


class TestTheReportOnUpdates:
    address = "publications_update_report"

    def test_counts_and_announcements_and_no_address(self, client, editor, brief):
        SubscriptionFactory.create_batch(3)
        SubscriptionFactory(language="en", confirmed_at=None)
        Announcement.objects.create(page=brief, due_at=timezone.now(), letters=7)
        page = client.get(reverse(self.address)).content.decode()
        assert "Bangla</th><td>3</td><td>0</td>" in page
        assert "English</th><td>0</td><td>1</td>" in page
        assert brief.title in page
        assert "readers.example" not in page

    def test_it_is_not_for_everybody(self, client):
        sign_in(client, "Fact checkers")
        assert client.get(reverse(self.address)).status_code == 302

    def test_the_publication_says_whether_it_was_told_of(self, client, brief):
        client.force_login(User.objects.create_superuser("root", password="not-a-real-password"))
        edit = reverse("wagtailadmin_pages:edit", args=[brief.pk])
        assert "E-mail to subscribers:" not in client.get(edit).content.decode()
        Announcement.objects.create(page=brief, due_at=timezone.now(), sent_at=timezone.now())
        assert "Sent on" in client.get(edit).content.decode()


def test_evidence_gives_the_latest_status_whatever_its_order(brief):
    made = RecommendationFactory(publication=brief)
    for day, status in (("2022-01-01", "adopted"), ("2020-01-01", "rejected")):
        RecommendationEvidenceFactory(recommendation=made, day=day, status=status)
    assert Recommendation.objects.with_status().get().status == "adopted"
