"""Moderators record consents to stories and say under which licence the data stand."""

from importlib import import_module

from django.db import migrations

permission = import_module("home.migrations.0006_guidance_workflow").permission

# Who agreed is a real name: editors who write the stories need not know it.
ACTIONS = {"StoryConsent": ("add", "change", "view", "delete"), "OpenDataSettings": ("change",)}


def permit(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    group, _made = Group.objects.get_or_create(name="Moderators")
    for model_name, actions in ACTIONS.items():
        for action in actions:
            group.permissions.add(permission(apps, "programs", model_name, action))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0008_search_permissions"),
        ("programs", "0009_value_imports"),
    ]
    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
