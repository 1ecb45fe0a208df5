"""Create the groups that may work on requests for help."""

from django.db import migrations

from helpdesk.groups import GROUP_PERMISSIONS

NAMES = {
    "work_on_tickets": "Can see and work on requests for help",
    "work_on_restricted_tickets": "Can see restricted requests for help",
}


def create_groups(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    tickets, _made = ContentType.objects.get_or_create(app_label="helpdesk", model="ticket")
    admin, _made = ContentType.objects.get_or_create(app_label="wagtailadmin", model="admin")
    enter, _made = Permission.objects.get_or_create(
        content_type=admin, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )
    for group_name, codenames in GROUP_PERMISSIONS.items():
        group, _made = Group.objects.get_or_create(name=group_name)
        group.permissions.add(enter)
        for codename in codenames:
            permission, _made = Permission.objects.get_or_create(
                content_type=tickets, codename=codename, defaults={"name": NAMES[codename]}
            )
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("helpdesk", "0002_relations"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
