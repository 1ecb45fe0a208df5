"""Draft → fact check → publish: who checks pages of advice, and what a check leaves behind."""

from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Revision, TaskState, Workflow, WorkflowPage

from guidance.models.checked_page import CheckedPage

# Made by the migrations of home.
FACT_CHECKERS = "Fact checkers"
WORKFLOW = "Fact check and publish"


def use_workflow(index: Page) -> None:
    """Have all pages below the guidance index checked before moderators publish them.

    An index that an administrator has given another workflow keeps it. Without the workflow of
    the migrations nothing happens. Fact checkers may edit what stands below.
    """
    workflow = Workflow.objects.filter(name=WORKFLOW, active=True).first()
    if workflow is not None:
        WorkflowPage.objects.get_or_create(page=index, defaults={"workflow": workflow})
    group = Group.objects.filter(name=FACT_CHECKERS).first()
    change = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename="change_page"
    ).first()
    if group is not None and change is not None:
        GroupPagePermission.objects.get_or_create(group=group, page=index, permission=change)


def is_fact_check(task_state: TaskState) -> bool:
    """Whether a step of a workflow is one that fact checkers approve."""
    groups = getattr(task_state.task.specific, "groups", None)
    return groups is not None and groups.filter(name=FACT_CHECKERS).exists()


def note_check(task_state: TaskState, checker) -> None:
    """Write today and the checker into the page that was approved, unless it is so dated already.

    Into the latest revision itself: it is what Wagtail publishes at the last step. Nothing else of
    it changes.
    """
    # Workflows know pages as plain ones; snippets have no specific version.
    page = task_state.workflow_state.content_object
    page = getattr(page, "specific", page)
    if not isinstance(page, CheckedPage):
        return
    revision = page.get_latest_revision()
    today = timezone.localdate()
    if (revision.content.get("checked_on") or "") >= today.isoformat():
        return
    checked = {"checked_on": today.isoformat(), "checked_by": checker.pk}
    Revision.objects.filter(pk=revision.pk).update(content=revision.content | checked)
    published = type(page).objects.filter(pk=page.pk, live_revision=revision)
    # Where no step follows the check, the page is live by now.
    published.update(checked_on=today, checked_by=checker)
