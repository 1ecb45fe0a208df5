"""Let supervisors set up the desk, and begin with Bangladesh's working week, without times."""

from django.db import migrations

from helpdesk.groups import DESK_ACTIONS, DESK_MODELS, SUPERVISORS

SUNDAY_TO_THURSDAY = (6, 0, 1, 2, 3)


def let_supervisors_set_up(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    supervisors, _made = Group.objects.get_or_create(name=SUPERVISORS)
    for model, words in DESK_MODELS.items():
        content_type, _made = ContentType.objects.get_or_create(app_label="helpdesk", model=model)
        for action in DESK_ACTIONS:
            permission, _made = Permission.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {words}"},
            )
            supervisors.permissions.add(permission)


def let_supervisors_add_recordings(apps, schema_editor):
    """Adding sound files needs a permission on a collection; who added one may choose it."""
    Collection = apps.get_model("wagtailcore", "Collection")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    Permission = apps.get_model("auth", "Permission")
    root = Collection.objects.filter(depth=1).first()
    if root is None:
        return
    media, _made = ContentType.objects.get_or_create(app_label="core", model="custommedia")
    permission, _made = Permission.objects.get_or_create(
        content_type=media,
        codename="add_custommedia",
        defaults={"name": "Can add recording or film"},
    )
    GroupCollectionPermission.objects.get_or_create(
        group=Group.objects.get(name=SUPERVISORS), collection=root, permission=permission
    )


def add_working_week(apps, schema_editor):
    DutyHours = apps.get_model("helpdesk", "DutyHours")
    if not DutyHours.objects.exists():
        DutyHours.objects.bulk_create(DutyHours(weekday=day) for day in SUNDAY_TO_THURSDAY)


class Migration(migrations.Migration):
    dependencies = [
        ("helpdesk", "0007_the_whole_intake"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("core", "0002_files_and_site_frame"),
    ]
    operations = [
        migrations.RunPython(let_supervisors_set_up, migrations.RunPython.noop),
        migrations.RunPython(let_supervisors_add_recordings, migrations.RunPython.noop),
        migrations.RunPython(add_working_week, migrations.RunPython.noop),
    ]
