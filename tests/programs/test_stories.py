"""Stories stand on the site only as long as the person agrees, in both languages."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.core.models import User
from portal.privacy.models import DataKey
from programs.models import StoryConsent, StoryPage
from tests.factories import pages, records

pytestmark = pytest.mark.django_db


@pytest.fixture
def stories(bangla_home):
    index = pages.ProgramIndexPageFactory(parent=bangla_home)
    return pages.StoryIndexPageFactory(parent=index)


@pytest.fixture
def story(stories):
    return pages.StoryPageFactory(parent=stories, slug="fictional", live=False)


def agree(story, **fields):
    return records.StoryConsentFactory(story=story, **fields)


def publish(story):
    story.save_revision().publish()
    return StoryPage.objects.get(pk=story.pk)


@pytest.fixture
def in_both_languages(story, english_home, english):
    agree(story)
    story = publish(story)
    index = story.get_parent().specific
    for page in (index.get_parent().specific, index, story):
        translated = page.copy_for_translation(english)
        translated.save_revision().publish()
    return story, StoryPage.objects.get(pk=translated.pk)


def test_without_consent_nothing_is_published(story):
    with pytest.raises(ValidationError, match="consent|সম্মতি"):
        publish(story)
    story.refresh_from_db()
    assert not story.live


@pytest.mark.parametrize(
    "fields",
    [
        {"for_web": False, "for_print": True},
        {"valid_until": date(2020, 2, 1)},
        {"withdrawn_on": date(2020, 2, 1)},
    ],
    ids=["print alone", "over", "withdrawn"],
)
def test_a_consent_that_does_not_hold_is_none(story, fields):
    agree(story, **fields)
    with pytest.raises(ValidationError):
        publish(story)


def test_a_child_needs_a_guardian_and_another_name(story):
    story.is_minor = True
    story.save()
    consent = agree(story)
    with pytest.raises(ValidationError):
        publish(story)
    with pytest.raises(ValidationError):
        consent.full_clean()
    consent.given_by = "guardian"
    consent.save()
    assert publish(story).live
    story.is_pseudonym = False
    with pytest.raises(ValidationError):
        story.full_clean()


def test_a_story_is_read_with_its_warning_and_numbers(client, story):
    agree(story)
    story.content_warning = "suicide"
    publish(story)
    text = client.get("/programs/stories/fictional/").content.decode()
    assert "danger-now" in text
    assert "কাল্পনিক নাম" in text
    assert "/programs/stories/fictional/" in client.get("/programs/stories/").content.decode()


def test_a_programme_leads_to_its_stories_while_they_are_agreed_to(client, stories, story):
    program = pages.ProgramPageFactory(parent=stories.get_parent(), slug="program")
    consent = agree(story)
    story.program_links.create(program=program)
    publish(story)
    address = "/programs/stories/fictional/"
    assert address in client.get("/programs/program/").content.decode()
    consent.delete()
    assert address not in client.get("/programs/program/").content.decode()


def test_what_runs_out_goes_in_both_languages(client, in_both_languages):
    addresses = ["/programs/stories/fictional/", "/en/programs/stories/fictional/"]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    yesterday = timezone.localdate() - timedelta(days=1)
    # Behind the back of everything that watches: as when a day passes.
    StoryConsent.objects.update(valid_until=yesterday)
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert "fictional/" not in client.get("/programs/stories/").content.decode()
    call_command("take_down_stories")
    assert not StoryPage.objects.live().exists()
    with pytest.raises(ValidationError):
        publish(in_both_languages[0])


def test_a_withdrawal_takes_the_story_down_at_once(in_both_languages):
    consent = StoryConsent.objects.get()
    consent.withdrawn_on = timezone.localdate()
    consent.save()
    assert not StoryPage.objects.live().exists()


def test_who_agreed_is_sealed_and_goes_with_the_consent(story):
    consent = agree(story, giver_name="Fictional Giver", evidence="Fictional drawer")
    with connection.cursor() as cursor:
        cursor.execute("SELECT giver_name, evidence FROM programs_storyconsent")
        assert not [cell for cell in cursor.fetchone() if b"Fictional" in bytes(cell)]
    assert StoryConsent.objects.get().giver_name == "Fictional Giver"
    assert "Fictional" not in f"{consent!r} {consent}"
    key = consent.data_key_id
    consent.delete()
    assert not DataKey.objects.filter(pk=key).exists()


class TestAdmin:
    @pytest.fixture
    def editor(self, client):
        user = User.objects.create_user("editor", password="not-real")
        user.groups.add(Group.objects.get(name="Moderators"))
        client.force_login(user)
        return user

    def test_a_consent_is_recorded_and_edited(self, client, editor, story):
        sent = {
            "story": story.pk,
            "for_web": "on",
            "given_by": "person",
            "giver_name": "Fictional Giver",
            "evidence": "",
            "given_on": "2020-01-01",
            "valid_until": "2099-12-31",
            "withdrawn_on": "",
        }
        assert client.post(reverse("story-consents:add"), sent).status_code == 302
        consent = StoryConsent.objects.get()
        assert consent.giver_name == "Fictional Giver"
        assert consent.recorded_by == editor
        edit = reverse("story-consents:edit", args=[consent.pk])
        assert "Fictional Giver" in client.get(edit).content.decode()
        assert client.post(edit, sent | {"evidence": "Drawer"}).status_code == 302
        assert StoryConsent.objects.get().evidence == "Drawer"

    def test_an_editor_who_may_not_sees_no_consent(self, client, story):
        consent = agree(story)
        user = User.objects.create_user("other", password="not-real")
        user.groups.add(Group.objects.get(name="Editors"))
        client.force_login(user)
        edit = reverse("story-consents:edit", args=[consent.pk])
        assert client.get(edit).status_code in (302, 403)

    def test_publishing_without_consent_says_why(self, client, editor, story):
        edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
        form = {
            "title": story.title,
            "slug": story.slug,
            "name_shown": "x",
            "is_pseudonym": "on",
            "body-count": "0",
            "program_links-TOTAL_FORMS": "0",
            "program_links-INITIAL_FORMS": "0",
            "program_links-MIN_NUM_FORMS": "0",
            "program_links-MAX_NUM_FORMS": "1000",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            "comments-MIN_NUM_FORMS": "0",
            "comments-MAX_NUM_FORMS": "1000",
            "action-publish": "1",
        }
        response = client.post(edit, form, follow=True)
        assert "no valid consent" in response.content.decode()
        assert not StoryPage.objects.live().exists()
