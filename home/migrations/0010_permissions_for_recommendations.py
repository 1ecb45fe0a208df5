"""Editors and moderators record recommendations and what came of them."""

from importlib import import_module

from django.db import migrations

permission = import_module("home.migrations.0006_guidance_workflow").permission

ACTIONS = {
    "Editors": ("add", "change", "view"),
    "Moderators": ("add", "change", "view", "delete"),
}


def permit(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, actions in ACTIONS.items():
        group, _made = Group.objects.get_or_create(name=name)
        for action in actions:
            group.permissions.add(permission(apps, "publications", "Recommendation", action))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0009_permissions_for_consents_and_open_data"),
        ("publications", "0010_refused_letters"),
    ]
    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
