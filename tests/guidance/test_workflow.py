"""Draft → fact check → publish, and what fact checkers and editors may do."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Task, Workflow, WorkflowPage

from guidance.models import GuidePage
from tests.factories import pages, reference
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(bangla_home):
    return pages.GuidanceIndexPageFactory(parent=bangla_home)


@pytest.fixture
def guide(index):
    stage = pages.StagePageFactory(parent=index, slug="deciding")
    return pages.GuidePageFactory(parent=stage, slug="cost", title="কাল্পনিক খরচ")


def member(group: str):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


def submit(guide, **changes):
    draft = GuidePage.objects.get(pk=guide.pk)
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision()
    draft.get_workflow().start(draft, member("Editors"))
    return GuidePage.objects.get(pk=guide.pk)


def approve(client, guide, user):
    client.force_login(user)
    state = GuidePage.objects.get(pk=guide.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[guide.pk, "approve", state.pk])
    return client.post(address, {"comment": ""})


def stored(guide) -> GuidePage:
    return GuidePage.objects.get(pk=guide.pk)


class TestWorkflow:
    def test_guidance_uses_it_and_nothing_else(self, guide, bangla_home):
        assert guide.get_workflow().name == "Fact check and publish"
        assert [task.name for task in guide.get_workflow().tasks] == [
            "Fact check",
            "Approval after the fact check",
        ]
        other = pages.AboutPageFactory(parent=bangla_home)
        assert other.get_workflow() is None or other.get_workflow() != guide.get_workflow()

    def test_an_index_keeps_the_workflow_that_somebody_chose(self, index):
        chosen = Workflow.objects.create(name="Another")
        WorkflowPage.objects.filter(page=index).update(workflow=chosen)
        stored_index = type(index).objects.get(pk=index.pk)
        stored_index.save_revision().publish()
        assert type(index).objects.get(pk=index.pk).get_workflow() == chosen

    def test_from_draft_to_readers(self, client, guide):
        submit(guide, why="যাচাই হবে।")
        checker = member("Fact checkers")
        assert approve(client, guide, checker).status_code == 302
        assert stored(guide).why == ""
        # A fact check alone publishes nothing, and fact checkers cannot go on.
        approve(client, guide, checker)
        assert stored(guide).why == ""
        approve(client, guide, member("Moderators"))
        page = stored(guide)
        assert page.why == "যাচাই হবে।"
        assert (page.checked_on, page.checked_by) == (timezone.localdate(), checker)

    def test_the_check_is_not_moderators(self, client, guide):
        submit(guide, why="যাচাই হবে।")
        approve(client, guide, member("Moderators"))
        assert stored(guide).current_workflow_task_state.task.name == "Fact check"

    def test_a_date_of_today_and_its_name_stay(self, client, guide):
        other = UserFactory()
        submit(guide, checked_on=timezone.localdate(), checked_by=other)
        approve(client, guide, member("Fact checkers"))
        approve(client, guide, member("Moderators"))
        assert stored(guide).checked_by == other

    def test_an_older_date_is_renewed_in_the_draft_alone(self, client, guide):
        submit(guide, checked_on=date(2020, 1, 1), check_again_by=date(2099, 1, 1))
        checker = member("Fact checkers")
        approve(client, guide, checker)
        draft = stored(guide).get_latest_revision_as_object()
        assert (draft.checked_on, draft.checked_by) == (timezone.localdate(), checker)
        assert draft.check_again_by == date(2099, 1, 1)
        assert stored(guide).checked_on is None

    def test_without_a_second_step_the_live_page_has_it(self, client, guide):
        Task.objects.get(name="Approval after the fact check").deactivate()
        checker = member("Fact checkers")
        # Who publishes needs the permission, whatever the step is called.
        checker.groups.add(Group.objects.get(name="Moderators"))
        submit(guide, why="যাচাই হবে।", checked_on=timezone.localdate() - timedelta(days=9))
        approve(client, guide, checker)
        page = stored(guide)
        assert page.why == "যাচাই হবে।"
        assert (page.checked_on, page.checked_by) == (timezone.localdate(), checker)


class TestFactCheckers:
    def test_they_may_edit_advice_and_nothing_else(self, client, guide, bangla_home):
        client.force_login(member("Fact checkers"))
        fact = reference.FactFactory()
        about = pages.AboutPageFactory(parent=bangla_home)
        edit = "wagtailadmin_pages:edit"
        assert client.get(reverse(edit, args=[guide.pk])).status_code == 200
        assert client.get(reverse(edit, args=[about.pk])).status_code == 302
        facts = "wagtailsnippets_reference_fact"
        assert client.get(reverse(f"{facts}:edit", args=[fact.pk])).status_code == 200
        assert client.get(reverse(f"{facts}:delete", args=[fact.pk])).status_code == 302
        assert client.get(reverse("guidance_due_checks")).status_code == 200
        assert client.get(reverse("guidance_worst_pages")).status_code == 200

    @pytest.mark.parametrize("group", ["Editors", "Moderators"])
    @pytest.mark.parametrize(
        "screen",
        [
            "wagtailsnippets_guidance_countrynote:list",
            "wagtailsnippets_guidance_countrynote:add",
            "wagtailsnippets_reference_glossaryterm:add",
            "free_sessions:add",
            "guide_recordings:add",
        ],
    )
    def test_editors_work_on_what_guides_draw_on(self, client, group, screen):
        client.force_login(member(group))
        assert client.get(reverse(screen)).status_code == 200
