"""Advice is checked before it is published: the group, the workflow, and who may do what."""

from django.db import migrations

# As guidance.workflow knows them.
FACT_CHECKERS = "Fact checkers"
MODERATORS = "Moderators"
WORKFLOW = "Fact check and publish"
TASKS = [("Fact check", FACT_CHECKERS), ("Approval after the fact check", MODERATORS)]

EDIT = ("add", "change", "publish", "view")
ALL = (*EDIT, "delete")
CHECK = ("change", "publish", "view")
# Which actions on a model go to Editors, Moderators and Fact checkers. Actions that a model does
# not know are left out.
PERMISSIONS = {
    ("guidance", "CountryNote"): (EDIT, ALL, CHECK),
    ("reference", "GlossaryTerm"): (EDIT, ALL, CHECK),
    ("guidance", "FreeSession"): (EDIT, ALL, ("view",)),
    ("guidance", "GuideRecording"): (EDIT, ALL, ("view",)),
    ("guidance", "Feedback"): (("view",), ("view",), ("view",)),
    # Facts are what is checked; editors and moderators have theirs since 0004.
    ("reference", "Fact"): ((), (), CHECK),
}
GROUPS = ("Editors", MODERATORS, FACT_CHECKERS)


def has_drafts(model) -> bool:
    return any(field.name == "live_revision" for field in model._meta.get_fields())


def permission(apps, app_label, model_name, action):
    """The rows are otherwise made after the last migration: too late for the groups."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    content_type, _made = ContentType.objects.get_or_create(
        app_label=app_label, model=model_name.lower()
    )
    found, _made = Permission.objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model_name.lower()}",
        defaults={"name": f"Can {action} {model_name}"},
    )
    return found


def permit(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    groups = [Group.objects.get_or_create(name=name)[0] for name in GROUPS]
    enter = permission_to_enter(apps)
    groups[-1].permissions.add(enter)
    for (app_label, model_name), actions_of_groups in PERMISSIONS.items():
        model = apps.get_model(app_label, model_name)
        for group, actions in zip(groups, actions_of_groups, strict=True):
            for action in actions:
                if action != "publish" or has_drafts(model):
                    group.permissions.add(permission(apps, app_label, model_name, action))


def permission_to_enter(apps):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    admin, _made = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    enter, _made = Permission.objects.get_or_create(
        content_type=admin, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    return enter


def make_workflow(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    content_type, _made = ContentType.objects.get_or_create(
        app_label="wagtailcore", model="groupapprovaltask"
    )
    workflow, made = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    if not made:
        return
    for order, (task_name, group_name) in enumerate(TASKS):
        task = GroupApprovalTask.objects.create(
            name=task_name, content_type=content_type, active=True
        )
        task.groups.set([Group.objects.get(name=group_name)])
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)


def use_workflow(apps, schema_editor):
    """For sites that have their guidance already; others get it with the index page."""
    Group = apps.get_model("auth", "Group")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    GuidanceIndexPage = apps.get_model("guidance", "GuidanceIndexPage")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    workflow = Workflow.objects.get(name=WORKFLOW)
    checkers = Group.objects.get(name=FACT_CHECKERS)
    for index in GuidanceIndexPage.objects.all():
        WorkflowPage.objects.get_or_create(page_id=index.pk, defaults={"workflow": workflow})
        GroupPagePermission.objects.get_or_create(
            group=checkers,
            page_id=index.pk,
            permission=permission(apps, "wagtailcore", "page", "change"),
        )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_facts_in_sentences"),
        ("guidance", "0002_journeys_destinations_questions"),
        ("reference", "0003_glossary"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(permit, migrations.RunPython.noop),
        migrations.RunPython(make_workflow, migrations.RunPython.noop),
        migrations.RunPython(use_workflow, migrations.RunPython.noop),
    ]
