"""Editors teach the search: words that mean the same, and best answers."""

from importlib import import_module

from django.db import migrations

permission = import_module("home.migrations.0006_guidance_workflow").permission

EDIT = ("add", "change", "view")
ACTIONS = {"Editors": EDIT, "Moderators": (*EDIT, "delete")}
MODELS = ("SynonymGroup", "BestBet")


def permit(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, actions in ACTIONS.items():
        group, _made = Group.objects.get_or_create(name=name)
        for model_name in MODELS:
            for action in actions:
                group.permissions.add(permission(apps, "search", model_name, action))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0007_headings_without_facts"),
        ("search", "0002_index_and_meaning"),
    ]
    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
